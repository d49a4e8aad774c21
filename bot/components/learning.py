"""How a cascade becomes a component of Rasa: settings, training, storing, loading."""

from __future__ import annotations

import hashlib
import os
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.exceptions import InvalidConfigException, RasaException
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from threadpoolctl import threadpool_limits

from bot.components.cascade import Cascade, Lesson, Reading, UnusableModel
from bot.components.cascade_config import CascadeConfig, read_config
from bot.components.text import greeting_length
from bot.embedding import CachedEmbedder, open_embedder, open_teacher

RANKING_LENGTH = 10
"""Rankings are stored with every message and sent with every action: ten is what a reader looks at (as in Rasa)."""

HOW = "understanding"
"""Output of a message: for "intent" and "topic" {"step": "by_heart" | "words" | "meaning" | "only", "nearest": cosine}.
The topic has besides "doubt": "sure" | "doubt" | "far", and "withheld": the likeliest topics where none is offered."""

READING = "intent_reading"
"""Of a message, for the components after the classifier: its whole `Reading`."""


def lesson(message: Message, label: str = "", sense: str = "") -> Lesson:
    """The text and the words that count: a greeting glued to a question is left out."""
    text = message.get(TEXT) or ""
    skipped = greeting_length(text)
    words = [token.text for token in message.get(TOKENS_NAMES[TEXT], []) if token.start >= skipped]
    return Lesson(text, text[skipped:], words, label, sense or label)


class CascadeComponent(GraphComponent):
    """A graph component around a `Cascade`; says in `_lessons` what it learns and in `_tell` what it adds to a message.

    Both embed what they embed through one cache of the process.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return asdict(CascadeConfig())

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, cascade: Cascade | None = None
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._cascade = cascade

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        cls._settings(config)
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """Load a trained component. A model without one fails here, loudly, and not in the first conversation.

        From here on numpy's products keep to `threads` too, in the whole process: those of a sentence are so small
        that threads which wait for their share take longer, and twice the processor, than one that does it all.
        """
        settings = cls._settings(config)
        threadpool_limits(settings.threads, user_api="blas")
        try:
            with model_storage.read_from(resource) as folder:
                return cls(config, model_storage, resource, Cascade.load(folder, _embedder(settings), settings))
        except (UnusableModel, ValueError) as error:
            raise RasaException(f"{cls.__name__} cannot be loaded: {error}. Train again: ./zhike train") from error

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Rasa looks at this class alone; what is learnt also depends on the files below it and on the embedder."""
        sources = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
        return hashlib.sha256(b"".join(sources) + _embedder(cls._settings(config)).name.encode()).hexdigest()

    @classmethod
    def _settings(cls, config: dict[str, Any]) -> CascadeConfig:
        try:
            return read_config(cls.__name__, {key: config[key] for key in config if key not in cls._own_settings()})
        except ValueError as error:
            raise InvalidConfigException(str(error)) from error

    @classmethod
    def _own_settings(cls) -> set[str]:
        """Names of settings that are not the cascade's."""
        return set()

    @abstractmethod
    def _lessons(self, training_data: TrainingData) -> list[Lesson]: ...

    @abstractmethod
    def _tell(self, message: Message, reading: Reading) -> None: ...

    def train(self, training_data: TrainingData) -> Resource:
        settings = self._settings(self._config)
        # On every core: nobody waits for an answer of the bot while it learns.
        threads = max(settings.threads, os.cpu_count() or 1)
        teacher = open_teacher(settings.embedder, settings.path, threads)
        self._cascade = Cascade.learn(self._lessons(training_data), teacher, settings)
        with self._storage.write_to(self._resource) as folder:
            self._cascade.save(folder)
        return self._resource

    def _matters(self, message: Message) -> bool:
        """Whether anything hangs on what this component chooses: only then is a sentence embedded for it."""
        return True

    def process(self, messages: list[Message]) -> list[Message]:
        matters = [self._matters(message) for message in messages]
        readings: Sequence[Reading] = self._cascade.read([lesson(message) for message in messages], matters)
        for message, reading in zip(messages, readings, strict=True):
            self._tell(message, reading)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing after this component learns from its predictions."""
        return training_data


def say_how(message: Message, chosen: str, reading: Reading, **more: Any) -> None:
    """`chosen`: "intent" or "topic"."""
    how = {"step": reading.step, "nearest": reading.nearest, **more}
    message.set(HOW, (message.get(HOW) or {}) | {chosen: how}, add_to_output=True)


def _embedder(settings: CascadeConfig) -> CachedEmbedder:
    return open_embedder(settings.embedder, settings.path, settings.threads)
