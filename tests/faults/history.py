"""What happened in one run, written down as it happened and never changed: who sent what, what was acknowledged, what
each reader saw in which order, and at the end what the log holds."""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sent:
    """`sender` is one person with one outbox: their messages are to be stored in this order."""

    sender: str
    conversation_id: str
    client_id: str
    text: str
    at: float


@dataclass(frozen=True, slots=True)
class Acked:
    client_id: str
    seq: int
    at: float


@dataclass(frozen=True, slots=True)
class Row:
    """One event. `client_id` is empty where it has none, and `text` of what is no message."""

    seq: int
    client_id: str
    text: str

    @classmethod
    def of(cls, wire: dict) -> "Row":
        """Of either view: internal events are numbers alone, as customers see them."""
        is_message = wire["type"] == "message.created"
        return (
            cls(wire["seq"], wire["client_id"] or "", wire["data"]["text"]) if is_message else cls(wire["seq"], "", "")
        )


@dataclass(slots=True)
class Reader:
    """What one reader was shown, in order, of the events after `after_seq`."""

    name: str
    conversation_id: str
    after_seq: int = 0
    seen: list[Row] = field(default_factory=list)
    seen_at: list[float] = field(default_factory=list)  # monotonic, of each in `seen`
    has_caught_up: bool = False  # told that there is nothing more: must have seen everything

    def show(self, row: Row) -> None:
        self.seen.append(row)
        self.seen_at.append(time.monotonic())

    def saw_at(self, client_id: str) -> float | None:
        """When it was shown; None when it was not."""
        found = (at for row, at in zip(self.seen, self.seen_at, strict=True) if row.client_id == client_id)
        return next(found, None)


class History:
    """`recoveries`: seconds between losing the line and being served again, of everybody who lost it."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.acked: list[Acked] = []
        self.readers: list[Reader] = []
        self.logs: dict[str, list[Row]] = {}
        self.recoveries: list[float] = []
        self.at_end: list[Callable[[], Awaitable[None]]] = []  # what people opened

    def send(self, sender: str, conversation_id: str, client_id: str, text: str) -> None:
        self.sent.append(Sent(sender, conversation_id, client_id, text, time.monotonic()))

    def ack(self, client_id: str, seq: int) -> None:
        self.acked.append(Acked(client_id, seq, time.monotonic()))

    def reader(self, name: str, conversation_id: str, *, after_seq: int = 0) -> Reader:
        reader = Reader(name, conversation_id, after_seq)
        self.readers.append(reader)
        return reader

    def log(self, conversation_id: str, rows: Sequence[Row]) -> None:
        """What is stored in the end."""
        self.logs[conversation_id] = list(rows)
