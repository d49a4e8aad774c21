"""Finds in the database what other processes did and nobody told us: then Redis is only speed.

Only where there can be other processes, on PostgreSQL.
"""

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Any, Self

import structlog
from sqlalchemy.orm import Session

from handoff.clock import Clock
from handoff.conversation import service
from handoff.database import Database
from handoff.metrics import CAUGHT_UP
from handoff.realtime.hub import Hub
from handoff.realtime.messages import Changed, LoggedEvent
from handoff.watch import Watch

log = structlog.get_logger(__name__)
POLL_S = 0.5  # half of the second that a lost hint may cost
GRACE_S = 0.1  # for what is stored already, and on its way to us
OVERLAP = timedelta(seconds=6)  # clocks of machines differ, and a transaction ends after the time it wrote down
HEARD_MAX = 20_000  # conversations
LISTS = ("queue", "mine", "tickets", "agents")


class CatchUp(Watch):
    """Compares the newest number of each conversation that changed lately with the newest that was heard here."""

    def __init__(self, database: Database, hub: Hub, *, clock: Clock) -> None:
        super().__init__("catch_up", POLL_S)
        self._database, self._hub, self._clock = database, hub, clock
        self._heard: OrderedDict[str, int] = OrderedDict()
        self._since = clock.now()

    async def __aenter__(self) -> Self:
        if self._database.is_sqlite:
            return self
        self._hub.subscribe(self, "staff")
        return await super().__aenter__()

    async def __aexit__(self, *exc: object) -> None:
        self._hub.unsubscribe(self)
        await super().__aexit__(*exc)

    def hear(self, message: Any) -> None:
        if isinstance(message, LoggedEvent):
            self._heard[message.conversation_id] = max(message.seq, self._heard.get(message.conversation_id, 0))
            self._heard.move_to_end(message.conversation_id)
            if len(self._heard) > HEARD_MAX:
                self._heard.popitem(last=False)

    async def look(self) -> int:
        """Tell the hub what it has not heard; returns how many events that was.

        What was stored a moment ago is heard in a moment: only what still is not is read.
        """
        started, since = self._clock.now(), self._since - OVERLAP
        changed = await self._database.read(service.list_changed, since=since)
        if self._behind(changed):
            await asyncio.sleep(GRACE_S)
        behind = self._behind(changed)
        missed = await self._database.read(_read_missed, behind, since=since) if behind else []
        self._since = started
        for event in missed:
            self._hub.receive(event)
        if missed:
            CAUGHT_UP.inc(len(missed))
            for topic in LISTS:
                self._hub.receive(Changed(topic))
        return len(missed)

    def _behind(self, changed: list[tuple[str, int]]) -> dict[str, int | None]:
        """What was heard last of those of which there is more."""
        return {each: self._heard.get(each) for each, newest in changed if self._heard.get(each, -1) < newest}


def _read_missed(session: Session, behind: dict[str, int | None], *, since: datetime) -> list[LoggedEvent]:
    return [service.logged(event) for event in service.list_missed(session, behind, since=since)]
