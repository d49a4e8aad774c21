"""Reads the answer the customer has just been given for what it says about the next question."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.cascade_config import CascadeConfig, read_config
from bot.components.ellipsis import Ellipsis
from bot.components.parts import ellipsis_in
from bot.components.passages import passages
from bot.components.questions import LEANING
from bot.components.stateless import StatelessComponent
from bot.embedding import open_embedder

LEAST_TOLD = 5
"""Letters: 要是晚还了两天呢 tells something, 那白金卡呢 names a thing."""
ANSWER = "answer"
"""Of a message's metadata: the text of the answer its `context` is about."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class AnswerReader(StatelessComponent):
    """Stands after the collector. Adds `passages` to the output `follow_up` of a message that asks on in words of its
    own; what half a question asks (要多久, 那信用卡呢) is found by its words (`actions/follow_up.py`)."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        embedding = CascadeConfig()
        return {name: getattr(embedding, name) for name in ("embedder", "embedder_path", "threads")}

    def __init__(self, config: dict[str, Any]) -> None:
        try:
            settings = read_config(type(self).__name__, config)
        except ValueError as error:
            raise InvalidConfigException(str(error)) from error
        self._embedder = open_embedder(settings.embedder, settings.path, settings.threads)

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            answer = (message.get("metadata") or {}).get(ANSWER)
            leaning = message.get(LEANING)
            if answer and leaning and not _is_known_by_words(ellipsis_in(message)):
                found = passages(message.get(TEXT) or "", answer, self._embedder)
                message.set(LEANING, leaning | {"passages": found}, add_to_output=True)
        return messages


def _is_known_by_words(half: Ellipsis | None) -> bool:
    return half is not None and (half.aspect is not None or len(half.words) < LEAST_TOLD)
