"""First component of the pipeline: everything after it sees normalised text."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.stateless import StatelessComponent
from bot.components.text import normalise

ORIGINAL_TEXT = "original_text"
ORIGINS = "text_origins"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class TextNormaliser(StatelessComponent):
    """Replaces a message's text by its normalised form; keeps the original and where each character came from."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            original = message.get(TEXT)
            if not original:
                continue
            normalised = normalise(original)
            message.set(ORIGINAL_TEXT, original)
            message.set(ORIGINS, normalised.origins)
            message.set(TEXT, normalised.text)
        return messages
