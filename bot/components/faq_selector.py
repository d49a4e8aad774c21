"""Chooses the topic of a product question, the way Rasa's response selector does, so that `utter_faq` answers it."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.cascade import Cascade, Lesson, Reading
from bot.components.doubt import decline, fall_back
from bot.components.learning import RANKING_LENGTH, READING, CascadeComponent, lesson, say_how
from bot.components.limits import DOUBT, FAR, SURE, Limits
from bot.components.parts import counts, ellipsis_in
from bot.components.text import match_key

RETRIEVAL_INTENT = "faq"
WITHHELD = 3
"""Topics that a trainer sees and a customer does not."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FaqSelector(CascadeComponent):
    """Ranks the topics of every message; a question whose topic is in doubt becomes `nlu_fallback`, ranking kept.

    Where nothing alike was ever taught the ranking is empty: nobody is asked "您是想问…" about what they never said.
    Half a question (怎么办理) is like nothing whole, and may be guessed at.

    Adds the output `response_selector`: {"all_retrieval_intents": ["faq"], "faq": {"response":
    {"intent_response_key": "faq/…", "utter_action": "utter_faq/…", "confidence": 0…1, "responses": []},
    "ranking": [{"intent_response_key", "confidence"}, …]}}; nothing where no topic was taught.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**CascadeComponent.get_default_config(), "limits": {}}

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, cascade: Cascade | None = None
    ) -> None:
        super().__init__(config, storage, resource, cascade)
        self._limits = _limits(config["limits"])

    @classmethod
    def _own_settings(cls) -> set[str]:
        return {"limits"}

    def _lessons(self, training_data: TrainingData) -> list[Lesson]:
        questions = [
            example
            for example in training_data.intent_examples
            if example.get(TEXT) and example.get(INTENT) == RETRIEVAL_INTENT
        ]
        return [lesson(question, topic) for question in questions if (topic := question.get(INTENT_RESPONSE_KEY))]

    def _matters(self, message: Message) -> bool:
        intent: Reading | None = message.get(READING)
        return counts(message) and (intent is None or not self._limits.settles(intent))

    def _tell(self, message: Message, reading: Reading) -> None:
        doubt = self._doubt(message, reading)
        offered = [] if doubt == FAR else list(reading.ranking.items())[:RANKING_LENGTH]
        withheld = list(reading.ranking)[:WITHHELD] if doubt == FAR else []
        if intent := message.get(READING):
            say_how(message, "intent", intent)  # again, for now it may be known how near it is
        say_how(message, "topic", reading, doubt=doubt, withheld=withheld)
        if reading.ranking:
            message.set("response_selector", _selection(offered), add_to_output=True)
        if doubt == FAR:
            decline(message)
        elif doubt == DOUBT:
            fall_back(message)

    def _doubt(self, message: Message, reading: Reading) -> str:
        if not match_key(message.get(TEXT) or ""):
            return DOUBT
        intent: Reading | None = message.get(READING)
        doubt = self._limits.judge(intent, reading) if intent else SURE
        return DOUBT if doubt == FAR and ellipsis_in(message) else doubt


def _limits(given: dict[str, Any]) -> Limits:
    try:
        return Limits.read("FaqSelector.limits", given)
    except ValueError as error:
        raise InvalidConfigException(str(error)) from error


def _selection(ranking: list[tuple[str, float]]) -> dict[str, Any]:
    best, confidence = ranking[0] if ranking else (None, 0.0)
    response = {
        "intent_response_key": best,
        "utter_action": f"utter_{best or RETRIEVAL_INTENT}",
        "confidence": confidence,
        "responses": [],
    }
    ranked = [{"intent_response_key": topic, "confidence": probability} for topic, probability in ranking]
    return {"all_retrieval_intents": [RETRIEVAL_INTENT], RETRIEVAL_INTENT: {"response": response, "ranking": ranked}}
