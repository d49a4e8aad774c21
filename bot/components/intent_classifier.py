"""Understands what a customer wants."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.cascade import Lesson, Reading
from bot.components.learning import RANKING_LENGTH, READING, CascadeComponent, lesson, say_how
from bot.components.matters import DECIDING, FOLLOW_UP
from bot.components.parts import PART_OF, context_of, counts

ASKS_ON = 4.0
"""So much likelier to ask on is who has just been answered than any taught sentence is; with nothing answered, nobody
does."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class CascadeIntentClassifier(CascadeComponent, IntentClassifier):
    """Sets the intent and its ranking; a topic of questions is a sense of its intent."""

    def _lessons(self, training_data: TrainingData) -> list[Lesson]:
        taught = [example for example in training_data.intent_examples if example.get(TEXT)]
        return [lesson(example, example.get(INTENT), example.get(INTENT_RESPONSE_KEY) or "") for example in taught]

    def _tell(self, message: Message, reading: Reading) -> None:
        reading = _in_context(reading) if context_of(message) else reading.with_odds(FOLLOW_UP, 0)
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


def _in_context(reading: Reading) -> Reading:
    """Who does not likeliest ask on does not at all, so that nothing else is doubted for it."""
    likelier = reading.with_odds(FOLLOW_UP, ASKS_ON)
    asks_on = next(iter(likelier.ranking), None) == FOLLOW_UP
    return likelier if asks_on else reading.with_odds(FOLLOW_UP, 0)
