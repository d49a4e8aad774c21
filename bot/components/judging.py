"""What went wrong and what is wanted, judged from the whole of a complaint. Imports no Rasa.

Two cascades taught by `data/complaints/*.tsv`. The words of `entities/issues.py` and `demands.py` are clues to them
beside the characters: what words show is right or wrong by what stands around it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bot.components.cascade import Cascade, Lesson
from bot.components.entities.ideas import find_ideas
from bot.components.entities.kinds import find_kinds
from bot.components.entities.moods import find_moods
from bot.components.text import normalise

NONE = "none"
"""Label of what tells nothing: 我要投诉, a date, a question."""
LEAST = {"demand": 0.6, "issue": 0.5}
"""Confidence of a judgement that is believed; below it words alone say what they say, or the customer is asked.

To ask for a demand costs less than to write down a wrong one. An issue is the average of two readings, and flatter.
"""
CLEAR = 0.6
"""Confidence below which the customer is asked which of the likeliest issues is meant. Of 35 complaints below it, told
apart from the examples, 18 were judged right; of 26 up to 0.7 17, of 332 above 289."""
MOST_PIECES = 8
"""Of a long story only the last are read for a demand: it stands at the end, and time stays bounded."""
LONGEST = 400
"""Characters of a story that are judged for its issue: what went wrong stands at the beginning."""
_MARK = re.compile(r"[,。!?;…~\s]+")
_WISH = re.compile(r"(?<=.{4})(?:要求|必须|希望|请(?!假|客|示|了)|麻烦|赶[紧快]|尽快|马上给)")
"""Words that begin what is wanted, also where no mark stands before them."""
_WANTING = r"(?:就是|现在|今天|必须|一定|只好|正式|登记|[要想得来去]|打算|需要|给你们?|帮我|提个?)"
_ANNOUNCED_FIRST = re.compile(rf"(?:我们?|本人|俺)?{_WANTING}+投诉(?:一下|下)?(?![了后过没单热电渠的])")
_ANNOUNCED_LAST = re.compile(
    rf"(?:(?<=[,。!?;…~\s])(?:我们?|本人|俺)?{_WANTING}*|(?:我们?|本人|俺){_WANTING}+)"
    r"投诉(?:一下|[下了吧啊]|你们?(?:银行)?)*[,。!?;…~\s]*$"
)
"""What announces a complaint before or behind the story tells nothing of what went wrong."""
_LEAST_STORY = 3
"""Characters that can tell a story without its announcement."""


@dataclass(frozen=True)
class Judgement:
    """`code` of an `entity` is told by `text[start:end]`; NONE where nothing is."""

    entity: str
    code: str
    confidence: float
    start: int
    end: int
    rivals: tuple[str, ...] = ()
    """The two codes that are likeliest, where neither is clear; the customer knows which."""

    @property
    def is_sure(self) -> bool:
        return self.confidence >= LEAST[self.entity]

    @property
    def is_believed(self) -> bool:
        return self.is_sure and self.code != NONE


def read_examples(path: Path, entity: str) -> list[Lesson]:
    """The lessons of a file of `text<TAB>code`. Raises ValueError that names a line that is neither."""
    lessons = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text, tab, code = line.partition("\t")
        if not (text and tab and code):
            raise ValueError(f"{path}, line {number}: not text<TAB>code")
        lessons.append(example(normalise(text).text, entity, code))
    return lessons


def example(text: str, entity: str, code: str = "") -> Lesson:
    """A normalised text with its clues: the codes its words show, the weightiest of them; of an issue its ideas, of a
    demand its moods and the issues its words show."""
    kinds = find_kinds(text)
    kept = _unannounced(text) if entity == "issue" else text
    found = [kind for kind in kinds if kind.entity == entity]
    foremost = max(found, key=lambda kind: kind.confidence, default=None)
    clues = [f"<{kind.value}>" for kind in found] + ([f"<<{foremost.value}>>"] if foremost else [])
    if entity == "issue":
        clues += [f"<{idea}?>" for idea in find_ideas(text)]
    else:
        clues += [f"<{mood}?>" for mood in find_moods(text)]
        clues += sorted({f"[{kind.value}]" for kind in kinds if kind.entity == "issue"})
    return Lesson(text, kept, clues, code, code)


def judge_demands(text: str, cascade: Cascade, *, may_embed: bool, gaps: Sequence[int] = ()) -> list[Judgement]:
    """What each clause asks for. Before the characters at `gaps` the customer left a blank."""
    places = _pieces(text, gaps)[-MOST_PIECES:]
    lessons = [example(text[start:end], "demand") for start, end in places]
    readings = cascade.read(lessons, [may_embed] * len(lessons))
    judged = [max(reading.ranking.items(), key=lambda pair: pair[1]) for reading in readings]
    return [
        Judgement("demand", code, confidence, *place) for (code, confidence), place in zip(judged, places, strict=True)
    ]


def judge_issue(text: str, demands: Sequence[Judgement], cascade: Cascade, *, may_embed: bool) -> Judgement:
    """What went wrong, as the whole and the story without its demands tell it together."""
    asked = [demand for demand in demands if demand.is_believed]
    story = _without(text, asked)
    lessons = [example(part[:LONGEST], "issue") for part in dict.fromkeys((text, story or text))]
    rankings = [reading.ranking for reading in cascade.read(lessons, [may_embed] * len(lessons))]
    shares = {code: sum(ranking[code] for ranking in rankings) / len(rankings) for code in rankings[0]}
    code, confidence = max(shares.items(), key=lambda pair: pair[1])
    likeliest = sorted(shares.keys() - {NONE}, key=lambda code: (-shares[code], code))[:2]
    rivals = tuple(likeliest) if confidence < CLEAR and len(likeliest) > 1 else ()
    return Judgement("issue", code, confidence, 0, len(text), rivals)


def _pieces(text: str, gaps: Sequence[int] = ()) -> list[tuple[int, int]]:
    marks = [mark.span() for mark in _MARK.finditer(text)]
    joints = [(place, place) for place in (*gaps, *(wish.start() for wish in _WISH.finditer(text)))]
    edges = [0, *(edge for cut in sorted({*marks, *joints}) for edge in cut), len(text)]
    return [(start, end) for start, end in list(pairwise(edges))[::2] if start < end]


def _unannounced(text: str) -> str:
    """A story without the words at its borders that only announce a complaint; all of it where nothing else is told."""
    story = _ANNOUNCED_LAST.sub("", text)
    if first := _ANNOUNCED_FIRST.match(story):
        story = story[first.end() :]
    return story if len(_MARK.sub("", story)) >= _LEAST_STORY else text


def _without(text: str, asked: Sequence[Judgement]) -> str:
    for demand in reversed(asked):
        text = text[: demand.start] + text[demand.end :]
    return text if _MARK.sub("", text) else ""
