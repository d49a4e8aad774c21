"""A running service to try things on: a real server on a free loopback port, a real database, a fake clock."""

import asyncio
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from handoff.app import create_app
from handoff.clock import FakeClock
from handoff.server import Server, new_server
from handoff.settings import Settings
from rehearsal.ports import OwnPort

STOPPED_WITHIN_S = 60.0  # half a second, but for a machine that is busy
START = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)  # a Friday, 10:30 in Shanghai: within office hours


class PromptServer(Server):
    """Sees at once that it is to stop; uvicorn looks every tenth of a second, which a thousand tests would wait for."""

    async def main_loop(self) -> None:
        while not await self.on_tick(0):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


class World:
    """One running service on the database in `folder`, which is migrated, or on the one its settings name.

    `restart()` stops it and starts it again on the same data and port.
    """

    def __init__(self, folder: Path, bot: Any, **settings: Any) -> None:
        self.clock = FakeClock(START)
        self.bot = bot
        self._own_port = OwnPort()
        self.port = self._own_port.number
        self.database_file = folder / "zhike.db"
        # Clocks are moved by days here, and nobody shall count as gone for that.
        chosen = {"sessions_per_minute": 10_000, "agent_absence_s": 10**9, **settings}
        self.settings = Settings(_env_file=None, data_dir=folder, port=self.port, **chosen)
        self.url = f"http://127.0.0.1:{self.port}"
        self.at_end: list[Callable[[], Any]] = []  # what people opened: clients, sockets

    def start(self) -> Self:
        self.app = create_app(self.settings, clock=self.clock, bot=self.bot)
        config = new_server(self.app, self.settings, finish_s=2).config
        self._server = PromptServer(config, self.app.state.services.door)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("the service did not start")
            time.sleep(0.005)
        return self

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(STOPPED_WITHIN_S)
        assert not self._thread.is_alive(), "the service did not stop"

    def end(self) -> None:
        """Everybody hangs up, then the service stops."""
        for close in reversed(self.at_end):
            close()
        self.stop()
        self._own_port.release()

    def restart(self) -> None:
        self.stop()
        self.start()
