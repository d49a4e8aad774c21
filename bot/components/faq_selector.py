"""Chooses the topic of a product question, the way Rasa's response selector does, so that `utter_faq` answers it."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.doubt import Limits, fall_back, is_doubtful
from bot.components.learning import RANKING_LENGTH, Learnt
from bot.components.text_model import Shape

RETRIEVAL_INTENT = "faq"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FaqSelector(GraphComponent):
    """Ranks the topics of every message; a question whose topic is in doubt becomes `nlu_fallback`, ranking kept.

    Adds the output `response_selector`: {"all_retrieval_intents": ["faq"], "faq": {"response":
    {"intent_response_key": "faq/…", "utter_action": "utter_faq/…", "confidence": 0…1, "responses": []},
    "ranking": [{"intent_response_key", "confidence"}, …]}}.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"shape": {}, "limits": {}}

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, learnt: Learnt | None = None
    ) -> None:
        self._shape = Shape(**config["shape"])
        self._limits = Limits(**config["limits"])
        self._storage = storage
        self._resource = resource
        self._learnt = learnt

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FaqSelector:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        examples = [
            example
            for example in training_data.intent_examples
            if example.get(TEXT) and example.get(INTENT) == RETRIEVAL_INTENT
        ]
        topics = [example.get(INTENT_RESPONSE_KEY) for example in examples]
        self._learnt = Learnt.learn(examples, topics, self._shape)
        with self._storage.write_to(self._resource) as folder:
            self._learnt.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FaqSelector:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, Learnt.load(folder))

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            ranking = list(self._learnt.rank(message).items())
            message.set("response_selector", _selection(ranking), add_to_output=True)
            if is_doubtful(message, [confidence for _, confidence in ranking], self._limits):
                fall_back(message)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing after this component learns from its predictions."""
        return training_data


def _selection(ranking: list[tuple[str, float]]) -> dict[str, Any]:
    best, confidence = ranking[0]
    response = {
        "intent_response_key": best,
        "utter_action": f"utter_{best}",
        "confidence": confidence,
        "responses": [],
    }
    ranked = [{"intent_response_key": topic, "confidence": probability} for topic, probability in ranking]
    return {
        "all_retrieval_intents": [RETRIEVAL_INTENT],
        RETRIEVAL_INTENT: {"response": response, "ranking": ranked[:RANKING_LENGTH]},
    }
