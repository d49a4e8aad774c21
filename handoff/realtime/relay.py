"""Carries what this process publishes to the other processes, over Redis, and theirs to our hub.

Redis is only speed. What it loses, or what is said while it is gone, the other processes find in the database within
a second (`conversation.worker`, `agent.worker`). So nothing here waits for Redis, and nothing is sent again.
"""

import asyncio
import contextlib
import hashlib
import json
import uuid
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Self

import structlog

from handoff.metrics import RELAY_IS_UP, RELAY_MESSAGES
from handoff.realtime.hub import Hub
from handoff.realtime.messages import Changed, Counted, LoggedEvent, ReadMark, SessionEnded, TurnOwed, Typing

if TYPE_CHECKING:
    from redis.asyncio import Redis

log = structlog.get_logger(__name__)
KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (Changed, Counted, LoggedEvent, ReadMark, SessionEnded, Typing)
}  # not TurnOwed: who stored the message gives the turn
_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in KINDS.values()}
WAITING_MAX = 10_000  # messages; beyond it hints are dropped, since a Redis that is this far behind is no help
BATCH_MAX = 200  # messages in one publication
TIMEOUT_S = 1.0  # for Redis to answer anything
PAUSE_S = 0.5  # before the next attempt to reach it


class Relay:
    """`key`: a secret that all processes of one installation share; it names their channel in a Redis they may not own
    alone. Without a `url` the relay does nothing."""

    def __init__(self, hub: Hub, url: str, *, key: str) -> None:
        self._hub, self._url = hub, url
        self._channel = f"zhike:{hashlib.sha256(f'relay {key}'.encode()).hexdigest()[:16]}"
        self._name = uuid.uuid4().hex
        self._mark = encode(self._name, []).removesuffix(b'"messages":[]}')  # how all that is ours begins
        self._waiting: asyncio.Queue[Any] = asyncio.Queue(WAITING_MAX)
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        if self._url:
            self._hub.subscribe(self, "ours")
            self._tasks = [asyncio.create_task(self._keep(self._send)), asyncio.create_task(self._keep(self._listen))]
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._hub.unsubscribe(self)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def hear(self, message: Any) -> None:
        if not isinstance(message, TurnOwed):
            with contextlib.suppress(asyncio.QueueFull):
                self._waiting.put_nowait(message)

    async def _keep(self, work: Any) -> None:
        """Do `work` with a connection of its own, and again whenever Redis fails it."""
        from redis.asyncio import Redis  # here, for it takes a fifth of a start, and a process alone does without
        from redis.exceptions import RedisError

        while True:
            try:
                async with Redis.from_url(
                    self._url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S, health_check_interval=1
                ) as redis:
                    await work(redis)
            except (RedisError, OSError, TimeoutError) as error:
                RELAY_IS_UP.set(0)
                log.warning("relay.unreachable", error=type(error).__name__)
            await asyncio.sleep(PAUSE_S)

    async def _send(self, redis: "Redis[bytes]") -> None:
        while not self._waiting.empty():  # of the time Redis was away: found in the database by now
            self._waiting.get_nowait()
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < BATCH_MAX and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            await redis.publish(self._channel, encode(self._name, batch))
            RELAY_MESSAGES.labels(direction="sent").inc(len(batch))

    async def _listen(self, redis: "Redis[bytes]") -> None:
        async with redis.pubsub(ignore_subscribe_messages=True) as subscription:
            await subscription.subscribe(self._channel)
            RELAY_IS_UP.set(1)
            while True:
                received = await subscription.get_message(timeout=TIMEOUT_S)
                if received is None:
                    await redis.ping()  # a frozen Redis keeps its sockets open
                elif received["type"] == "message":
                    self._take(received["data"])

    def _take(self, data: bytes) -> None:
        if data.startswith(self._mark):  # our own, which comes back to us
            return
        try:
            _, messages = decode(data)
        except (ValueError, TypeError, KeyError) as error:
            log.warning("relay.garbage", error=type(error).__name__)
            return
        RELAY_MESSAGES.labels(direction="received").inc(len(messages))
        for message in messages:
            self._hub.receive(message)


def encode(sender: str, messages: list[Any]) -> bytes:
    listed = [[type(message).__name__, _fields(message)] for message in messages]
    return json.dumps({"sender": sender, "messages": listed}, ensure_ascii=False, separators=(",", ":")).encode()


def _fields(message: Any) -> dict[str, Any]:
    """As `dataclasses.asdict`, which would copy every dictionary in it first."""
    return {name: getattr(message, name) for name in _NAMES[type(message)]}


def decode(data: bytes) -> tuple[str, list[Any]]:
    """Raises ValueError, TypeError or KeyError for what `encode` did not write."""
    envelope = json.loads(data)
    return envelope["sender"], [KINDS[kind](**fields) for kind, fields in envelope["messages"]]
