"""What was sent, acknowledged and delivered, and what of it was lost, doubled or out of order.

Times are `time.perf_counter()` of this process, which holds both ends of every line.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

MILLISECONDS = 1000


@dataclass(slots=True)
class Sent:
    """One message: when it was due, when it was acknowledged and as which number."""

    conversation_id: str
    due_at: float
    acked_at: float | None = None
    seq: int = 0


@dataclass
class History:
    """`expected` counts a message once for each person who is to read it: both ends of the conversation."""

    sent: dict[str, Sent] = field(default_factory=dict)
    delivery_s: list[float] = field(default_factory=list)  # to the other end, of each message
    received: int = 0
    doubled: int = 0
    misordered: int = 0
    errors: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _read: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    _last: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))

    def send(self, client_id: str, conversation_id: str, *, due_at: float) -> None:
        self.sent[client_id] = Sent(conversation_id, due_at)

    def ack(self, frame: dict[str, Any], *, now: float) -> None:
        sent = self.sent[frame["client_id"]]
        sent.acked_at, sent.seq = now, frame["seq"]

    def refuse(self, frame: dict[str, Any]) -> None:
        self.errors[frame["code"]] += 1

    def read(self, reader: str, event: dict[str, Any], *, is_own: bool, now: float) -> None:
        """`reader` was told an event; numbers of one conversation are dense for every reader."""
        key = (reader, event["conversation_id"])
        seq = event["seq"]
        if seq in self._read[key]:
            self.doubled += 1
            return
        if seq != self._last[key] + 1:
            self.misordered += 1
        self._last[key] = seq
        self._read[key].add(seq)
        sent = self.sent.get(event.get("client_id") or "")
        if sent is not None:
            self.received += 1
            if not is_own:
                self.delivery_s.append(now - sent.due_at)

    def check_log(self, conversation_id: str, events: Iterable[dict[str, Any]]) -> int:
        """How many acknowledged messages the log lacks; doubles and disorder in it are counted."""
        kept: dict[str, int] = {}
        last = 0
        for event in events:
            self.misordered += event["seq"] != last + 1
            last = event["seq"]
            if client_id := event.get("client_id"):
                self.doubled += client_id in kept
                kept[client_id] = event["seq"]
        mine = [(key, sent) for key, sent in self.sent.items() if sent.conversation_id == conversation_id]
        return sum(sent.acked_at is not None and kept.get(key) != sent.seq for key, sent in mine)

    @property
    def acked(self) -> list[Sent]:
        return [sent for sent in self.sent.values() if sent.acked_at is not None]

    def row(self, *, lasted_s: float, readers: int) -> dict[str, Any]:
        """`readers` of each message; `reach` is what they received of what was acknowledged for them."""
        acked = self.acked
        expected = readers * len(acked)
        return {
            "sent": len(self.sent), "acked": len(acked), "delivered": self.received, "doubled": self.doubled,
            "misordered": self.misordered, "reach": round(self.received / expected, 6) if expected else 0.0,
            "errors": dict(self.errors), "per_second": round(len(acked) / lasted_s, 1),
            "ack_ms": percentiles([sent.acked_at - sent.due_at for sent in acked if sent.acked_at]),
            "delivery_ms": percentiles(self.delivery_s),
        }  # fmt: skip


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """The 50th, 95th and 99th and the largest, in milliseconds: of the values themselves, none in between."""
    ordered = sorted(seconds)
    if not ordered:
        return {}
    at = {f"p{percent}": ordered[min(len(ordered) - 1, percent * len(ordered) // 100)] for percent in (50, 95, 99)}
    return {name: round(value * MILLISECONDS, 1) for name, value in {**at, "max": ordered[-1]}.items()}
