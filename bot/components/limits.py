"""Below which confidence the bot had better ask than answer. Imports no Rasa."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.components.cascade_config import build, check_share


@dataclass(frozen=True)
class Limits:
    """Least confidence of the best, and least lead over the second, below which the bot is in doubt.

    `config.yml` says where its numbers come from.
    """

    intent_confidence: float = 0.4
    intent_lead: float = 0.1
    topic_confidence: float = 0.35
    topic_lead: float = 0.1
    question_intent: str = "faq"

    @classmethod
    def read(cls, place: str, given: Mapping[str, Any]) -> Limits:
        """Raises ValueError with a sentence for whoever wrote `config.yml`."""
        limits = build(cls, place, given)
        for name in ("intent_confidence", "intent_lead", "topic_confidence", "topic_lead"):
            check_share(place, name, getattr(limits, name))
        return limits

    def doubt(self, intent: str, intents: Sequence[float], topics: Sequence[float]) -> bool:
        """Whether the intent is in doubt, or it is a question and its topic is. Confidences are best first."""
        if _is_below(intents, self.intent_confidence, self.intent_lead):
            return True
        return (
            intent == self.question_intent
            and bool(topics)
            and _is_below(topics, self.topic_confidence, self.topic_lead)
        )


def _is_below(confidences: Sequence[float], least: float, lead: float) -> bool:
    best, second = [*confidences, 0.0, 0.0][:2]
    return best < least or best - second < lead
