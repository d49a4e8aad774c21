"""Plain words against a guess: no cry for help is missed, a fund's name raises no alarm, another's money is theirs."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from actions.others import asks_of_another
from actions.urgency import FRAUD, PERSON, SELF_HARM, may_be, said_plainly
from bot.components.doubt import fall_back
from bot.components.stateless import StatelessComponent

QUESTION = "faq"
OF_FRAUD = {"faq/fraud_prevention", "faq/phishing_sms"}
CHAT = {"greet", "ask_bot", "express_dissatisfaction"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class PlainWords(StatelessComponent):
    """Stands after the selector. An urgent intent the words rule out becomes `nlu_fallback`, ranking kept; a life said
    to be in danger is `report_self_harm`, whatever else was guessed; another's account is `ask_confidential`. A theft
    that happened is no question of how thefts are prevented, and who asks for a person does not merely chat."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text, intent = message.get(TEXT) or "", message.get(INTENT) or {}
            said = said_plainly(text)
            is_theft = said == FRAUD and _topic(message) in OF_FRAUD
            if said == SELF_HARM or is_theft or (said == PERSON and intent.get("name") in CHAT):
                _decide(message, said)
            elif intent.get("name") == "ask_account" and asks_of_another(text):
                _decide(message, "ask_confidential")
            elif intent and not may_be(intent["name"], text):
                fall_back(message)
        return messages


def _topic(message: Message) -> str | None:
    """Of a message taken for a question."""
    ranking = (message.get("response_selector") or {}).get(QUESTION, {}).get("ranking")
    is_question = (message.get(INTENT) or {}).get("name") == QUESTION
    return ranking[0]["intent_response_key"] if ranking and is_question else None


def _decide(message: Message, intent: str) -> None:
    """Make this the intent, ranked first."""
    decided = {"name": intent, "confidence": 1.0}
    others = [entry for entry in message.get(INTENT_RANKING_KEY) or [] if entry["name"] != intent]
    message.set(INTENT, decided, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [decided, *others], add_to_output=True)
