"""Lets the clock's timers go off: warnings, breaches and rungs of the ladder become history of their tickets."""

from datetime import datetime
from typing import Self

import structlog
from sqlalchemy.orm import Session

from handoff.clock import Clock
from handoff.database import Database
from handoff.settings import Settings
from handoff.sla import service
from handoff.ticket import history
from handoff.ticket import service as tickets
from handoff.watch import Watch

log = structlog.get_logger(__name__)
POLL_S = 2.0  # timers are promised within 5 s of their time, also after a restart
BATCH = 100  # timers a transaction, so that other writers get their turn between


class DeadlineWorker(Watch):
    """Looks for due timers every `POLL_S`; the rows are the record, so nothing is missed while it was not running."""

    def __init__(self, database: Database, *, clock: Clock, settings: Settings) -> None:
        super().__init__("deadlines", POLL_S)
        self._database, self._clock, self._settings = database, clock, settings

    async def __aenter__(self) -> Self:
        """Raises what is wrong with a policy or calendar file, so that the service does not start with it."""
        service.check_files(self._settings)
        tickets.check_files(self._settings)
        return await super().__aenter__()

    async def look(self) -> None:
        if fired := await self.tick():
            log.info("deadlines.timers_fired", count=fired)

    async def tick(self) -> int:
        """Fire everything that is due now; returns how many timers went off."""
        fired = 0
        now = self._clock.now()
        while await self._database.read(service.has_due, now):
            count = await self._database.write(fire_batch, now=now, settings=self._settings)
            if count == 0:  # another process holds the rest
                break
            fired += count
        return fired


def fire_batch(session: Session, *, now: datetime, settings: Settings) -> int:
    """Up to `BATCH` due timers and what they mean for their tickets, in one transaction; returns how many."""
    fired = service.fire_due(session, now=now, limit=BATCH)
    history.record_alarms(session, fired, now=now, settings=settings)
    return len(fired)
