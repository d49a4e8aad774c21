"""Several Rasa processes as if they were one: a conversation keeps to its process for as long as that one answers.

Rendezvous hashing: each conversation has its own order of the processes and talks to the first that is well, so that
when one dies only its conversations move, and when it is back only they return. How far a dialogue is stands in the
tracker store that the processes share.

When others take their place (a new model), every turn from then on is asked of those; turns under way are finished.
"""

import asyncio
import contextlib
import hashlib
from collections.abc import Callable, Sequence
from typing import Self

import structlog

from handoff.bot.addresses import Addresses
from handoff.bot.client import BotClient, BotFailed, TurnAnswer, TurnRequest

log = structlog.get_logger(__name__)
PROBE_EVERY_S = 1.0
MOVING = {"unreachable", "timeout"}  # failures that say something of the process, and not of the turn


class BotPool:
    """`clients` by name, the same names in every process of the service. One client alone is always asked."""

    def __init__(self, clients: Sequence[BotClient], names: Sequence[str]) -> None:
        self._clients = dict(zip(names, clients, strict=True))
        self._ill: set[str] = set()
        self._prober: asyncio.Task[None] | None = None
        self._retired: set[asyncio.Task[None]] = set()
        self._look: Callable[[], None] = lambda: None

    @classmethod
    def of(cls, addresses: Addresses, key: str, *, timeout_s: float) -> "BotPool":
        """Of those at `addresses`, which are looked at before each turn."""

        def made(url: str) -> BotClient:
            return BotClient(url, key, timeout_s=timeout_s)

        def look() -> None:
            if addresses.look():
                pool.take({url: pool._clients.get(url) or made(url) for url in addresses.urls}, drain_s=timeout_s)

        pool = cls([made(url) for url in addresses.urls], addresses.urls)
        pool._look = look
        return pool

    async def __aenter__(self) -> Self:
        self._prober = asyncio.create_task(self._probe_on(), name="bot-probe")
        return self

    async def __aexit__(self, *exc: object) -> None:
        for task in filter(None, (self._prober, *self._retired)):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        for client in self._clients.values():
            await client.__aexit__(*exc)

    def take(self, clients: dict[str, BotClient], *, drain_s: float) -> None:
        """From now on ask these. Those that are left may finish their turns, for which they have `drain_s`."""
        gone = [client for name, client in self._clients.items() if name not in clients]
        log.info("bot.others_take_over", processes=list(clients))
        self._clients = clients
        self._ill &= clients.keys()
        for client in gone:
            task = asyncio.create_task(_retire(client, drain_s))
            self._retired.add(task)
            task.add_done_callback(self._retired.discard)

    async def turn(self, request: TurnRequest) -> TurnAnswer:
        """Raises BotFailed. A process that cannot be reached costs no time: the next is asked in the same turn.

        One that answers too late has used the time of this turn; the conversation's next turn goes elsewhere.
        """
        self._look()
        unreachable, clients = BotFailed("unreachable"), self._clients
        for name in self.order(request.conversation_id):
            try:
                return await clients[name].turn(request)
            except BotFailed as failure:
                if failure.reason in MOVING:
                    self._fall_ill(name, failure.reason)
                if failure.reason != "unreachable":
                    raise
                unreachable = failure
        raise unreachable

    async def is_ready(self) -> bool:
        """Whether any process understands a probe sentence now."""
        self._look()
        return any(await asyncio.gather(*(client.is_ready() for client in self._clients.values())))

    def order(self, conversation_id: str) -> list[str]:
        """The processes in the order this conversation asks them: those that are well first."""
        ranked = sorted(self._clients, key=lambda name: _weight(name, conversation_id))
        return sorted(ranked, key=lambda name: name in self._ill)

    def _fall_ill(self, name: str, reason: str) -> None:
        if name in self._clients.keys() - self._ill and len(self._clients) > 1:
            log.warning("bot.process_ill", process=name, reason=reason)
            self._ill.add(name)

    async def probe(self) -> None:
        """Ask the ill ones whether they are well again."""
        for name in sorted(self._ill):
            if name in self._clients and await self._clients[name].is_ready():
                log.info("bot.process_well", process=name)
                self._ill.discard(name)

    async def _probe_on(self) -> None:
        while True:
            await asyncio.sleep(PROBE_EVERY_S)
            await self.probe()


async def _retire(client: BotClient, drain_s: float) -> None:
    try:
        await asyncio.sleep(drain_s)
    finally:
        await client.__aexit__(None, None, None)


def _weight(name: str, conversation_id: str) -> bytes:
    return hashlib.sha256(f"{name} {conversation_id}".encode()).digest()
