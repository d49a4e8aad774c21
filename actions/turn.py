"""One customer turn as the actions see it: words, intent, entities, clock and what is known of the customer."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk import Tracker

from actions.doubt import settled_intent

PRIORITY_TAGS = {"vip", "elderly", "disabled"}
CHINA = ZoneInfo("Asia/Shanghai")
_CLAUSE = re.compile(r"(?:[^，。！？；,!?;\n]|(?<=\d),(?=\d{3}))+[，。！？；,!?;\n]*")


@dataclass(frozen=True)
class Entity:
    """What the bot found: `value` in the format of its type, `[start, end)` in the turn's text.

    What `is_judged` follows from the sense of a clause or of the whole, without words of its own. `rivals` are
    the codes a doubtful one lies between.
    """

    kind: str
    value: Any
    text: str
    start: int
    end: int
    confidence: float = 1.0
    is_judged: bool = False
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Customer:
    """What the institution already knows; `is_priority` is true for customers who go before others."""

    name: str | None = None
    phone: str | None = None
    is_priority: bool = False


@dataclass(frozen=True)
class Turn:
    """The latest thing a customer said. `now` is aware, in the institution's zone.

    `text` is as the interpreter reads it (simplified script, half width), `original` as the customer wrote it; the
    words of entities are the customer's.
    """

    text: str
    original: str
    intent: str
    entities: tuple[Entity, ...]
    now: datetime
    customer: Customer

    @classmethod
    def of(cls, tracker: Tracker) -> "Turn":
        """The latest turn of a tracker. A resumed conversation brings no text and no metadata."""
        message = tracker.latest_message or {}
        metadata = message.get("metadata") or {}
        text = (message.get("text") or "").strip()
        intent = settled_intent(message, text)
        written = next((event.get("text") for event in reversed(tracker.events) if event["event"] == "user"), None)
        return cls(
            text=text,
            original=(written or text).strip(),
            intent=intent,
            entities=tuple(_entity(found) for found in message.get("entities") or []),
            now=_clock(metadata.get("now")),
            customer=_customer(metadata.get("customer") or {}),
        )

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        """The text cut at punctuation that ends a thought; each keeps its closing mark. A number is never cut."""
        return tuple(_CLAUSE.findall(self.text)) or (self.text,)

    def found(self, kind: str, within: str | None = None) -> list[Entity]:
        """Entities of one kind in order; `within`: only those whose words occur in this part of the text."""
        return [entity for entity in self.told(kind, within) if not entity.is_judged]

    def told(self, kind: str, within: str | None = None) -> list[Entity]:
        """Those, and what was judged of the text or of this part of it.

        Words that were written in another script or width cannot be placed, and count for every part that is not
        itself such an entity's words.
        """
        entities = [entity for entity in self.entities if entity.kind == kind]
        if exact := [entity for entity in entities if entity.text == within]:
            return exact
        return [e for e in entities if within is None or e.text in within or e.text not in self.text]

    def is_all(self, kinds: tuple[str, ...], text: str) -> bool:
        """Whether this part of the text is a value of one of these kinds (前天, 五百块) and nothing else."""
        rest = text
        for words in sorted((e.text for kind in kinds for e in self.found(kind, text)), key=len, reverse=True):
            rest = rest.replace(words, "")
        return rest != text and not any(char.isalnum() for char in rest)


def _entity(found: dict[str, Any]) -> Entity:
    text = found.get("text") or str(found.get("value", ""))
    place = found.get("start") or 0, found.get("end") or 0
    confidence, is_judged = found.get("confidence_entity", 1.0), found.get("is_judged", False)
    rivals = tuple(found.get("rivals") or ())
    return Entity(found["entity"], found.get("value"), text, *place, confidence, is_judged, rivals)


def _clock(value: str | None) -> datetime:
    now = datetime.fromisoformat(value) if value else datetime.now(CHINA)
    return now if now.tzinfo else now.replace(tzinfo=CHINA)


def _customer(known: dict[str, Any]) -> Customer:
    is_priority = bool(PRIORITY_TAGS & set(known.get("tags") or []))
    return Customer(name=known.get("name"), phone=known.get("phone"), is_priority=is_priority)
