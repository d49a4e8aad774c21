"""What services `publish` to the hub after COMMIT. Plain facts: the database stays the record."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """A new row of a conversation's log. `wire` is the event as staff read it (docs/wire.md)."""

    conversation_id: str
    seq: int
    type: str
    is_internal: bool
    wire: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReadMark:
    """Somebody has read up to `seq`. `side` is "customer" or "staff"."""

    conversation_id: str
    side: str
    seq: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A list is out of date: "queue", "mine", "tickets", "agents" or "conversation:<id>". A hint to fetch it again."""

    topic: str


@dataclass(frozen=True, slots=True)
class TurnOwed:
    """The bot owes a turn in this conversation. `turn`: the oldest it owes there, where nobody else could give it."""

    conversation_id: str
    turn: Any = None


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """A customer's or agent's session is over; its sockets close. `token_hash`, or all sessions of `agent_id`."""

    token_hash: str | None = None
    agent_id: str | None = None


@dataclass(frozen=True, slots=True)
class Typing:
    """Somebody is writing. Never stored. `is_internal`: customers do not hear of it."""

    conversation_id: str
    actor: dict[str, Any]
    is_internal: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """Somebody did what a rate limit counts; told to the other processes, which count it too. `key` is a digest."""

    limit: str
    key: str
