"""Understands what a customer wants."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.cascade import Lesson, Reading
from bot.components.learning import RANKING_LENGTH, READING, CascadeComponent, lesson, say_how
from bot.components.matters import DECIDING
from bot.components.parts import PART_OF, counts


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CascadeIntentClassifier(CascadeComponent, IntentClassifier):
    """Sets the intent and its ranking; a topic of questions is a sense of its intent."""

    def _lessons(self, training_data: TrainingData) -> list[Lesson]:
        taught = [example for example in training_data.intent_examples if example.get(TEXT)]
        return [lesson(example, example.get(INTENT), example.get(INTENT_RESPONSE_KEY) or "") for example in taught]

    def _tell(self, message: Message, reading: Reading) -> None:
        ranking = [{"name": name, "confidence": confidence} for name, confidence in reading.ranking.items()]
        message.set(INTENT, ranking[0] if ranking else {"name": None, "confidence": 0.0}, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking[:RANKING_LENGTH], add_to_output=True)
        message.set(READING, reading)
        say_how(message, "intent", reading)

    def process(self, messages: list[Message]) -> list[Message]:
        """Parts after the whole ones: what is sure as a whole is not embedded piece by piece."""
        for is_part in (False, True):
            super().process([message for message in messages if is_part == (message.get(PART_OF) is not None)])
        return messages

    def _matters(self, message: Message) -> bool:
        """Of a bot whose intents no part can decide the parts are read by their words alone."""
        return counts(message) and (message.get(PART_OF) is None or not DECIDING.isdisjoint(self._cascade.labels))
