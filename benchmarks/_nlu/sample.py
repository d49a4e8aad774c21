"""Two files to try `nlu_pipeline` on: `python -m benchmarks._nlu.sample TRAIN TEST`.

Five examples of each of forty topics of this bot, and the held-out questions about those topics.
"""

import random
import sys
from pathlib import Path

import yaml

from command.paths import ROOT

TOPICS, EXAMPLES, SEED = 40, 5, 7

Labelled = list[tuple[str, str]]


def taught() -> dict[str, list[str]]:
    """Topic to its examples."""
    examples: dict[str, list[str]] = {}
    for path in sorted((ROOT / "data" / "nlu" / "faq").rglob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            examples.setdefault(block["intent"], []).extend(line[2:] for line in block["examples"].splitlines())
    return examples


def held_out(topics: set[str]) -> Labelled:
    lines = [
        line.split("\t")
        for path in sorted((ROOT / "tests" / "bot" / "heldout").glob("topics_*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [(text, label) for text, label in lines if label in topics]


def main(train: Path, test: Path) -> None:
    chance = random.Random(SEED)
    examples = taught()
    topics = sorted(chance.sample(sorted(examples), TOPICS))
    write(train, [(text, topic) for topic in topics for text in chance.sample(examples[topic], EXAMPLES)])
    write(test, held_out(set(topics)))


def write(path: Path, labelled: Labelled) -> None:
    path.write_text("".join(f"{text}\t{label}\n" for text, label in labelled), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
