"""Whether words and facts fit together: `python -m bot.alignment [--against REVISION|FILE]`.

Lists the facts in the training examples whose borders fall inside a word, and, with `--against`, the examples that
the present dictionary cuts otherwise than the one of a git revision or of another file. Run it when the dictionary or
a pattern of facts has changed: the words of a sentence are what the classifiers learn from.
"""

import argparse
import io
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from pathlib import Path

import jieba
import yaml

from bot.components.entities.facts import find_facts
from bot.components.text import normalise

DICTIONARY = "bot/dictionary/finance.txt"
EXAMPLES = Path("data/nlu")
CLOCK = datetime.fromisoformat("2026-11-20T10:30:00+08:00")
"""Any clock does: where a fact begins and ends does not hang on it."""


@dataclass(frozen=True)
class Split:
    """A fact of `text` that begins or ends inside one of its words."""

    text: str
    entity: str
    fact: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Recut:
    """A text and its words before and after a change of the dictionary."""

    text: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def cutter(dictionary: str) -> jieba.Tokenizer:
    """A cutter of its own, with the words of a dictionary's content added to the general ones."""
    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    tokenizer.load_userdict(io.StringIO(dictionary))
    return tokenizer


def training_texts(folder: Path) -> list[str]:
    """All examples of intents as the components see them, each once."""
    blocks = [
        block
        for path in sorted(folder.rglob("*.yml"))
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu") or []
        if "intent" in block
    ]
    lines = [line[2:] for block in blocks for line in (block.get("examples") or "").splitlines()]
    return list(dict.fromkeys(normalise(line).text for line in lines))


def splits(texts: Iterable[str], tokenizer: jieba.Tokenizer) -> Iterator[Split]:
    """Facts that do not begin and end where words do."""
    for text in texts:
        words = tokenizer.lcut(text)
        borders = {0, *accumulate(map(len, words))}
        for fact in find_facts(text, CLOCK):
            if not {fact.start, fact.end} <= borders:
                yield Split(text, fact.entity, text[fact.start : fact.end], tuple(words))


def recuts(texts: Iterable[str], before: jieba.Tokenizer, after: jieba.Tokenizer) -> Iterator[Recut]:
    """Texts that the two cut differently."""
    for text in texts:
        cut = Recut(text, tuple(before.lcut(text)), tuple(after.lcut(text)))
        if cut.before != cut.after:
            yield cut


def dictionary_of(source: str) -> str:
    """The content of a dictionary file, or of ours at a git revision."""
    if Path(source).is_file():
        return Path(source).read_text(encoding="utf-8")
    command = ["git", "show", f"{source}:{DICTIONARY}"]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout  # noqa: S603


def main(against: str | None, folder: Path = EXAMPLES) -> None:
    texts = training_texts(folder)
    present = cutter(dictionary_of(DICTIONARY))
    split = list(splits(texts, present))
    for each in split:
        print(f"{each.entity:<14} {each.fact}  in  {' | '.join(each.words)}")
    counts = Counter(each.entity for each in split).most_common()
    print(", ".join(f"{entity} {count}" for entity, count in counts))
    print(f"{len(split)} facts of {len(texts)} examples begin or end inside a word")
    if against:
        changed = list(recuts(texts, cutter(dictionary_of(against)), present))
        for cut in changed:
            print(f"{' | '.join(cut.before)}  ->  {' | '.join(cut.after)}")
        print(f"{len(changed)} of {len(texts)} examples are cut otherwise than by {against}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bot.alignment", description=__doc__)
    parser.add_argument("--against", metavar="REVISION|FILE", help="a git revision or another dictionary")
    main(parser.parse_args().against)
