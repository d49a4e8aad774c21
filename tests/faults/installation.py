"""An installation of its own for one test: service processes started and watched over as `zhike up` does it."""

import asyncio
import os
import signal
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Self

import httpx
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from command.paths import ROOT
from command.supervisor import Child, Supervisor
from command.system import System
from handoff.agent.models import Agent
from handoff.clock import SystemClock
from handoff.settings import Settings
from rehearsal.people import quick_hash
from rehearsal.ports import own_port
from tests.faults.waiting import until

KEYS = {"bot_key": "k" * 32, "customer_token_key": "t" * 32}
# Far above what the tests send: limits are not what is tried here.
GENEROUS = {
    "messages_per_minute": 100_000, "sessions_per_minute": 100_000, "sign_ins_per_minute": 1000,
    "frames_per_10_s": 100_000,
}  # fmt: skip


class Installation:
    """`folder` holds a migrated `zhike.db`, unless `database_url` names another. `module`: a test's way to start it."""

    def __init__(
        self, folder: Path, bot_url: str, *, workers: int = 0, module: str = "handoff", database_url: str = "",
        environment: dict[str, str] | None = None, **settings: object,
    ) -> None:  # fmt: skip
        port, *worker_ports = (own_port() for _ in range(1 + workers))
        self.folder, self.module, self.worker_ports = folder, module, tuple(worker_ports)
        self.url = f"http://127.0.0.1:{port}"
        self.port = port
        named = {"database_url": database_url, "bot_url": bot_url, **GENEROUS, **settings}
        self.settings = Settings(_env_file=None, data_dir=folder, port=port, **KEYS, **named)
        self.environment = {f"ZHIKE_{name.upper()}": str(value) for name, value in named.items()}
        self.environment |= environment or {}
        self.said: list[str] = []  # by the supervisor
        self.children: list[Child] = []
        self._ended: dict[int, int] = {}  # how often each had ended when it was killed
        self._supervisor = Supervisor(self.said.append)

    async def __aenter__(self) -> Self:
        await self._supervisor.__aenter__()
        system = System(
            self.settings, ROOT / "no model", port=self.port, bot_port=0, actions_port=0, worker_ports=self.worker_ports
        )
        for spec in system.specs():
            if spec.name.startswith("handoff"):
                argv = [*spec.argv[:-1], self.module]
                environment = {**spec.env, **self.environment}
                self.children.append(self._supervisor.start(replace(spec, argv=argv, env=environment)))
        await asyncio.gather(*(child.wait_until_ready() for child in self.children))
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._supervisor.__aexit__(*exc)

    def kill(self, number: int = 0, what: signal.Signals = signal.SIGKILL) -> None:
        """`kill -9`, wherever it is now, or another signal; it is started again at once."""
        self._ended[number] = len(self.children[number].exits)
        pid = self.children[number].pid
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, what)

    async def is_back(self, number: int = 0) -> float:
        """Wait until the process after the one that was killed serves; returns the seconds."""
        child, since = self.children[number], time.monotonic()
        await until(lambda: len(child.exits) > self._ended[number])
        while not await child.spec.is_ready():  # noqa: ASYNC110 — only asking tells
            await asyncio.sleep(0.02)
        return time.monotonic() - since

    async def has_ended(self, number: int = 0) -> None:
        """Wait until it died by itself."""
        child = self.children[number]
        self._ended[number] = 0
        await until(lambda: len(child.exits) > 0)

    async def metric(self, name: str, number: int = 0, *, label: str = "") -> float:
        """The sum over the labels, or over those that contain `label`, of one worker."""
        port = self.worker_ports[number] if self.worker_ports else self.port
        async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
            answer = await http.get(f"http://127.0.0.1:{port}/metrics")
        lines = [line for line in answer.text.splitlines() if line.startswith((f"{name}{{", f"{name} "))]
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if label in line)

    def log(self) -> str:
        """What the processes wrote, and the supervisor said."""
        texts = [child.spec.log.read_text(encoding="utf-8", errors="replace") for child in self.children]
        return "\n".join([*self.said, *texts])


def add_agents(settings: Settings, *usernames: str, capacity: int = 1000) -> None:
    """Accounts that `people.Agent` signs in to."""
    engine = create_engine(settings.sqlalchemy_url)
    hashed, now = quick_hash(), SystemClock().now()
    with Session(engine) as session, session.begin():
        for name in usernames:
            session.add(
                Agent(
                    id=f"a_{name}", username=name, name=name, role="agent", capacity=capacity, password_hash=hashed,
                    created_at=now,
                )
            )  # fmt: skip
    engine.dispose()
