"""Names and telephone numbers inside texts and events, masked as staff read them until they say why. Pure."""

import re
from collections.abc import Iterable
from typing import Any

from handoff.conversation.disguise import plain
from handoff.customer.policy import mask_name, mask_phone

_PHONE = re.compile(
    r"(?<![\dA-Za-z.\-])(?:(?:\+?86[ \-]?)?1[3-9]\d(?:[ \-]?\d){8}|"
    r"\(?0\d{2,3}\)?[ \-]?\d{4}[ \-]?\d{3,4})(?![\dA-Za-z])"
)
_ID = re.compile(r"(?<![\dA-Za-z])[1-8]\d{5}(?:18|19|20)\d{9}[\dXx](?![\dA-Za-z])")
_OF_STAFF = frozenset({"agent_name", "agent_id"})
SHORTEST_NAME = 2  # characters; a single one stands in too many words


class Mask:
    """Masks telephone and identity numbers, and the names it was told."""

    def __init__(self, names: Iterable[str | None] = ()) -> None:
        self._names: list[str] = []
        for name in names:
            self.learn(name)

    def learn(self, name: str | None) -> None:
        """A customer's name; from now on it is masked."""
        if name and len(name) >= SHORTEST_NAME and name not in self._names:
            self._names = sorted([*self._names, name], key=len, reverse=True)

    def knows(self, name: str) -> bool:
        """Whether this is one of the names, whole."""
        return name in self._names

    def text(self, text: str) -> str:
        """王芳 13912345678 → 王* 139****5678, however the number is written."""
        folded = plain(text)
        finds = [*_PHONE.finditer(folded.folded), *_ID.finditer(folded.folded)]
        for find in sorted(finds, key=lambda find: find.start(), reverse=True):
            start, end = folded.span(*find.span())
            text = text[:start] + (mask_phone(re.sub(r"[^\dXx]", "", find[0])) or "") + text[end:]
        for name in self._names:
            text = text.replace(name, mask_name(name) or "")
        return text

    def data(self, value: Any, *, is_phone: bool = False) -> Any:
        """A copy of what an event carries, every string masked; a phone is masked whatever it looks like."""
        if isinstance(value, str):
            return mask_phone(value) if is_phone else self.text(value)
        if isinstance(value, list):
            return [self.data(each) for each in value]
        if isinstance(value, dict):
            is_phone = is_phone or value.get("name") == "phone"
            return {
                key: each
                if key in _OF_STAFF
                else self.data(each, is_phone=key == "phone" or (key == "value" and is_phone))
                for key, each in value.items()
            }
        return value


class StaffView:
    """Events of one conversation as staff read them, in order. A name is masked from the event that tells it on."""

    def __init__(self, mask: Mask) -> None:
        self._mask = mask

    def __call__(self, wire: dict[str, Any]) -> dict[str, Any]:
        for name in names_in(wire):
            self._mask.learn(name)
        return {**wire, "data": self._mask.data(wire["data"])}


def names_in(wire: dict[str, Any]) -> list[str]:
    """The customer's name, where an event says that it is one: among the bot's slots or the facts of a handoff."""
    data = wire["data"]
    return names_of(slots=data.get("slots") or {}, facts=data.get("facts") or [])


def names_of(*, slots: dict[str, Any], facts: list[dict[str, Any]]) -> list[str]:
    """The names among slots (`name`, and `contact` from an earlier form) and facts."""
    values = [slot.get("value") if isinstance(slot, dict) else slot for slot in map(slots.get, ("name", "contact"))]
    told = [value.get("name") if isinstance(value, dict) else value for value in values]
    told += [fact.get("value") for fact in facts if fact.get("name") == "name"]
    return [name for name in told if isinstance(name, str) and name != "none"]
