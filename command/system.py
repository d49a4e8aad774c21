"""The processes of the system: what each is started with, and when it is ready. README's table of parts, in code."""

import asyncio
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from command import ports
from command.model import rasa_environment
from command.paths import BOT_PYTHON, ROOT
from command.problem import Problem
from command.supervisor import Spec
from handoff.settings import Settings

BOT_READY_WITHIN_S = 180.0  # 17 s on two idle cores; a busy machine gets ten times that
READY_WITHIN_S = 60.0
PROBE_TIMEOUT_S = 2.0
REFUSING_S = 15.0  # with an open port; a model that loaded understands at once
# The C library's, eight a core by default: each keeps the 2 MiB that a thread once needed for pages of the database.
SERVICE_HEAPS = {"MALLOC_ARENA_MAX": "2"}
MODELS_THREADS = "1"  # of linear algebra: a turn is too small to share, and threads would take the service's core


@dataclass(frozen=True, slots=True)
class System:
    """`settings` with its secrets filled in; the ports are those the processes really get.

    Several workers share the public port, and each has one of `worker_ports` to itself, on loopback.
    """

    settings: Settings
    model: Path
    port: int
    bot_port: int
    actions_port: int
    more_bot_ports: tuple[int, ...] = ()
    worker_ports: tuple[int, ...] = ()
    bot_interface: str = "127.0.0.1"

    @property
    def logs(self) -> Path:
        return self.settings.data_dir / "logs"

    @property
    def url(self) -> str:
        """Where a browser on this machine finds the service."""
        host = self.settings.host
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
        return f"http://{shown}:{self.port}"

    def specs(self) -> list[Spec]:
        """In the order they are started; the actions first, for the bot asks them."""
        return [*self.bot_specs(), *self.service_specs()]

    def bot_specs(self) -> list[Spec]:
        """What serves a model: the actions, and the bots that ask them."""
        bots = [self._bot(f"bot-{number}", port) for number, port in enumerate(self.bot_ports, start=1)]
        return [self._actions(), *(bots if self.more_bot_ports else [self._bot("bot", self.bot_port)])]

    def service_specs(self) -> list[Spec]:
        workers = [self._worker(number, port) for number, port in enumerate(self.worker_ports, start=1)]
        return workers or [self._handoff()]

    def with_model(self, model: Path) -> "System":
        """The same system with another model, whose actions and bots have ports of their own: both run for a while."""
        bot_port, actions_port, *more = ports.free_ports(*[0] * (2 + len(self.more_bot_ports)))
        return replace(self, model=model, bot_port=bot_port, actions_port=actions_port, more_bot_ports=tuple(more))

    @property
    def bot_urls(self) -> list[str]:
        return [f"http://127.0.0.1:{port}" for port in self.bot_ports]

    @property
    def bots_file(self) -> Path:
        """Tells the service which bots to ask (`handoff.bot.addresses`)."""
        return self.settings.data_dir / "bots.json"

    def tell_bots(self) -> None:
        """From the next turn on the service asks these. Replaced as a whole, so that nobody reads half of it."""
        draft = self.bots_file.with_suffix(".new")
        draft.write_text(json.dumps(self.bot_urls), encoding="utf-8")
        draft.replace(self.bots_file)

    @property
    def bot_ports(self) -> tuple[int, ...]:
        return (self.bot_port, *self.more_bot_ports)

    def _actions(self) -> Spec:
        argv = [sys.executable, "-P", "-m", "actions", "--port", str(self.actions_port)]
        health = f"http://127.0.0.1:{self.actions_port}/health"
        return Spec("actions", argv, lambda: answers(health), self._log("actions"), self._environment(), READY_WITHIN_S)

    def _bot(self, name: str, port: int) -> Spec:
        run = ["run", "--interface", self.bot_interface, "-p", str(port), "--model", self.model]
        files = ["--credentials", "bot/credentials.yml", "--endpoints", "bot/endpoints.yml"]
        ready = f"http://127.0.0.1:{port}/webhooks/zhike/ready"
        key = self.settings.bot_key.get_secret_value()
        environment = {
            **self._environment(),
            **rasa_environment(),
            "ZHIKE_ACTIONS_URL": f"http://127.0.0.1:{self.actions_port}/webhook",
            "ZHIKE_BOT_TRACKER_DB": str(tracker_file(self.settings)),
            "OMP_NUM_THREADS": MODELS_THREADS,
            "TF_NUM_INTRAOP_THREADS": MODELS_THREADS,
            "TF_NUM_INTEROP_THREADS": MODELS_THREADS,
        }
        argv = [BOT_PYTHON, "-m", "rasa", *run, *files]
        return Spec(name, argv, BotReadiness(ready, key), self._log(name), environment, BOT_READY_WITHIN_S)

    def _handoff(self) -> Spec:
        return self._service("handoff", self.url, self._environment())

    def _worker(self, number: int, port: int) -> Spec:
        """Asked on its own port: on the public one another worker might answer for it."""
        environment = self._environment() | {"ZHIKE_WORKER_PORT": str(port)}
        return self._service(f"handoff-{number}", f"http://127.0.0.1:{port}", environment)

    def _service(self, name: str, url: str, environment: dict[str, str]) -> Spec:
        argv = [sys.executable, "-P", "-m", "handoff"]
        ready, alive = f"{url}/readyz", f"{url}/healthz"
        return Spec(
            name, argv, lambda: answers(ready), self._log(name), {**environment, **SERVICE_HEAPS}, READY_WITHIN_S,
            is_alive=lambda: answers(alive),  # without its database it is not ready, and a restart would not help
        )  # fmt: skip

    def _environment(self) -> dict[str, str]:
        return {
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "ZHIKE_DATA_DIR": str(self.settings.data_dir),
            "ZHIKE_PORT": str(self.port),
            "ZHIKE_BOT_URL": ",".join(self.bot_urls),
            "ZHIKE_BOTS_FILE": str(self.bots_file),
            "ZHIKE_ACTIONS_PORT": str(self.actions_port),
            "ZHIKE_BOT_KEY": self.settings.bot_key.get_secret_value(),
            "ZHIKE_CUSTOMER_TOKEN_KEY": self.settings.customer_token_key.get_secret_value(),
        }

    def _log(self, name: str) -> Path:
        return self.logs / f"{name}.log"


def tracker_file(settings: Settings) -> Path:
    """Where Rasa keeps how far each dialogue is."""
    return settings.data_dir / "bot-tracker.db"


def plan(settings: Settings, model: Path) -> System:
    """Refuses when the public port is taken. Of the inner ports others are found, unless the settings name one."""
    check_public_port(settings)
    check_workers(settings)
    chosen = settings.model_fields_set
    bot_port = urlsplit(settings.bot_urls[0]).port or 5005
    if "bot_url" in chosen:
        ports.check_free(bot_port, "127.0.0.1", what="the bot", remedy="change ZHIKE_BOT_URL")
    if "actions_port" in chosen:
        ports.check_free(settings.actions_port, "127.0.0.1", what="the actions", remedy="change ZHIKE_ACTIONS_PORT")
    workers = settings.workers if settings.workers > 1 else 0
    inner = ports.free_ports(bot_port, settings.actions_port, *[0] * (settings.bots - 1 + workers))
    return System(
        settings, model, port=settings.port, bot_port=inner[0], actions_port=inner[1],
        more_bot_ports=tuple(inner[2 : settings.bots + 1]), worker_ports=tuple(inner[settings.bots + 1 :]),
    )  # fmt: skip


def check_workers(settings: Settings) -> None:
    """Refuse several workers on the embedded database, which one process writes."""
    if settings.workers > 1 and settings.sqlalchemy_url.startswith("sqlite"):
        raise Problem(
            "Several workers need PostgreSQL: set ZHIKE_DATABASE_URL (docs/operations.md, More than one process)."
        )


def check_public_port(settings: Settings) -> None:
    """Refuses when somebody listens there."""
    remedy = "choose another with ./zhike up --port N"
    ports.check_free(settings.port, settings.host, what="the service", remedy=remedy)


async def answers(url: str) -> bool:
    """Whether `url` says 200. Anything else, also silence, is no."""
    return await _status(url) == httpx.codes.OK


class BotReadiness:
    """Rasa opens its port with a model it could not load, and refuses the probe ever after: then waiting is no use."""

    def __init__(self, url: str, key: str, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._url, self._key, self._monotonic = url, key, monotonic
        self._refusing_since: float | None = None

    async def __call__(self) -> bool:
        """Raises Problem when the port has been open for a while and the probe is still refused."""
        status = await _status(self._url, key=self._key)
        if status is None or status == httpx.codes.OK:
            self._refusing_since = None
            return status is not None
        self._refusing_since = self._refusing_since or self._monotonic()
        if self._monotonic() - self._refusing_since > REFUSING_S:
            raise Problem("The bot runs and does not understand its probe sentence.")
        return False


async def _status(url: str, *, key: str = "") -> int | None:
    """None when nobody answers in time. All of this is on loopback, so no certificates are loaded."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        async with asyncio.timeout(PROBE_TIMEOUT_S), httpx.AsyncClient(trust_env=False, verify=False) as http:  # noqa: S501
            return (await http.get(url, headers=headers)).status_code
    except (TimeoutError, httpx.HTTPError):
        return None
