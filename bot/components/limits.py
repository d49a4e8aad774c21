"""When the bot had better ask than answer, and when even asking would be absurd. Imports no Rasa."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from bot.components.cascade import Reading
from bot.components.cascade_config import build, check_share

SURE, DOUBT, FAR = "sure", "doubt", "far"


@dataclass(frozen=True)
class Limits:
    """Least confidence of the best, and least lead over the second, below which the bot is in doubt; least nearness
    to anything taught below which a question is not answered, nor topics offered unless one stands out by
    `offer_confidence`. `config.yml` says where the numbers come from.
    """

    intent_confidence: float = 0.5
    intent_lead: float = 0.1
    topic_confidence: float = 0.6
    topic_lead: float = 0.1
    nearness: float = 0.45
    offer_confidence: float = 0.4
    question_intent: str = "faq"

    @classmethod
    def read(cls, place: str, given: Mapping[str, Any]) -> Limits:
        """Raises ValueError with a sentence for whoever wrote `config.yml`."""
        limits = build(cls, place, given)
        for share in fields(cls):
            if share.name != "question_intent":
                check_share(place, share.name, getattr(limits, share.name))
        return limits

    def judge(self, intent: Reading, topic: Reading) -> str:
        """SURE; DOUBT about the intent, or about the topic of a question; or FAR: in doubt, or about to answer a
        question, and nothing alike was ever taught. What words alone decided is near. A far question of which one
        topic stands out is a DOUBT: long stories lie far from the short questions that are taught."""
        asks = next(iter(intent.ranking), None) == self.question_intent and bool(topic.ranking)
        in_doubt = _is_below(intent, self.intent_confidence, self.intent_lead)
        in_doubt = in_doubt or (asks and _is_below(topic, self.topic_confidence, self.topic_lead))
        if (in_doubt or asks) and self._is_far(topic if asks else intent):
            return DOUBT if asks and next(iter(topic.ranking.values())) >= self.offer_confidence else FAR
        return DOUBT if in_doubt else SURE

    def settles(self, intent: Reading) -> bool:
        """Whether the intent is sure and no question: then no topic is answered or offered."""
        asks = next(iter(intent.ranking), None) == self.question_intent
        return not asks and not _is_below(intent, self.intent_confidence, self.intent_lead)

    def _is_far(self, reading: Reading) -> bool:
        return reading.nearest is not None and reading.nearest < self.nearness


def _is_below(reading: Reading, least: float, lead: float) -> bool:
    best, second = [*reading.ranking.values(), 0.0, 0.0][:2]
    return best < least or best - second < lead
