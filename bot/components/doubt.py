"""When the bot had better ask than answer: doubt about the intent, or about the topic of a question."""

from collections.abc import Sequence
from dataclasses import dataclass

from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.text import match_key


@dataclass(frozen=True)
class Limits:
    """Least confidence of the best, and least lead over the second, below which the bot is in doubt.

    `config.yml` says where its numbers come from.
    """

    intent_confidence: float = 0.4
    intent_lead: float = 0.1
    topic_confidence: float = 0.25
    topic_lead: float = 0.1
    question_intent: str = "faq"


def _lead(confidences: Sequence[float]) -> float:
    return confidences[0] - confidences[1] if len(confidences) > 1 else confidences[0]


def is_doubtful(message: Message, topic_confidences: Sequence[float], limits: Limits) -> bool:
    """Whether the intent is in doubt, or the intent is a question and its topic is. Confidences are best first."""
    if not match_key(message.get(TEXT) or ""):
        return True
    intents = [ranked["confidence"] for ranked in message.get(INTENT_RANKING_KEY)]
    if intents[0] < limits.intent_confidence or _lead(intents) < limits.intent_lead:
        return True
    if message.get(INTENT)["name"] != limits.question_intent:
        return False
    return topic_confidences[0] < limits.topic_confidence or _lead(topic_confidences) < limits.topic_lead


def fall_back(message: Message) -> None:
    """Make the intent `nlu_fallback`, ranked first, as Rasa's FallbackClassifier does."""
    fallback = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": message.get(INTENT)["confidence"]}
    message.set(INTENT, fallback, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [fallback, *message.get(INTENT_RANKING_KEY)], add_to_output=True)
