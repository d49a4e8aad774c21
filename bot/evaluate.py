"""How well the bot understands sentences it was not taught: `python -m bot.evaluate`.

Learns all examples and reads the held-out sentences (`tests/bot/heldout/`), or with `--split` keeps a quarter of the
examples aside; prints how often intent and topic are right and, for several limits of doubt, how often the bot answers
right, answers wrong, or asks. The limits in `config.yml` are chosen from this table.
"""

import random
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import jieba
import yaml

from bot.components.text import greeting_length, normalise
from bot.components.text_model import TextModel

SHARE_ASIDE = 4
SEED = 20261122

Example = tuple[str, list[str]]
Ranking = dict[str, float]
"""Name to confidence, best first."""


def read_examples(folder: Path) -> dict[str, list[Example]]:
    """Label ("intent" or "faq/topic") to its examples as the components see them."""
    examples: dict[str, list[Example]] = {}
    for path in sorted(folder.rglob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu") or []:
            lines = (block.get("examples") or "").splitlines() if "intent" in block else []
            taught = [sentence(line[2:]) for line in lines if line.startswith("- ")]
            examples.setdefault(block.get("intent", ""), []).extend(taught)
    examples.pop("", None)
    return examples


def sentence(text: str) -> Example:
    """Text and words without a greeting at the beginning."""
    normalised = normalise(text).text
    kept = normalised[greeting_length(normalised) :]
    return kept, jieba.lcut(kept)


def split(examples: dict[str, list[Example]]) -> tuple[list[tuple[Example, str]], list[tuple[Example, str]]]:
    """What is learnt and what is kept aside, each as (example, label)."""
    chance = random.Random(SEED)  # noqa: S311 nothing secret
    learnt, aside = [], []
    for label, taught in examples.items():
        shuffled = chance.sample(taught, len(taught))
        cut = len(shuffled) // SHARE_ASIDE
        aside += [(example, label) for example in shuffled[:cut]]
        learnt += [(example, label) for example in shuffled[cut:]]
    return learnt, aside


def read_heldout(folder: Path, known: set[str]) -> list[tuple[Example, str]]:
    """The held-out sentences whose label is taught, as (example, label); those of topics still to come are left out."""
    lines = [line for path in sorted(folder.glob("*.tsv")) for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [line.split("\t") for line in lines]
    return [(sentence(text), label) for text, label in pairs if label in known]


def predictions(
    learnt: list[tuple[Example, str]], aside: list[tuple[Example, str]]
) -> Iterator[tuple[str, Ranking, Ranking]]:
    """(true label, intents, topics) of each sentence kept aside; intents and topics with confidences, best first."""
    questions = [(example, label) for example, label in learnt if label.startswith("faq/")]
    intents = TextModel.fit([example for example, _ in learnt], [label.partition("/")[0] for _, label in learnt])
    topics = TextModel.fit([example for example, _ in questions], [label for _, label in questions])
    for example, label in aside:
        yield label, intents.predict(*example), topics.predict(*example)


def outcome(label: str, intents: Ranking, topics: Ranking, limits: tuple[float, float, float, float]) -> str:
    """One of "right", "wrong", "asks" (the right topic is among three offered) or "asks in vain"."""
    least_intent, intent_lead, least_topic, topic_lead = limits
    intent = next(iter(intents))
    doubt = _is_doubtful(intents, least_intent, intent_lead)
    if doubt or (intent == "faq" and _is_doubtful(topics, least_topic, topic_lead)):
        return "asks" if label in list(topics)[:3] else "asks in vain"
    said = next(iter(topics)) if intent == "faq" else intent
    return "right" if said == label else "wrong"


def _is_doubtful(ranking: Ranking, least: float, lead: float) -> bool:
    best, second = list(ranking.values())[:2]
    return best < least or best - second < lead


def main(is_split: bool) -> None:
    jieba.setLogLevel(60)
    jieba.load_userdict("bot/dictionary/finance.txt")
    examples = read_examples(Path("data/nlu"))
    if is_split:
        learnt, aside = split(examples)
    else:
        learnt = [(example, label) for label, taught in examples.items() for example in taught]
        aside = read_heldout(Path("tests/bot/heldout"), set(examples))
    predicted = list(predictions(learnt, aside))
    print(f"{len(examples)} labels, {len(learnt)} sentences learnt, {len(aside)} others read")
    print_accuracy(predicted)
    print("intent_confidence  intent_lead  topic_confidence  topic_lead   right   wrong    asks  asks in vain")
    for limits in product((0.0, 0.4, 0.5), (0.1,), (0.0, 0.2, 0.25, 0.3, 0.35, 0.4), (0.1,)):
        outcomes = [outcome(label, intents, topics, limits) for label, intents, topics in predicted]
        shares = [outcomes.count(kind) / len(outcomes) for kind in ("right", "wrong", "asks", "asks in vain")]
        print("".join(f"{limit:>15.2f}" for limit in limits) + "   " + "".join(f"{share:>8.1%}" for share in shares))


def print_accuracy(predicted: list[tuple[str, Ranking, Ranking]]) -> None:
    """Before any doubt: the intent of all sentences, the topic of those that are questions."""
    intents = [label.partition("/")[0] == next(iter(ranked)) for label, ranked, _ in predicted]
    topics = [(label, list(ranked)) for label, _, ranked in predicted if label.startswith("faq/")]
    first = sum(label == ranked[0] for label, ranked in topics) / len(topics)
    three = sum(label in ranked[:3] for label, ranked in topics) / len(topics)
    print(f"intent right {sum(intents) / len(intents):.1%}, topic right {first:.1%}, among the first three {three:.1%}")


if __name__ == "__main__":
    main("--split" in sys.argv[1:])
