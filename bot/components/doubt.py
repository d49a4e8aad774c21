"""What becomes of a message that the bot is in doubt about."""

from collections.abc import Sequence

from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.limits import Limits
from bot.components.text import match_key


def is_doubtful(message: Message, topic_confidences: Sequence[float], limits: Limits) -> bool:
    """Whether nothing is said in the message, or its intent or topic is in doubt. Confidences are best first."""
    if not match_key(message.get(TEXT) or ""):
        return True
    intents = [ranked["confidence"] for ranked in message.get(INTENT_RANKING_KEY)]
    return limits.doubt(message.get(INTENT)["name"], intents, topic_confidences)


def fall_back(message: Message) -> None:
    """Make the intent `nlu_fallback`, ranked first, as Rasa's FallbackClassifier does."""
    fallback = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": message.get(INTENT)["confidence"]}
    message.set(INTENT, fallback, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [fallback, *message.get(INTENT_RANKING_KEY)], add_to_output=True)
