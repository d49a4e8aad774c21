"""Brings what was said into the index of the search."""

import asyncio

from handoff.clock import Clock
from handoff.database import Database
from handoff.search import service
from handoff.watch import Watch

POLL_S = 2.0  # how long a word that is not of the newest message may take to be found
LOOK_S = 0.1  # how often a quiet moment is looked for while somebody waits to write
PATIENCE_S = 60.0  # for one: under full load the index falls behind, and nobody else


class Indexer(Watch):
    """Looks every `POLL_S`; after an upgrade it goes through the whole history once, from the oldest."""

    def __init__(self, database: Database, *, clock: Clock) -> None:
        super().__init__("indexer", POLL_S)
        self._database, self._clock = database, clock

    async def look(self) -> int:
        """Everything that is behind, in quiet moments; returns how many parts were written."""
        count, is_last = 0, False
        while not is_last:
            await self._wait_for_quiet()
            batch = await self._database.read(service.read_batch, now=self._clock.now())
            if batch.parts:
                await self._database.write(service.keep_batch, batch)
            count, is_last = count + len(batch.parts), batch.is_last
        return count

    async def _wait_for_quiet(self) -> None:
        waited_s = 0.0
        while self._database.is_busy and waited_s < PATIENCE_S:
            await asyncio.sleep(LOOK_S)
            waited_s += LOOK_S
