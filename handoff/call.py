"""A service call on its way to the database and back: what to run, what came of it, who waits for it."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from handoff.errors import StorageBusy, StorageUnavailable
from handoff.metrics import REFUSED
from handoff.quick import Quick


class Call:
    """Made on the event loop of who waits."""

    def __init__(self, verb: Callable[[Session], Any], quick: Callable[[], Quick] | None = None) -> None:
        self.verb, self.quick = verb, quick
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()
        self.result: Any = None
        self.error: BaseException | None = None
        self.published: list[Any] = []
        self._turn = [None]  # who pops it, the writer or the caller's patience, has the call: `pop` is atomic

    @property
    def is_over(self) -> bool:
        return self.future.done()

    def begin(self) -> bool:
        """For the writer. False when nobody waits any more: then it must not be run."""
        return not self.future.cancelled() and self._take()

    def put_back(self) -> None:
        """For who began it and kept nothing of it: it stands in line again."""
        self._turn.append(None)

    def give_up(self) -> None:
        """Wait no longer, unless it is being run. On the caller's loop."""
        if self._take():
            REFUSED.labels(reason="writes").inc()
            self.future.set_exception(StorageBusy())

    def _take(self) -> bool:
        try:
            self._turn.pop()
        except IndexError:
            return False
        return True

    def fail(self, error: SQLAlchemyError) -> None:
        self.error = StorageUnavailable()
        self.error.__cause__ = error

    def settle(self) -> None:
        """On the caller's loop."""
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


def settle(batch: list[Call]) -> None:
    """Wake each loop once for all of its callers."""
    for loop in {call.loop for call in batch}:
        calls = [call for call in batch if call.loop is loop]
        with contextlib.suppress(RuntimeError):  # closed: nobody waits there any more
            loop.call_soon_threadsafe(_settle_all, calls)


def _settle_all(calls: list[Call]) -> None:
    for call in calls:
        call.settle()
