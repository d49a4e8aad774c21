"""What a process looks at again and again."""

import asyncio
import contextlib
from typing import Self

import structlog

from handoff.errors import StorageBusy, StorageUnavailable

log = structlog.get_logger(__name__)


class Watch:
    """Looks every `every_s`, whatever came of the last look: what fails once must not end all that comes."""

    def __init__(self, name: str, every_s: float) -> None:
        self._name, self._every_s = name, every_s
        self._task: asyncio.Task[None] | None = None

    async def look(self) -> object:
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name=self._name)
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            try:
                await self.look()
            except (StorageUnavailable, StorageBusy):
                log.warning(f"{self._name}.storage_unavailable")
            except Exception as error:
                log.exception(f"{self._name}.failed", error=type(error).__name__)
            await asyncio.sleep(self._every_s)
