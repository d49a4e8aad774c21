"""Decides what a customer wants: the intent, with its confidence and a ranking, as Rasa's own classifiers do."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.learning import RANKING_LENGTH, Learnt
from bot.components.text_model import Shape


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LeanIntentClassifier(IntentClassifier, GraphComponent):
    """Tf-idf and logistic regression, trained in seconds; an example typed word for word is its intent for certain."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"shape": {}}

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, learnt: Learnt | None = None
    ) -> None:
        self._shape = Shape(**config["shape"])
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
    ) -> LeanIntentClassifier:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        self._learnt = Learnt.learn(examples, [example.get(INTENT) for example in examples], self._shape)
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
    ) -> LeanIntentClassifier:
        """Load a trained classifier. A model without one fails here, loudly, and not in the first conversation."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, Learnt.load(folder))

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            ranked = self._learnt.rank(message)
            ranking = [{"name": name, "confidence": confidence} for name, confidence in ranked.items()]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking[:RANKING_LENGTH], add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing after this component learns from its predictions."""
        return training_data
