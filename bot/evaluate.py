"""How well the bot understands sentences it was not taught: `python -m bot.evaluate`.

Learns all examples and reads the held-out sentences (`tests/bot/heldout/`), or with `--split` keeps a fifth of the
examples aside; prints how often intent and topic are right and, for several limits of doubt, how often the bot answers
right, answers wrong, or asks. The limits in `config.yml` are chosen from this table.
"""

import sys
from dataclasses import replace
from itertools import product
from pathlib import Path

import jieba
import yaml

from bot.components.calibration import folds
from bot.components.cascade import WORDS, Cascade, Lesson, Reading
from bot.components.cascade_config import read_config
from bot.components.limits import DOUBT, FAR, SURE, Limits
from bot.components.text import greeting_length, normalise
from bot.embedding import open_embedder

OUT_OF_SCOPE = "out_of_scope"

Read = tuple[Reading, Reading]
"""Of the intent and of the topic."""


def read_examples(folder: Path) -> dict[str, list[Lesson]]:
    """Label ("intent" or "faq/topic") to its examples as the components see them."""
    examples: dict[str, list[Lesson]] = {}
    for path in sorted(folder.rglob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu") or []:
            lines = (block.get("examples") or "").splitlines() if "intent" in block else []
            taught = [sentence(line[2:]) for line in lines if line.startswith("- ")]
            examples.setdefault(block.get("intent", ""), []).extend(taught)
    examples.pop("", None)
    return examples


def sentence(text: str) -> Lesson:
    """As the components see it."""
    normalised = normalise(text).text
    kept = normalised[greeting_length(normalised) :]
    return Lesson(normalised, kept, jieba.lcut(kept))


def split(examples: dict[str, list[Lesson]]) -> tuple[list[tuple[Lesson, str]], list[tuple[Lesson, str]]]:
    """What is learnt and what is kept aside, each as (example, label)."""
    taught = [(lesson, label) for label, lessons in examples.items() for lesson in lessons]
    learnt, aside = next(folds([label for _, label in taught]))
    return [taught[index] for index in learnt], [taught[index] for index in aside]


def read_heldout(folder: Path, known: set[str]) -> list[tuple[Lesson, str]]:
    """The held-out sentences whose label is taught, as (example, label); those of topics still to come are left out."""
    lines = [line for path in sorted(folder.glob("*.tsv")) for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [line.split("\t") for line in lines]
    return [(sentence(text), label) for text, label in pairs if label in known]


def learn(learnt: list[tuple[Lesson, str]]) -> tuple[Cascade, Cascade]:
    """The cascades of intents and of topics, with the settings of `config.yml`."""
    questions = [(lesson, label) for lesson, label in learnt if label.startswith("faq/")]
    intents = [replace(lesson, label=label.partition("/")[0], sense=label) for lesson, label in learnt]
    topics = [replace(lesson, label=label, sense=label) for lesson, label in questions]
    return _cascade("CascadeIntentClassifier", intents), _cascade("FaqSelector", topics)


def _cascade(component: str, lessons: list[Lesson]) -> Cascade:
    pipeline = yaml.safe_load(Path("config.yml").read_text(encoding="utf-8"))["pipeline"]
    given = next(entry for entry in pipeline if entry["name"].endswith(f".{component}"))
    config = read_config(component, {key: given[key] for key in given if key not in ("name", "limits")})
    return Cascade.learn(lessons, open_embedder(config.embedder, config.path, config.threads), config)


def outcome(label: str, read: Read, limits: Limits) -> str:
    """One of "right", "wrong", "asks" (the right topic is among three offered) or "asks in vain"."""
    intent, topic = (next(iter(reading.ranking)) for reading in read)
    doubt = limits.judge(*read)
    if doubt == FAR and intent != OUT_OF_SCOPE:
        return "asks in vain"
    if doubt == DOUBT:
        return "asks" if label in list(read[1].ranking)[:3] else "asks in vain"
    return "right" if label == (topic if intent == limits.question_intent else intent) else "wrong"


def astray(read: Read, limits: Limits) -> str:
    """What a sentence of another world gets: "answer" (of a topic), "offer" (of topics) or "no"."""
    doubt = limits.judge(*read)
    if doubt == DOUBT:
        return "offer"
    return "answer" if doubt == SURE and next(iter(read[0].ranking)) == limits.question_intent else "no"


def main(is_split: bool) -> None:
    jieba.setLogLevel(60)
    jieba.load_userdict("bot/dictionary/finance.txt")
    examples = read_examples(Path("data/nlu"))
    if is_split:
        learnt, aside = split(examples)
    else:
        learnt = [(example, label) for label, taught in examples.items() for example in taught]
        aside = read_heldout(Path("tests/bot/heldout"), set(examples))
    lessons = [lesson for lesson, _ in aside]
    read = list(zip(*(cascade.read(lessons) for cascade in learn(learnt)), strict=True))
    predicted = [(label, reading) for (_, label), reading in zip(aside, read, strict=True)]
    print(f"{len(examples)} labels, {len(learnt)} sentences learnt, {len(aside)} others read")
    print_accuracy(predicted)
    print_limits(predicted)


def print_limits(predicted: list[tuple[str, Read]]) -> None:
    """Shares of all sentences; of those out of scope, which are answered with a topic, and which offered some."""
    others = [reading for label, reading in predicted if label == OUT_OF_SCOPE]
    print("intent_confidence  topic_confidence  nearness    right   wrong    asks  asks in vain | answered  offered")
    for intent, topic, nearness in product((0.0, 0.4, 0.5, 0.6, 0.7), (0.0, 0.4, 0.5, 0.6, 0.7), (0.0, 0.4, 0.45, 0.5)):
        limits = Limits(intent_confidence=intent, topic_confidence=topic, nearness=nearness)
        outcomes = [outcome(label, reading, limits) for label, reading in predicted]
        shares = [outcomes.count(kind) / len(outcomes) for kind in ("right", "wrong", "asks", "asks in vain")]
        lost = [astray(reading, limits) for reading in others]
        shares += [lost.count(kind) / max(1, len(lost)) for kind in ("answer", "offer")]
        print(f"{intent:>17.2f}{topic:>18.2f}{nearness:>10.2f} " + "".join(f"{share:>8.1%}" for share in shares))


def print_accuracy(predicted: list[tuple[str, Read]]) -> None:
    """Before any doubt: the intent of all sentences, the topic of those that are questions."""
    intents = [label.partition("/")[0] == next(iter(intent.ranking)) for label, (intent, _) in predicted]
    topics = [(label, list(topic.ranking)) for label, (_, topic) in predicted if label.startswith("faq/")]
    first = sum(label == ranked[0] for label, ranked in topics) / len(topics)
    three = sum(label in ranked[:3] for label, ranked in topics) / len(topics)
    by_words = sum(intent.step == WORDS for _, (intent, _) in predicted) / len(predicted)
    print(f"intent right {sum(intents) / len(intents):.1%}, topic right {first:.1%}, among the first three {three:.1%}")
    print(f"the intent of {by_words:.1%} decided by words alone")


if __name__ == "__main__":
    main("--split" in sys.argv[1:])
