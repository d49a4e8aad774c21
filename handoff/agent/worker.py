"""Closes the sockets of staff sessions that another process ended, also when nobody told us.

Only where there can be other processes, on PostgreSQL; a socket outlives its session by two seconds at most.
"""

import asyncio
import contextlib
from typing import Self

import structlog

from handoff.agent import sessions
from handoff.database import Database
from handoff.errors import StorageUnavailable
from handoff.realtime.hub import Hub
from handoff.realtime.messages import SessionEnded

log = structlog.get_logger(__name__)
POLL_S = 1.0


class SessionWatch:
    """Asks of all sessions that have a socket here, in one query, whether they still are."""

    def __init__(self, database: Database, hub: Hub) -> None:
        self._database, self._hub = database, hub
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        if not self._database.is_sqlite:
            self._task = asyncio.create_task(self._run(), name="session-watch")
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def look(self) -> None:
        open_here = {hash for one in self._hub.subscribers("sessions") if (hash := getattr(one, "staff_session", None))}
        if open_here:
            for ended in await self._database.read(sessions.list_ended, open_here):
                self._hub.receive(SessionEnded(token_hash=ended))

    async def _run(self) -> None:
        while True:
            try:
                await self.look()
            except StorageUnavailable:
                log.warning("session_watch.storage_unavailable")
            except Exception as error:
                log.exception("session_watch.failed", error=type(error).__name__)
            await asyncio.sleep(POLL_S)
