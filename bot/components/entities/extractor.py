"""Rasa's side of the entities: a graph component that gives them in the customer's own words and places."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.entities.facts import find_facts
from bot.components.entities.found import Found
from bot.components.entities.numbers import SECRET
from bot.components.normaliser import ORIGINAL_TEXT, ORIGINS
from bot.components.stateless import StatelessComponent


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FinanceEntityExtractor(StatelessComponent, EntityExtractorMixin):
    """Amounts, times, branches, contacts, numbers and kinds. Days are counted from `metadata.now` of the message."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"zone": "Asia/Shanghai"}

    def __init__(self, config: dict[str, Any]) -> None:
        """`zone`: where a message without a clock is taken to be said."""
        self._zone = ZoneInfo(config["zone"])

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            facts = find_facts(message.get(TEXT) or "", self._clock(message))
            entities = [in_their_words(fact, message, type(self).__name__) for fact in facts]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *entities], add_to_output=True)
        return messages

    def _clock(self, message: Message) -> datetime:
        said_at = (message.get("metadata") or {}).get("now")
        now = datetime.fromisoformat(said_at) if said_at else datetime.now(self._zone)
        return now if now.tzinfo else now.replace(tzinfo=self._zone)


def in_their_words(fact: Found, message: Message, extractor: str) -> dict[str, Any]:
    """The fact as Rasa's entity, at its place in what the customer wrote."""
    original, origins = message.get(ORIGINAL_TEXT) or "", message.get(ORIGINS)
    start, end = origins[fact.start], origins[fact.end - 1] + 1
    return {
        "entity": fact.entity,
        "value": fact.value,
        "text": fact.value if fact.entity in SECRET else original[start:end],
        "start": start,
        "end": end,
        "confidence_entity": fact.confidence,
        "extractor": extractor,
    }
