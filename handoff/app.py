"""The service, built in one list: what there is, in the order it starts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from handoff import assembly
from handoff.agent.worker import AbsenceWatch, SessionWatch
from handoff.bot.addresses import Addresses
from handoff.bot.client import BotClient
from handoff.bot.pool import BotPool
from handoff.bot.worker import BotWorker
from handoff.clock import Clock, SystemClock
from handoff.conversation.worker import CatchUp
from handoff.customer.waiting import Waiting
from handoff.database import Database
from handoff.http import Services
from handoff.limits import Limits
from handoff.realtime.door import Door
from handoff.realtime.hub import Hub
from handoff.realtime.relay import Relay
from handoff.reply.policy import load_replies
from handoff.search.worker import Indexer
from handoff.secrets import with_secrets
from handoff.settings import Settings
from handoff.sla.worker import DeadlineWorker


def create_app(
    settings: Settings | None = None, *, clock: Clock | None = None, bot: BotPool | BotClient | None = None
) -> FastAPI:
    """Build the application; nothing starts before its lifespan does. Tests pass a fake clock and a stub bot."""
    settings = with_secrets(settings or Settings())
    load_replies(settings.replies_file)  # a mistake in it is told at start
    clock = clock or SystemClock()
    hub = Hub()
    database = Database(settings.sqlalchemy_url, listener=hub.listener, waiting_max=settings.writes_waiting_max)
    key = settings.bot_key.get_secret_value()
    pool = bot or BotPool.of(Addresses(settings.bot_urls, settings.bots_file), key, timeout_s=settings.bot_timeout_s)
    door = Door(
        most=settings.sockets_max, per_address=settings.sockets_per_address, per_person=settings.sockets_per_person
    )
    relay = Relay(hub, settings.redis_url, key=key)
    catch_up = CatchUp(database, hub, clock=clock)
    session_watch = SessionWatch(database, hub)
    absence = AbsenceWatch(database, hub, clock=clock, settings=settings)
    deadlines = DeadlineWorker(database, clock=clock, settings=settings)
    indexer = Indexer(database, clock=clock)
    worker = BotWorker(database, hub, pool, clock=clock, settings=settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        hub.bind(asyncio.get_running_loop())
        async with relay, catch_up, session_watch, absence, pool, worker, deadlines, indexer:
            yield
        database.close()

    app = FastAPI(title="Zhike", version="0.1.0", lifespan=lifespan, openapi_url="/api/v1/openapi.json", docs_url=None)
    app.state.services = Services(
        settings=settings, database=database, hub=hub, door=door, clock=clock, bot=pool, limits=Limits(settings, hub),
        absence=absence, waiting=Waiting(database, hub, clock=clock),
    )  # fmt: skip
    assembly.install(app)
    return app
