"""Registered complaints as a turn knows them: those of the conversation, and the number a customer writes."""

import re
from dataclasses import dataclass

from rasa_sdk import Tracker

from actions.turn import Turn

_NUMBER = re.compile(r"ts[\s_-]*(\d{8})[\s_-]*([0-9a-z]{4,6})(?![0-9a-z])", re.IGNORECASE)


@dataclass(frozen=True)
class Known:
    """A complaint made in this conversation; `subject` is its product and issue (信用卡收费)."""

    number: str
    subject: str
    is_open: bool


def known_tickets(tracker: Tracker) -> list[Known]:
    """The complaints of this conversation, the newest first: the service tells them with every turn."""
    metadata = (tracker.latest_message or {}).get("metadata") or {}
    return [Known(t["number"], t["subject"], t["is_open"]) for t in metadata.get("tickets") or []]


def open_tickets(tracker: Tracker) -> list[Known]:
    """Those whose procedure is not over."""
    return [ticket for ticket in known_tickets(tracker) if ticket.is_open]


def ticket_number_in(turn: Turn) -> str | None:
    """The ticket number of the turn, as it is printed: TS20261122-7K3QM."""
    match = _NUMBER.search(turn.text)
    if match:
        return f"TS{match[1]}-{match[2].upper()}"
    return next((str(entity.value) for entity in turn.found("ticket_number")), None)


def without_number(text: str) -> str:
    """The text without its ticket number, whose digits are no phone."""
    return _NUMBER.sub(" ", text)
