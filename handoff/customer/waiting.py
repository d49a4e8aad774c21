"""What everybody who waits for a person sees, read once for all their sockets whenever the queue has changed."""

import asyncio
from typing import Any

from handoff.clock import Clock
from handoff.conversation.schemas import Snapshot
from handoff.customer import service
from handoff.database import Database
from handoff.realtime.hub import Hub
from handoff.realtime.messages import Changed


class Waiting:
    """A subscriber of the hub. Asked after a change, it answers with what was read after that change."""

    def __init__(self, database: Database, hub: Hub, *, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._reading: asyncio.Task[dict[str, Snapshot]] | None = None
        hub.subscribe(self, "queue")

    def hear(self, message: Any) -> None:
        if isinstance(message, Changed):
            self._reading = None

    async def find(self, conversation_id: str) -> Snapshot | None:
        """None when they do not wait any more. Raises StorageUnavailable."""
        if self._reading is None or self._has_failed(self._reading):
            self._reading = asyncio.create_task(self._read())
        snapshots = await asyncio.shield(self._reading)  # one who leaves takes it from nobody
        return snapshots.get(conversation_id)

    async def _read(self) -> dict[str, Snapshot]:
        return await self._database.read(service.waiting_snapshots, now=self._clock.now())

    @staticmethod
    def _has_failed(reading: asyncio.Task[Any]) -> bool:
        return reading.done() and (reading.cancelled() or reading.exception() is not None)
