"""Watches over staff: whose session ended in another process, and who vanished with customers in their hands."""

from datetime import timedelta

import structlog

from handoff.agent import service, sessions
from handoff.clock import Clock
from handoff.database import Database
from handoff.queue.policy import is_open
from handoff.realtime.hub import Hub
from handoff.realtime.messages import SessionEnded
from handoff.settings import Settings
from handoff.watch import Watch

log = structlog.get_logger(__name__)


class SessionWatch(Watch):
    """Closes the sockets of sessions that another process ended, also when nobody told us: within two seconds.

    With the embedded database that is the operator's `./zhike accounts`.
    """

    def __init__(self, database: Database, hub: Hub) -> None:
        super().__init__("session_watch", 1.0)
        self._database, self._hub = database, hub

    async def look(self) -> None:
        open_here = {hash for one in self._hub.subscribers("sessions") if (hash := getattr(one, "staff_session", None))}
        if open_here:
            for ended in await self._database.read(sessions.list_ended, open_here):
                self._hub.receive(SessionEnded(token_hash=ended))


class AbsenceWatch(Watch):
    """Takes note of who is there, and gives back to the queue what the others held.

    A sign of life is an open socket, or a request. A line that was cut is noticed after two pings, 20 s; with the
    30 s of `agent_absence_s` and the time between two looks the customer is back in the queue within a minute. Nobody
    is judged before this process has run that long itself: after an outage everybody is about to come back.
    """

    def __init__(self, database: Database, hub: Hub, *, clock: Clock, settings: Settings) -> None:
        super().__init__("absence_watch", 4.0)
        self._database, self._hub, self._clock, self._settings = database, hub, clock, settings
        self._allowed = timedelta(seconds=settings.agent_absence_s)
        self._began = clock.now()
        self._seen: set[str] = set()

    def saw(self, agent_id: str) -> None:
        self._seen.add(agent_id)

    async def look(self) -> None:
        now = self._clock.now()
        connected = {id for one in self._hub.subscribers("staff") if (id := getattr(one, "agent_id", None))}
        present, self._seen = self._seen | connected, set()
        if present:
            await self._database.write(service.mark_seen, present, now=now)
        since = now - self._allowed
        if since < self._began:
            return
        for agent_id in await self._database.read(service.list_unseen, since=since):
            within_hours = is_open(now, self._settings)
            if await self._database.write(
                service.record_absence, agent_id, since=since, is_within_hours=within_hours, now=now
            ):
                log.info("agent.absent", agent_id=agent_id)
