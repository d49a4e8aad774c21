"""Several Rasa processes as if they were one: a conversation keeps to its process for as long as that one answers.

Rendezvous hashing: each conversation has its own order of the processes and talks to the first that is well, so that
when one dies only its conversations move, and when it is back only they return. How far a dialogue is stands in the
tracker store that the processes share.
"""

import asyncio
import contextlib
import hashlib
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Self

import structlog

from handoff.bot.client import BotClient, BotFailed, TurnAnswer, TurnRequest

log = structlog.get_logger(__name__)
PROBE_EVERY_S = 1.0
MOVING = {"unreachable", "timeout"}  # failures that say something of the process, and not of the turn


class BotPool:
    """`clients` by name, the same names in every process of the service. One client alone is always asked."""

    def __init__(self, clients: Sequence[BotClient], names: Sequence[str]) -> None:
        self._clients = dict(zip(names, clients, strict=True))
        self._ill: set[str] = set()
        self._stack = AsyncExitStack()
        self._prober: asyncio.Task[None] | None = None

    @classmethod
    def of(cls, urls: Sequence[str], key: str, *, timeout_s: float) -> "BotPool":
        return cls([BotClient(url, key, timeout_s=timeout_s) for url in urls], urls)

    async def __aenter__(self) -> Self:
        for client in self._clients.values():
            await self._stack.enter_async_context(client)
        if len(self._clients) > 1:
            self._prober = asyncio.create_task(self._probe_on(), name="bot-probe")
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._prober is not None:
            self._prober.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._prober
        await self._stack.aclose()

    async def turn(self, request: TurnRequest) -> TurnAnswer:
        """Raises BotFailed. A process that cannot be reached costs no time: the next is asked in the same turn.

        One that answers too late has used the time of this turn; the conversation's next turn goes elsewhere.
        """
        unreachable = BotFailed("unreachable")
        for name in self.order(request.conversation_id):
            try:
                return await self._clients[name].turn(request)
            except BotFailed as failure:
                if failure.reason in MOVING:
                    self._fall_ill(name, failure.reason)
                if failure.reason != "unreachable":
                    raise
                unreachable = failure
        raise unreachable

    async def is_ready(self) -> bool:
        """Whether any process understands a probe sentence now."""
        return any(await asyncio.gather(*(client.is_ready() for client in self._clients.values())))

    def order(self, conversation_id: str) -> list[str]:
        """The processes in the order this conversation asks them: those that are well first."""
        ranked = sorted(self._clients, key=lambda name: _weight(name, conversation_id))
        return sorted(ranked, key=lambda name: name in self._ill)

    def _fall_ill(self, name: str, reason: str) -> None:
        if name not in self._ill and len(self._clients) > 1:
            log.warning("bot.process_ill", process=name, reason=reason)
            self._ill.add(name)

    async def probe(self) -> None:
        """Ask the ill ones whether they are well again."""
        for name in sorted(self._ill):
            if await self._clients[name].is_ready():
                log.info("bot.process_well", process=name)
                self._ill.discard(name)

    async def _probe_on(self) -> None:
        while True:
            await asyncio.sleep(PROBE_EVERY_S)
            await self.probe()


def _weight(name: str, conversation_id: str) -> bytes:
    return hashlib.sha256(f"{name} {conversation_id}".encode()).digest()
