"""Lets sockets in while there is room for them, and shows them all out when the process stops.

The counts are of this process. A socket keeps to one process, so several of them hold several times as many.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from handoff.errors import TooManyRequests
from handoff.metrics import REFUSED
from handoff.realtime.connection import CloseCode, Closed, Connection

RETRY_S = 5  # what a refused client waits (docs/wire.md, 4429)
GOODBYE_S = 0.2  # for browsers to answer the close code before their lines are cut
LEAVE_S = 3.0  # for the frames at hand to be answered, and for everybody to hear that we stop


class TooManySockets(TooManyRequests):
    """The process, the address or the person has as many sockets open as they may."""

    code, message = "too_many_sockets", "同时打开的聊天窗口过多，请关闭一些，或稍后再试。"


class Door:
    """`per_address` and `per_person` count sockets of one network address, and of one customer or agent."""

    def __init__(self, *, most: int, per_address: int, per_person: int) -> None:
        self._most, self._per_address, self._per_person = most, per_address, per_person
        self._inside: set[Connection] = set()
        self._counts: Counter[str] = Counter()
        self._is_empty = asyncio.Event()
        self._is_closed = False

    @contextmanager
    def admitted(self, connection: Connection, address: str) -> Iterator[None]:
        """Inside the block the socket counts. Raises Closed, after an `error` frame that says when to come back."""
        if self._is_closed:
            raise Closed(CloseCode.STOPPING)
        if len(self._inside) >= self._most:
            self._refuse(connection)
        self._inside.add(connection)
        self._is_empty.clear()
        try:
            with self._counted(connection, f"address {address}", self._per_address):
                yield
        finally:
            self._inside.discard(connection)
            if not self._inside:
                self._is_empty.set()

    @contextmanager
    def known(self, connection: Connection, person: str) -> Iterator[None]:
        """From the moment it is known whose socket it is. Raises Closed as `admitted` does."""
        with self._counted(connection, f"person {person}", self._per_person):
            yield

    async def close(self) -> None:
        """Nobody comes in any more, and everybody is told to come back elsewhere. Returns when they have gone."""
        self._is_closed = True
        if not self._inside:
            return
        for connection in tuple(self._inside):
            connection.end(CloseCode.STOPPING)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._is_empty.wait(), LEAVE_S)
        await asyncio.sleep(GOODBYE_S)

    @contextmanager
    def _counted(self, connection: Connection, key: str, most: int) -> Iterator[None]:
        if self._counts[key] >= most:
            self._refuse(connection)
        self._counts[key] += 1
        try:
            yield
        finally:
            self._counts[key] -= 1
            if not self._counts[key]:
                del self._counts[key]

    @staticmethod
    def _refuse(connection: Connection) -> None:
        REFUSED.labels(reason="sockets").inc()
        connection.send_error(TooManySockets(retry_after_s=RETRY_S))
        raise Closed(CloseCode.TOO_MANY)
