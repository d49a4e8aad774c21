"""What becomes of a message that the bot is in doubt about."""

from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

OUT_OF_SCOPE = "out_of_scope"


def fall_back(message: Message) -> None:
    """Make the intent `nlu_fallback`, ranked first, as Rasa's FallbackClassifier does."""
    fallback = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": message.get(INTENT)["confidence"]}
    message.set(INTENT, fallback, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [fallback, *message.get(INTENT_RANKING_KEY)], add_to_output=True)


def decline(message: Message) -> None:
    """Of what is like nothing taught: a plain no where that is the likeliest intent, else `nlu_fallback`."""
    if message.get(INTENT)["name"] != OUT_OF_SCOPE:
        fall_back(message)
