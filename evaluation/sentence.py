"""One held-out sentence and what the bot makes of it."""

from dataclasses import dataclass
from typing import Any

from actions.doubt import settled_intent
from evaluation.heldout import Line
from evaluation.taught import FAQ

FALLBACK = "nlu_fallback"
OFFERED = 3
"""Topics the bot offers when it asks back."""

RIGHT, WRONG, ASKS, ASKS_IN_VAIN = "right", "wrong", "asks", "asks in vain"
OUTCOMES = (RIGHT, WRONG, ASKS, ASKS_IN_VAIN)


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest training example. `is_same`: only script, case, blanks, punctuation tell them apart, or nothing."""

    text: str = ""
    nearness: float = 0.0
    is_same: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """`intents` and `topics` are the model's best three before any doubt; `served` is the intent the dialogue acts on.

    `outcome`: the right thing is done, a wrong one, or the bot asks back, with the right topic among those offered
    or in vain.
    """

    text: str
    label: str
    intents: tuple[str, ...]
    confidence: float
    topics: tuple[str, ...]
    topic_confidence: float
    served: str
    outcome: str
    nearest: Nearest
    is_not: str = ""
    """Of a sentence without a label: the intent it only looks like."""

    @property
    def true_intent(self) -> str:
        return self.label.partition("/")[0]

    @property
    def intent(self) -> str:
        return self.intents[0]

    @property
    def is_question(self) -> bool:
        return self.true_intent == FAQ

    def has_intent(self, n: int) -> bool:
        """Whether the right intent is among the first `n`, of at most three."""
        return self.true_intent in self.intents[:n]

    def has_topic(self, n: int) -> bool:
        return self.label in self.topics[:n]

    @property
    def understood(self) -> str:
        """What is done with it, as a label: an intent, or the topic that is answered."""
        return self.topics[0] if self.served == FAQ and self.topics else self.served


def judge(line: Line, reading: dict[str, Any], nearest: Nearest) -> Sentence:
    """`reading` is Rasa's, as the actions are given it."""
    intents = [ranked for ranked in reading["intent_ranking"] if ranked["name"] != FALLBACK]
    topics = ((reading.get("response_selector") or {}).get(FAQ) or {}).get("ranking") or []
    names = tuple(ranked["intent_response_key"] for ranked in topics)
    served = settled_intent(reading, reading["text"].strip())
    return Sentence(
        text=line.text,
        label=line.label,
        intents=tuple(ranked["name"] for ranked in intents[:OFFERED]) or (FALLBACK,),
        confidence=round(intents[0]["confidence"], 4) if intents else 0.0,
        topics=names[:OFFERED],
        topic_confidence=round(topics[0]["confidence"], 4) if topics else 0.0,
        served=served,
        outcome=_outcome(line.label, served, names[:OFFERED]) if line.label else "",
        nearest=nearest,
        is_not=line.is_not,
    )


def _outcome(label: str, served: str, offered: tuple[str, ...]) -> str:
    if served == FALLBACK:
        return ASKS if label in offered else ASKS_IN_VAIN
    understood = offered[0] if served == FAQ and offered else served
    return RIGHT if understood == label else WRONG
