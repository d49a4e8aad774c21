"""Understands what a customer wants."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.cascade import Lesson, Reading
from bot.components.learning import RANKING_LENGTH, READING, CascadeComponent, lesson


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CascadeIntentClassifier(CascadeComponent, IntentClassifier):
    """Sets the intent and its ranking; a topic of questions is a sense of its intent."""

    chooses = "intent"

    def _lessons(self, training_data: TrainingData) -> list[Lesson]:
        taught = [example for example in training_data.intent_examples if example.get(TEXT)]
        return [lesson(example, example.get(INTENT), example.get(INTENT_RESPONSE_KEY) or "") for example in taught]

    def _tell(self, message: Message, reading: Reading) -> None:
        ranking = [{"name": name, "confidence": confidence} for name, confidence in reading.ranking.items()]
        message.set(INTENT, ranking[0] if ranking else {"name": None, "confidence": 0.0}, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking[:RANKING_LENGTH], add_to_output=True)
        message.set(READING, reading)
        self._say_how(message, reading)
