"""What lies between a browser and the service: a network that can be made bad, and a service that is a process."""

import asyncio
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import httpx

from handoff.settings import Settings
from rehearsal.engine import Child
from rehearsal.ports import own_port
from tests.faults.proxy import Proxy
from tests.storage import new_database


class Network:
    """A proxy of `tests.faults` before a port, with an event loop of its own: a browser's test has Playwright's."""

    def __init__(self, target_port: int) -> None:
        self._proxy = Proxy(target_port)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._proxy.__aenter__(), self._loop).result()
        self.url = self._proxy.url
        return self

    def __exit__(self, *exc: object) -> None:
        asyncio.run_coroutine_threadsafe(self._proxy.__aexit__(*exc), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def change(self, **weather: object) -> None:
        self._loop.call_soon_threadsafe(lambda: self._proxy.change(**weather))

    def cut(self) -> None:
        self._loop.call_soon_threadsafe(self._proxy.cut)


class Service(Child):
    """`python -m handoff` on a database of its own, without a bot. What it stands for to people: a `url` and a time."""

    def __init__(self, folder: Path, template: str) -> None:
        self.started_at = datetime.now(UTC)  # by its own clock, as it has no fake one
        url, port = new_database(template, folder), own_port()
        self.url = f"http://127.0.0.1:{port}"
        self.settings = Settings(_env_file=None, data_dir=folder, database_url=url, port=port)
        chosen = {
            "DATA_DIR": folder, "DATABASE_URL": url, "PORT": port, "BOT_URL": f"http://127.0.0.1:{own_port()}",
            "BOT_FAILURES_BEFORE_HANDOFF": 100,
        }  # fmt: skip
        environment = {f"ZHIKE_{name}": str(value) for name, value in chosen.items()}
        argv = [sys.executable, "-m", "handoff"]
        super().__init__("handoff", argv, environment, folder / "handoff.log", self._is_healthy)

    def _is_healthy(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz", trust_env=False, timeout=1).is_success
        except httpx.HTTPError:
            return False

    def serve(self) -> Self:
        self.start()
        self.wait_until_ready()
        return self
