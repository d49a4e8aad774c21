"""For machines that watch: `/healthz` (alive), `/readyz` (fit to serve), `/metrics` (Prometheus)."""

import asyncio
import hmac
import ipaddress
import time
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.orm import Session

from handoff import metrics, pages
from handoff.conversation.states import Priority
from handoff.errors import NotAllowed, StorageUnavailable
from handoff.http import Services, Svc, errors
from handoff.queue import service as queues

BOT_PROBE_TIMEOUT_S = 1.0
BOT_PROBE_EVERY_S = 5.0  # a probe is a turn of the interpreter: watchers must not load the bot
DATABASE_TIMEOUT_S = 3.0


def bot_probe(request: Request) -> "BotProbe":
    return request.app.state.bot_probe


Probe = Annotated["BotProbe", Depends(bot_probe)]
router = APIRouter(tags=["operation"])


class Health(BaseModel):
    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """`status` is about this process alone: with the bot away customers are still served, by people."""

    status: Literal["ready", "not_ready"]
    database: Literal["ok", "unavailable"]
    bot: Literal["ready", "not_ready"]
    pages: Literal["built", "missing"]


@router.get("/healthz")
async def healthz() -> Health:
    """200 while the process answers at all."""
    return Health()


@router.get("/readyz", responses={503: {"model": Readiness, "description": "The database does not answer"}})
async def readyz(svc: Svc, probe: Probe, response: Response) -> Readiness:
    """200 when requests can be served; says which part is away."""
    database, bot = await asyncio.gather(_is_database_well(svc), probe.is_ready(svc))
    if not database:
        response.status_code = 503
    return Readiness(
        status="ready" if database else "not_ready",
        database="ok" if database else "unavailable",
        bot="ready" if bot else "not_ready",
        pages="built" if pages.are_built() else "missing",
    )


@router.get("/metrics", responses=errors(NotAllowed), response_class=Response)
async def read_metrics(request: Request, svc: Svc, probe: Probe) -> Response:
    """Prometheus' text format. For callers on this machine, and elsewhere for those who hold `metrics_key`."""
    if not _may_read_metrics(request, svc):
        raise NotAllowed
    waiting, is_ready = await asyncio.gather(svc.database.read(queues.count_waiting), probe.is_ready(svc))
    for priority in range(Priority.NORMAL, Priority.EMERGENCY + 1):
        metrics.QUEUE_WAITING.labels(priority=priority).set(waiting.get(priority, 0))
    metrics.BOT_IS_READY.set(is_ready)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _may_read_metrics(request: Request, svc: Services) -> bool:
    key = svc.settings.metrics_key.get_secret_value()
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if key and hmac.compare_digest(given.encode(), key.encode()):
        return True
    try:
        return ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        return False


async def _is_database_well(svc: Services) -> bool:
    try:
        async with asyncio.timeout(DATABASE_TIMEOUT_S):
            await svc.database.read(_look)
    except (TimeoutError, StorageUnavailable):
        return False
    return True


def _look(session: Session) -> None:
    session.execute(text("SELECT 1 FROM conversation LIMIT 1"))


class BotProbe:
    """Remembers for a moment whether the bot was ready: watchers and scrapers must not load it."""

    def __init__(self) -> None:
        self._asked_at, self._is_ready = float("-inf"), False

    async def is_ready(self, svc: Services) -> bool:
        if time.monotonic() - self._asked_at > BOT_PROBE_EVERY_S:
            self._is_ready = await self._ask(svc)
            self._asked_at = time.monotonic()
        return self._is_ready

    @staticmethod
    async def _ask(svc: Services) -> bool:
        try:
            async with asyncio.timeout(BOT_PROBE_TIMEOUT_S):
                return await svc.bot.is_ready()
        except TimeoutError:
            return False
