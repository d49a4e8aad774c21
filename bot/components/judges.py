"""Rasa's side of judging complaints: two graph components, what is wanted first, then what went wrong."""

from __future__ import annotations

import hashlib
from abc import abstractmethod
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.cascade import Lesson, Reading
from bot.components.entities.extractor import in_their_words
from bot.components.entities.found import Found
from bot.components.judging import judge_demands, judge_issue, read_examples
from bot.components.learning import CascadeComponent
from bot.components.normaliser import ORIGINAL_TEXT, ORIGINS
from bot.components.verdict import Entities, with_demand, with_issue

DEMANDS = "demands"
"""Of a message, for the judge of the issue: a `Judgement` a clause."""
LIGHT = {
    "faq", "ask_several", "ask_follow_up", "greet", "thank", "say_goodbye", "affirm", "deny", "ask_bot", "out_of_scope",
}  # fmt: skip
"""Intents of what is no complaint: words alone judge it, and nothing is embedded."""


class KindJudge(CascadeComponent):
    """Learns from its own file, `examples`. Stands behind whatever sets the intent."""

    entity: str

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**CascadeComponent.get_default_config(), "examples": None}

    @classmethod
    def _own_settings(cls) -> set[str]:
        return {"examples"}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """What is learnt depends on the examples, and on the words that are clues to them."""
        words = sorted((Path(__file__).parent / "entities").glob("*.py"))
        sources = b"".join(path.read_bytes() for path in (Path(config["examples"]), *words))
        return f"{super().fingerprint_addon(config)}{hashlib.sha256(sources).hexdigest()}"

    def _lessons(self, training_data: TrainingData) -> list[Lesson]:
        try:
            return read_examples(Path(self._config["examples"]), self.entity)
        except (OSError, ValueError) as error:
            raise InvalidConfigException(f"{type(self).__name__}: {error}") from error

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text, intent = message.get(TEXT) or "", (message.get(INTENT) or {}).get("name")
            if text:
                entities = self._judged(message, text, may_embed=intent not in LIGHT)
                message.set(ENTITIES, entities, add_to_output=True)
        return messages

    @abstractmethod
    def _judged(self, message: Message, text: str, *, may_embed: bool) -> Entities:
        """The entities of the message, settled."""

    def _tell(self, message: Message, reading: Reading) -> None:
        """One reading says nothing here: a message is judged from several."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class DemandJudge(KindJudge):
    """What is wanted."""

    chooses = entity = "demand"

    def _judged(self, message: Message, text: str, *, may_embed: bool) -> Entities:
        judgements = judge_demands(text, self._cascade, may_embed=may_embed, gaps=_gaps(message))
        message.set(DEMANDS, judgements)
        return with_demand(message.get(ENTITIES, []), judgements, partial(_told, message))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class IssueJudge(KindJudge):
    """What went wrong. Stands behind the judge of the demand."""

    chooses = entity = "issue"

    def _judged(self, message: Message, text: str, *, may_embed: bool) -> Entities:
        judgement = judge_issue(text, message.get(DEMANDS) or [], self._cascade, may_embed=may_embed)
        return with_issue(message.get(ENTITIES, []), judgement, partial(_told, message))


def _gaps(message: Message) -> list[int]:
    """Where the customer left a blank that the normalised text has lost."""
    original, origins = message.get(ORIGINAL_TEXT) or "", message.get(ORIGINS) or ()
    pairs = enumerate(pairwise(origins), 1)
    return [index for index, (before, here) in pairs if any(map(str.isspace, original[before + 1 : here]))]


def _told(message: Message, fact: Found) -> dict[str, Any]:
    return in_their_words(fact, message, KindJudge.__name__)
