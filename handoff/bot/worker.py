"""Gives the turns the bot owes: one at a time in a conversation, many conversations side by side."""

import asyncio
import time
from typing import Any, Self

import structlog

from handoff.bot import service, turns
from handoff.bot.client import BotClient, BotFailed, TurnAnswer, TurnRequest
from handoff.bot.forbidden import load_forbidden
from handoff.bot.service import OwedTurn
from handoff.bot.turnstile import Turnstile
from handoff.clock import Clock
from handoff.database import Database
from handoff.errors import StorageUnavailable
from handoff.metrics import BOT_TURN_SECONDS, BOT_TURNS
from handoff.realtime.hub import Hub
from handoff.realtime.messages import TurnOwed, Typing
from handoff.settings import Settings

log = structlog.get_logger(__name__)
STORAGE_RETRY_S = 1.0
LOOK_AGAIN_S = 0.1
TYPING_AFTER_S = 0.05  # a sign that is gone in less is only a flicker
PLACE_SHARE = 0.75  # of a turn's time may pass before it is given; what is left then is long for an answer
LATE_S = 0.1  # a client's own time-out comes first, and says more
DRAIN_S = 2.0  # for the turns under way when the process stops; whoever comes next gives those that take longer
SWEEP_S = 1.0  # between two looks for turns that nobody gives, since the process that owed them died


class BotWorker:
    """Wakes for `TurnOwed` of this process, and looks for what another one, or an earlier one, left owed."""

    def __init__(self, database: Database, hub: Hub, bot: BotClient, *, clock: Clock, settings: Settings) -> None:
        self._database, self._hub, self._bot = database, hub, bot
        self._clock, self._settings = clock, settings
        self._slots = asyncio.Semaphore(settings.bot_concurrency)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._turnstile = Turnstile(database)
        self._sweeper: asyncio.Task[None] | None = None
        self._is_stopping = False
        self._hears_all = database.is_sqlite  # there is no other process whose turns only a look would find
        self._again: set[str] = set()  # woken while running: their task may have looked just before the turn was owed

    async def __aenter__(self) -> Self:
        load_forbidden(self._settings.forbidden_file)  # a mistake in it is told at start
        self._hub.subscribe(self, "turns")
        for conversation_id in await self._database.read(service.list_owing):
            self._wake(conversation_id)
        if not self._database.is_sqlite:
            self._sweeper = asyncio.create_task(self._sweep_on(), name="bot-sweep")
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._hub.unsubscribe(self)
        self._is_stopping = True
        if self._running:
            await asyncio.wait(self._running.values(), timeout=DRAIN_S)
        tasks = [*self._running.values(), *([self._sweeper] if self._sweeper else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._turnstile.close()

    async def _sweep_on(self) -> None:
        """Wake what was owed at the last look too: what is younger is being given."""
        seen: set[str] = set()
        while True:
            await asyncio.sleep(SWEEP_S)
            try:
                owing = set(await self._database.read(service.list_owing))
                for conversation_id in (owing & seen) - self._running.keys():
                    self._wake(conversation_id)
                seen = owing
            except StorageUnavailable:
                log.warning("bot.sweep_storage_unavailable")
            except Exception as error:
                log.exception("bot.sweep_failed", error=type(error).__name__)

    def hear(self, message: Any) -> None:
        if isinstance(message, TurnOwed):
            self._wake(message.conversation_id, message.turn)

    def _wake(self, conversation_id: str, turn: OwedTurn | None = None) -> None:
        """One task a conversation, so that its turns are given one at a time and in order. `turn`: the first of them,
        if it was read already."""
        if self._is_stopping:
            return
        if conversation_id in self._running:
            self._again.add(conversation_id)
            return
        task = asyncio.create_task(self._give_turns(conversation_id, turn))
        self._running[conversation_id] = task
        task.add_done_callback(lambda _: self._rest(conversation_id))

    def _rest(self, conversation_id: str) -> None:
        task = self._running.pop(conversation_id)
        if conversation_id in self._again and not task.cancelled():
            self._again.discard(conversation_id)
            self._wake(conversation_id)
        if not task.cancelled() and (error := task.exception()):
            log.error("bot.worker_failed", conversation_id=conversation_id, error=type(error).__name__, exc_info=error)

    async def _give_turns(self, conversation_id: str, turn: OwedTurn | None) -> None:
        while not await self._turnstile.enter(conversation_id):  # another process gives a turn there
            await asyncio.sleep(LOOK_AGAIN_S)
            if self._is_stopping or await self._next_request(conversation_id) is None:
                return
        try:
            is_told = turn is not None and not turn.has_tickets  # of complaints there is more to read
            request = self._request_of(turn) if is_told else await self._next_request(conversation_id)
            while not self._is_stopping and request is not None:
                await self._give(request)
                if request.is_last and self._hears_all and conversation_id not in self._again:
                    return
                request = await self._next_request(conversation_id)
        finally:
            await asyncio.shield(self._turnstile.leave(conversation_id))

    async def _next_request(self, conversation_id: str) -> TurnRequest | None:
        self._again.discard(conversation_id)  # what woke us until now is on disk, where we look
        return await self._database.read(
            turns.build_request, conversation_id, now=self._clock.now(), settings=self._settings
        )

    def _request_of(self, turn: OwedTurn) -> TurnRequest:
        return turns.request_of(turn, (), now=self._clock.now(), settings=self._settings)

    async def _give(self, request: TurnRequest) -> None:
        actor = {"kind": "bot", "id": None, "name": self._settings.bot_name}
        loop, typing = asyncio.get_running_loop(), Typing(request.conversation_id, actor)
        shown = loop.call_later(TYPING_AFTER_S, self._hub.publish, typing)
        started = time.perf_counter()
        answer: TurnAnswer | None = None
        reason = "ok"
        try:
            answer = await self._answer(request)
        except BotFailed as error:
            reason = error.reason
        except Exception as error:
            reason = "bad_answer"
            log.exception("bot.client_failed", conversation_id=request.conversation_id, error=type(error).__name__)
        finally:
            shown.cancel()
        BOT_TURN_SECONDS.observe(time.perf_counter() - started)
        BOT_TURNS.labels(outcome=reason).inc()
        if reason != "ok":
            log.warning("bot.turn_failed", conversation_id=request.conversation_id, reason=reason)
        await self._record(request, answer, reason)

    async def _answer(self, request: TurnRequest) -> TurnAnswer:
        """Raises BotFailed, within `bot_timeout_s` of the first moment: who waits for a place waits no longer."""
        timeout_s = self._settings.bot_timeout_s
        until = asyncio.get_running_loop().time() + timeout_s + LATE_S
        try:
            async with asyncio.timeout(timeout_s * PLACE_SHARE):
                await self._slots.acquire()
            try:
                async with asyncio.timeout_at(until):
                    return await self._bot.turn(request)
            finally:
                self._slots.release()
        except TimeoutError as error:
            raise BotFailed("timeout") from error

    async def _record(self, request: TurnRequest, answer: TurnAnswer | None, reason: str) -> None:
        """Until it is on disk: a turn that stays owed would be given again and again."""
        about = {"now": self._clock.now(), "settings": self._settings}
        while True:
            try:
                if answer is not None:
                    await self._database.write(turns.record_answer, answer, **about)
                else:
                    await self._database.write(turns.record_failure, request.turn_id, reason, **about)
                return
            except StorageUnavailable:
                await asyncio.sleep(STORAGE_RETRY_S)
            except Exception as error:
                log.exception("bot.record_failed", conversation_id=request.conversation_id, error=type(error).__name__)
                if answer is None:
                    raise
                answer, reason = None, "bad_answer"
