"""The service under load: real processes as `zhike up` starts them, a database of their own, a stub bot or the bot."""

import asyncio
import dataclasses
import sys
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psutil
from sqlalchemy import create_engine, text

from command.paths import ROOT
from command.supervisor import Child, Spec, Supervisor
from command.system import System, answers
from handoff import migrations
from handoff.agent import service as agents
from handoff.database import Database
from handoff.secrets import with_secrets
from handoff.settings import Settings
from rehearsal.ports import own_port

MANY = str(10**6)
LIMITS = (
    "MESSAGES_PER_MINUTE", "SESSIONS_PER_MINUTE", "SIGN_INS_PER_MINUTE", "FRAMES_PER_10_S", "SOCKETS_MAX",
    "SOCKETS_PER_ADDRESS",
)  # fmt: skip
MIB = 2**20


@dataclass(frozen=True)
class Where:
    """On what the service runs. `database` is a PostgreSQL server's URL without a database, or empty for SQLite."""

    database: str = ""
    redis: str = ""
    workers: int = 1

    @property
    def name(self) -> str:
        kind = "PostgreSQL" if self.database else "SQLite"
        return f"{kind}{' + Redis' if self.redis else ''}, {self.workers} worker{'s' * (self.workers > 1)}"


@dataclass(frozen=True)
class Usage:
    """CPU seconds since their start, resident MiB and open descriptors, of some processes together."""

    cpu_s: float
    resident_mib: float
    descriptors: int

    @classmethod
    def of(cls, *pids: int) -> "Usage":
        processes = [psutil.Process(pid) for pid in pids]
        times = [process.cpu_times() for process in processes]
        resident = sum(process.memory_info().rss for process in processes) / MIB
        return cls(sum(t.user + t.system for t in times), resident, sum(process.num_fds() for process in processes))


@dataclass(frozen=True)
class Service:
    """`admin` is the password of the first administrator; `database_url` is the service's own.

    `children` are what is measured: with a model the bot and the actions too, never the stub.
    """

    port: int
    admin: str
    database_url: str
    children: list[Child]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def usage(self) -> Usage:
        return Usage.of(*(child.pid for child in self.children if child.pid))


@asynccontextmanager
async def running(where: Where, folder: Path, model: Path | None = None) -> AsyncIterator[Service]:
    """Migrated, ready, and gone at the end with its database. With a `model` the bot answers, else a stub."""
    url = _new_database(where)
    settings = with_secrets(Settings(_env_file=None, data_dir=folder, workers=where.workers, database_url=url))
    try:
        await asyncio.to_thread(migrations.upgrade, settings.sqlalchemy_url)
        admin = await _make_admin(settings.sqlalchemy_url)
        port, bot, actions, *workers = (own_port() for _ in range(3 + where.workers))
        system = System(
            settings, model or folder, port=port, bot_port=bot, actions_port=actions,
            worker_ports=tuple(workers) if where.workers > 1 else (),
        )  # fmt: skip
        async with Supervisor(lambda said: print(said, file=sys.stderr)) as supervisor:
            chosen = {f"ZHIKE_{name}": MANY for name in LIMITS}
            chosen |= {"ZHIKE_DATABASE_URL": url, "ZHIKE_REDIS_URL": where.redis}
            if model is None:
                chosen["ZHIKE_BOT_CONCURRENCY"] = "64"
            bots = [supervisor.start(spec) for spec in (system.bot_specs() if model else [_stub(bot, folder)])]
            children = [
                supervisor.start(dataclasses.replace(spec, env={**spec.env, **chosen}))
                for spec in system.service_specs()
            ]
            for child in (*bots, *children):
                await child.wait_until_ready()
            yield Service(port, admin, settings.sqlalchemy_url, [*bots, *children] if model else children)
    finally:
        _drop_database(where, url)


def _stub(port: int, folder: Path) -> Spec:
    argv = [sys.executable, "-P", "-m", "benchmarks._chat.stub_bot", str(port)]
    ready, log = f"http://127.0.0.1:{port}/ready", folder / "logs" / "bot.log"
    return Spec("stub bot", argv, lambda: answers(ready), log, {"PYTHONPATH": str(ROOT)})


async def _make_admin(url: str) -> str:
    database = Database(url)
    try:
        made = await database.write(agents.create_first_accounts, now=datetime.now(UTC))
    finally:
        await asyncio.to_thread(database.close)
    return next(password for username, _, password in made if username == "admin")


def _new_database(where: Where) -> str:
    if not where.database:
        return ""
    name = f"zhike_bench_{uuid.uuid4().hex[:8]}"
    _administer(where, f"CREATE DATABASE {name}")
    return f"{where.database}/{name}"


def _drop_database(where: Where, url: str) -> None:
    if url:
        _administer(where, f"DROP DATABASE IF EXISTS {url.rpartition('/')[2]} WITH (FORCE)")


def _administer(where: Where, statement: str) -> None:
    engine = create_engine(f"{where.database}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def client(service: Service) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=f"{service.url}/api/v1", trust_env=False, timeout=60)
