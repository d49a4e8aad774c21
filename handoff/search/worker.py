"""Brings what was said into the index of the search."""

import asyncio
import contextlib
from typing import Self

import structlog

from handoff.clock import Clock
from handoff.database import Database
from handoff.errors import StorageBusy, StorageUnavailable
from handoff.search import service

log = structlog.get_logger(__name__)
POLL_S = 2.0  # how long a word that is not of the newest message may take to be found
LOOK_S = 0.1  # how often a quiet moment is looked for while somebody waits to write
PATIENCE_S = 60.0  # for one: under full load the index falls behind, and nobody else


class Indexer:
    """Looks every `POLL_S`; after an upgrade it goes through the whole history once, from the oldest."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="indexer")
        return self

    async def __aexit__(self, *exc: object) -> None:
        assert self._task is not None
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def tick(self) -> int:
        """Everything that is behind; returns how many parts were written."""
        count, is_last = 0, False
        while not is_last:
            parts, is_last = await self._step()
            count += parts
        return count

    async def _step(self) -> tuple[int, bool]:
        batch = await self._database.read(service.read_batch, now=self._clock.now())
        if batch.parts:
            await self._database.write(service.keep_batch, batch)
        return len(batch.parts), batch.is_last

    async def _run(self) -> None:
        while True:
            await self._wait_for_quiet()
            is_last = True
            try:
                _, is_last = await self._step()
            except (StorageUnavailable, StorageBusy) as error:
                log.warning("search.storage_unavailable", error=type(error).__name__)
            except Exception as error:  # what cannot be indexed now must not end the search of what comes
                log.exception("search.tick_failed", error=type(error).__name__)
            await asyncio.sleep(POLL_S if is_last else 0)

    async def _wait_for_quiet(self) -> None:
        waited_s = 0.0
        while self._database.is_busy and waited_s < PATIENCE_S:
            await asyncio.sleep(LOOK_S)
            waited_s += LOOK_S
