"""How well facts are found in complaints: `python -m bot.entity_score [FILE]`.

Scores the extractor, and the judges as they learn from `data/complaints/`, on lines `{"text", "now", "entities":
[{"entity", "value", ...}]}` by the conventions of `tests/bot/heldout/README.md`: a fact is right when its value is,
wherever its words begin and end. A line with `scored` is labelled for these entities alone. Only totals are printed,
never a sentence.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from bot.components.cascade import Cascade
from bot.components.cascade_config import CascadeConfig
from bot.components.entities.facts import find_facts
from bot.components.entities.found import Found
from bot.components.judging import judge_demands, judge_issue, read_examples
from bot.components.text import normalise
from bot.components.verdict import with_demand, with_issue
from bot.embedding import open_embedder

EXAMPLES = Path("data/complaints")
HELD_OUT = Path("tests/bot/heldout/complaints.jsonl")
KINDS = ("product", "issue", "demand")
"""Codes: of several in a line the extractor's surest counts, as a form takes one."""
JUDGED = ("issue", "demand")
"""What a complaint is about and what is wanted: a judgement of the whole, with a total of its own."""
GRAINS = ("minute", "hour", "part", "day", "week", "month", "year")
"""Finest first. A part of a day has no hour of its own, and is compared as the day it belongs to."""
_KEPT = {"minute": 16, "hour": 13, "part": 10, "day": 10, "week": 10, "month": 7, "year": 4}
"""Characters of an ISO time that say it at a grain."""

Extract = Callable[[str, datetime], list[dict[str, Any]]]
"""(text as typed, the clock it is counted from) -> entities, each with at least `entity` and `value`."""


@dataclass
class Score:
    """Facts of one entity: found with the right value, found with another one, not found, found where none is."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    spurious: int = 0

    @property
    def count(self) -> int:
        """Facts there are to find."""
        return self.right + self.wrong + self.missed

    @property
    def precision(self) -> float:
        return self.right / max(self.right + self.wrong + self.spurious, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.count, 1)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(2 * self.right + 2 * self.wrong + self.missed + self.spurious, 1)

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.right + other.right,
            self.wrong + other.wrong,
            self.missed + other.missed,
            self.spurious + other.spurious,
        )


def score(lines: Iterable[dict[str, Any]], extract: Extract) -> dict[str, Score]:
    """Entity to its score. A line counts for the entities it says are `scored`, else for all that are labelled in such
    lines at least once."""
    lines = list(lines)
    everywhere = {fact["entity"] for line in lines if not line.get("scored") for fact in line["entities"]}
    totals = {entity: Score() for entity in sorted(everywhere.union(*(line.get("scored") or () for line in lines)))}
    for line in lines:
        found = _one_a_kind(extract(line["text"], datetime.fromisoformat(line["now"])))
        for entity in sorted(line.get("scored") or everywhere):
            totals[entity] += _compared(entity, _values(entity, line["entities"]), _values(entity, found))
    return totals


def overall(scores: dict[str, Score]) -> dict[str, Score]:
    """`entities`, that are found in the words, and `kinds`, that are judged from the whole: each its total."""
    judged = {name: total for name, total in scores.items() if name in JUDGED}
    found = {name: total for name, total in scores.items() if name not in JUDGED}
    return {"entities": sum(found.values(), Score()), "kinds": sum(judged.values(), Score())}


def extract_facts(text: str, now: datetime) -> list[dict[str, Any]]:
    """What the bot's extractor finds, without Rasa around it."""
    return [_entity(fact) for fact in find_facts(normalise(text).text, now)]


def judged_facts(text: str, now: datetime, judges: dict[str, Cascade]) -> list[dict[str, Any]]:
    """The same, with what `judges`, of "demand" and "issue", make of the whole."""
    text, entities = normalise(text).text, extract_facts(text, now)
    demands = judge_demands(text, judges["demand"], may_embed=True)
    issue = judge_issue(text, demands, judges["issue"], may_embed=True)
    return with_issue(with_demand(entities, demands, _entity), issue, _entity)


def learn_judges() -> dict[str, Cascade]:
    """Taught as the bot's are, with the settings they have by default."""
    embedder = open_embedder("auto", None, os.cpu_count() or 1)
    taught = {kind: read_examples(EXAMPLES / f"{kind}.tsv", kind) for kind in JUDGED}
    return {kind: Cascade.learn(lessons, embedder, CascadeConfig()) for kind, lessons in taught.items()}


def _entity(fact: Found) -> dict[str, Any]:
    return {"entity": fact.entity, "value": fact.value, "confidence_entity": fact.confidence}


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def _one_a_kind(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    others = [fact for fact in found if fact["entity"] not in KINDS]
    named = [[fact for fact in found if fact["entity"] == kind] for kind in KINDS]
    return others + [max(facts, key=lambda fact: fact.get("confidence_entity") or 0) for facts in named if facts]


def _values(entity: str, facts: list[dict[str, Any]]) -> list[Any]:
    return [fact["value"] for fact in facts if fact["entity"] == entity]


def _compared(entity: str, expected: list[Any], found: list[Any]) -> Score:
    """Each value answers one; of what is left over, a pair counts once, as a wrong value."""
    left, missed = list(found), 0
    for value in expected:
        agreeing = next((other for other in left if _agrees(entity, value, other)), None)
        if agreeing is None:
            missed += 1
        else:
            left.remove(agreeing)
    wrong = min(missed, len(left))
    return Score(len(expected) - missed, wrong, missed - wrong, len(left) - wrong)


def _agrees(entity: str, expected: Any, found: Any) -> bool:
    if entity == "time":
        return _is_same_time(expected, found)
    if entity == "phone":
        return _digits(expected) == _digits(found)
    return _one_form(expected) == _one_form(found)


def _one_form(value: str) -> str:
    """A value in one script, width and case: 朝陽支行 is 朝阳支行."""
    return normalise(value).text.casefold()


def _digits(phone: str) -> str:
    return "".join(char for char in phone if char.isdigit())


def _is_same_time(expected: dict[str, str], found: dict[str, str]) -> bool:
    """Whether the found time, which may be finer but not coarser, begins in the expected one."""
    if GRAINS.index(found["grain"]) > GRAINS.index(expected["grain"]):
        return False
    return _at(expected["start"], expected["grain"]) == _at(found["start"], expected["grain"])


def _at(moment: str, grain: str) -> Any:
    if grain == "week":
        return datetime.fromisoformat(moment).isocalendar()[:2]
    return moment[: _KEPT[grain]]


def main(path: Path) -> None:
    scores = score(read_lines(path), partial(judged_facts, judges=learn_judges()))
    print("entity          facts  precision   recall      F1   missed  wrong  spurious")
    for name, total in [*scores.items(), *overall(scores).items()]:
        shares = f"{total.precision:>10.3f} {total.recall:>8.3f} {total.f1:>7.3f}"
        print(f"{name:<14} {total.count:>6} {shares} {total.missed:>8} {total.wrong:>6} {total.spurious:>9}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else HELD_OUT)
