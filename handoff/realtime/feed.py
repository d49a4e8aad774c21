"""The events of one conversation, to one connection, in order and without a gap: from the log first, then live.

First load, recovery and a live event that came out of turn are one path: read the log after the last one sent.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from handoff.errors import StorageUnavailable
from handoff.realtime.connection import CloseCode, Connection
from handoff.realtime.messages import LoggedEvent

PAGE = 300  # events a read
Load = Callable[[int, int], Awaitable[list[dict[str, Any]]]]
View = Callable[[dict[str, Any]], dict[str, Any]]


class Feed:
    """`load(after_seq, limit)` reads staff events from the log; `view` makes of each what this reader may see."""

    def __init__(self, connection: Connection, *, load: Load, view: View, after_seq: int) -> None:
        self._connection = connection
        self._load = load
        self._view = view
        self._sent = after_seq
        self._newest = after_seq
        self._reading: asyncio.Task[None] | None = None

    def hear(self, event: LoggedEvent) -> None:
        """A committed event: sent at once when it is the next one, else the log is read."""
        self._newest = max(self._newest, event.seq)
        if self._reading is None and event.seq == self._sent + 1:
            self._sent = event.seq
            self._connection.send(self._frame(event.wire))
        elif self._newest > self._sent:
            self.start()

    def start(self) -> None:
        """Read the log from the last event sent to its end, unless that is under way."""
        if self._reading is None:
            self._reading = asyncio.create_task(self._read())

    def stop(self) -> None:
        if self._reading is not None:
            self._reading.cancel()

    async def _read(self) -> None:
        try:
            while True:
                heard = self._newest
                page = await self._load(self._sent, PAGE)
                for wire in page:
                    await self._connection.send_in_turn(self._frame(wire))
                    self._sent = wire["seq"]
                # Heard meanwhile: committed after the page was read, perhaps. Heard before and not in it: deleted.
                if len(page) < PAGE and (self._sent >= self._newest or self._newest == heard):
                    return
        except StorageUnavailable:
            self._connection.end(CloseCode.TOO_SLOW)  # it comes back and reads on; left alone it would miss this page
        finally:
            self._reading = None

    def _frame(self, wire: dict[str, Any]) -> dict[str, Any]:
        return {"type": "event", "event": self._view(wire)}
