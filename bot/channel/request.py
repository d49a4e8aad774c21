"""The body of a turn, checked field by field: what is not expected is refused."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.channel.errors import InvalidRequest
from bot.components.text import disarm

MAX_BODY_BYTES = 256 * 1024
MAX_TEXT = 20_000
"""Characters; the service refuses longer messages long before."""

_ID = re.compile(r"[A-Za-z0-9_.:-]{1,160}")
_CUSTOMER = {"is_known": bool, "name": str, "phone": str, "tags": list}
_TICKET = {"number": str, "subject": str, "is_open": bool}
_RESERVED = "default"
"""Rasa's own sender id for whoever has none."""


@dataclass(frozen=True)
class TurnRequest:
    """One turn. `text` is disarmed and as long as the customer's; "" for a resumed conversation."""

    conversation_id: str
    turn_id: str
    kind: str
    text: str
    metadata: dict[str, Any]


def parse(body: bytes) -> TurnRequest:
    """Read a request. Raises InvalidRequest with the path of the first field that is wrong."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest("The body is not JSON.") from error
    fields = _object(raw, "body", {"conversation_id", "turn_id", "kind", "text", "metadata"})
    kind = fields.get("kind")
    if kind not in ("message", "resume"):
        raise InvalidRequest("kind: must be message or resume.")
    return TurnRequest(
        conversation_id=_identifier(fields, "conversation_id"),
        turn_id=_identifier(fields, "turn_id"),
        kind=kind,
        text=_text(fields, kind),
        metadata=_metadata(fields.get("metadata", {})),
    )


def _object(value: Any, path: str, known: set[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidRequest(f"{path}: must be an object.")
    unknown = sorted(set(value) - known)
    if unknown:
        raise InvalidRequest(f"{path}: unknown field {unknown[0][:40]!r}.")
    return value


def _identifier(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not _ID.fullmatch(value) or value == _RESERVED:
        raise InvalidRequest(f"{name}: must be 1 to 160 of letters, digits, _ . : - and not {_RESERVED!r}.")
    return value


def _text(fields: dict[str, Any], kind: str) -> str:
    text = fields.get("text")
    if kind == "resume":
        if text is not None:
            raise InvalidRequest("text: a resumed conversation has none.")
        return ""
    if not isinstance(text, str) or not 1 <= len(text) <= MAX_TEXT:
        raise InvalidRequest(f"text: must be a string of 1 to {MAX_TEXT} characters.")
    return disarm(text)


def _metadata(value: Any) -> dict[str, Any]:
    metadata = _object(value, "metadata", {"locale", "now", "customer", "tickets"})
    if not isinstance(metadata.get("locale", ""), str):
        raise InvalidRequest("metadata.locale: must be a string.")
    _check_clock(metadata.get("now"))
    customer = _object(metadata.get("customer", {}), "metadata.customer", set(_CUSTOMER))
    for name, given in customer.items():
        if given is not None and not isinstance(given, _CUSTOMER[name]):
            raise InvalidRequest(f"metadata.customer.{name}: must be a {_CUSTOMER[name].__name__} or null.")
    _check_tickets(metadata.get("tickets", []))
    return metadata


def _check_tickets(tickets: Any) -> None:
    if not isinstance(tickets, list):
        raise InvalidRequest("metadata.tickets: must be a list.")
    for ticket in tickets:
        _object(ticket, "metadata.tickets", set(_TICKET))
        for name, kind in _TICKET.items():
            if not isinstance(ticket.get(name), kind):
                raise InvalidRequest(f"metadata.tickets.{name}: must be a {kind.__name__}.")


def _check_clock(now: Any) -> None:
    """`now` may be absent, for a turn without one is told by the machine's clock; a wrong one is refused."""
    if now is None:
        return
    try:
        moment = datetime.fromisoformat(now)
    except (TypeError, ValueError) as error:
        raise InvalidRequest("metadata.now: must be an ISO 8601 time.") from error
    if moment.tzinfo is None:
        raise InvalidRequest("metadata.now: must have an offset.")
