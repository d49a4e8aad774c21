"""The same scripted customers at three doors: our socket, and a bare Rasa's socket.io and REST channels.

A turn lasts from the sentence until the first thing the bot says to it. The next sentence follows at once, or when one
is due; at Rasa's socket.io channel when its handler is done: sent earlier it would wait a second at the lock of the
conversation.
A turn without an answer is an error: silence, a time-out, and at our door also the sentence that stands in for the bot.
"""

import asyncio
import itertools
import json
import time
import uuid
from abc import abstractmethod
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol, Self

import httpx

from benchmarks._chat.history import History
from benchmarks._chat.people import Customer
from benchmarks._chat.polling import Gone, Polling
from benchmarks._chat.service import Service
from benchmarks._talk import JSON, KINDS, Wire, sentences

ANSWER_S = 30.0  # waited for the first words; longer is an error
STAND_INS = ("fallback", "fallback_handoff", "withheld", "expired")  # said by the service in the bot's place
WEBHOOK = "/webhooks/rest/webhook"


class Failed(Exception):
    """A turn that was not answered; the message says how."""


class Visit(Protocol):
    """One conversation."""

    @abstractmethod
    async def ask(self, text: str) -> float:
        """Seconds to the first answer; returns when the next sentence may be said. Raises Failed."""

    @abstractmethod
    async def leave(self) -> None: ...


class Door(Protocol):
    """Where customers come in. `kinds` go on from round to round, so that every kind comes equally often everywhere."""

    name: str
    kinds: Iterator[str]

    @abstractmethod
    async def enter(self) -> Visit: ...


@dataclass
class Turns:
    """Seconds of each answered turn, and how often a turn failed in which way."""

    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def said(self) -> int:
        return len(self.seconds) + self.errors.total()


class Pace:
    """Moments at which a sentence is due, `rate` a second for all customers together; without a rate, at once."""

    def __init__(self, rate: float | None = None) -> None:
        self._due = itertools.count(time.monotonic(), 1 / rate) if rate else None

    async def wait(self) -> float:
        """Until the next moment that is nobody else's; the seconds that it is past, for who was not free in time."""
        if self._due is None:
            return 0.0
        early_s = next(self._due) - time.monotonic()
        await asyncio.sleep(early_s)
        return max(0.0, -early_s)


async def visits(door: Door, turns: Turns, pace: Pace, *, until: float) -> None:
    """One conversation after another, of the kind whose turn it is; one that fails is left."""
    while time.monotonic() < until:
        visit = await door.enter()
        try:
            for text, _ in sentences(next(door.kinds)):
                late_s = await pace.wait()
                if time.monotonic() >= until:
                    break
                turns.seconds.append(late_s + await visit.ask(text))
        except Failed as failed:
            turns.errors[str(failed)] += 1
        except (RuntimeError, OSError, EOFError) as error:  # an answer other than 200, or a line that broke
            turns.errors[type(error).__name__] += 1
        finally:
            await visit.leave()


def _metadata() -> dict[str, Any]:
    """What our service tells the bot of a customer whom nobody knows."""
    return {"locale": "zh-CN", "now": datetime.now(UTC).isoformat(), "customer": {"is_known": False}}


class OurDoor:
    """The customer socket of the service, which stores everything; `lost` counts afterwards what it did not."""

    name = "zhike, everything stored"

    def __init__(self, service: Service, http: httpx.AsyncClient) -> None:
        self._service, self._http = service, http
        self.kinds = itertools.cycle(KINDS)
        self.history = History()
        self._visited: list[OurVisit] = []

    async def enter(self) -> "OurVisit":
        visit = await OurVisit.arrives(self._service, self._http, self.history)
        await visit.opens()
        self._visited.append(visit)
        return visit

    async def lost(self) -> int:
        """Sentences that were acknowledged, and answers that were read, and are not in the log."""
        lost = 0
        for visit in self._visited:
            log = await visit.log()
            lost += self.history.check_log(visit.conversation_id, log)
            lost += len(visit.answers - {event["seq"] for event in log if _is_answer(event)})
        return lost


class OurVisit(Customer):
    """`answers` are the numbers of what the bot said. The log has one order: what follows the sentence answers it."""

    def __init__(self, *about: Any) -> None:
        super().__init__(*about)
        self.answers: set[int] = set()
        self._answer: asyncio.Future[dict[str, Any]] | None = None
        self._is_said = False  # the sentence that is to be answered stands in the log

    async def ask(self, text: str) -> float:
        self._answer, self._is_said = asyncio.get_running_loop().create_future(), False
        started = time.perf_counter()
        acked = self._send(self.conversation_id, due_at=started, text=text)
        try:
            async with asyncio.timeout(ANSWER_S):
                answer = await self._answer
                took_s = time.perf_counter() - started
                await acked
        except TimeoutError as error:
            raise Failed("no answer in time") from error
        if (name := answer["data"].get("name")) in STAND_INS:
            raise Failed(name)
        return took_s

    async def leave(self) -> None:
        self.line.cut()

    def _hear(self, frame: dict[str, Any]) -> None:
        super()._hear(frame)
        if self._answer is None or self._answer.done():
            pass
        elif frame["type"] == "error":
            self._answer.set_exception(Failed(frame["code"]))
        elif frame["type"] == "event" and self._is_said and _is_answer(frame["event"]):
            self._answer.set_result(frame["event"])
        if frame["type"] == "event":
            if _is_answer(frame["event"]):
                self.answers.add(frame["event"]["seq"])
            self._is_said = self._is_said or _is_own(frame["event"])


def _is_answer(event: dict[str, Any]) -> bool:
    return event["type"] == "message.created" and event["actor"]["kind"] == "bot"


def _is_own(event: dict[str, Any]) -> bool:
    return event["type"] == "message.created" and event["actor"]["kind"] == "customer"


class SocketDoor:
    """Rasa's own socket.io channel."""

    name = "rasa run, socket.io"

    def __init__(self, port: int) -> None:
        self._port = port
        self.kinds = itertools.cycle(KINDS)

    async def enter(self) -> "SocketVisit":
        return SocketVisit(await Polling.open(self._port))


class SocketVisit:
    def __init__(self, session: Polling) -> None:
        self._session = session

    async def ask(self, text: str) -> float:
        """Answered by the first `bot_uttered`, over with the ack of the handler."""
        took_s = None
        started = time.perf_counter()
        try:
            async with asyncio.timeout(ANSWER_S):
                number = await self._session.say({"message": text, "metadata": _metadata()})
                while True:
                    for packet in await self._session.hear():
                        if packet.kind == "event":
                            took_s = took_s or time.perf_counter() - started
                        elif packet.id == number:
                            return _answered(took_s)
        except TimeoutError as error:
            raise Failed("no answer in time") from error
        except Gone as error:
            raise Failed("session ended") from error

    async def leave(self) -> None:
        try:
            await self._session.leave()
        except (RuntimeError, OSError, EOFError):
            self._session.cut()


class RestDoor:
    """Rasa's REST channel: one request a turn, answered when the turn is over. The cheapest way to ask it."""

    name = "rasa run, REST"

    def __init__(self, port: int) -> None:
        self._port = port
        self.kinds = itertools.cycle(KINDS)

    async def enter(self) -> "RestVisit":
        return await RestVisit.to(self._port)


class RestVisit:
    def __init__(self, wire: Wire) -> None:
        self._wire, self._sender = wire, f"bench-{uuid.uuid4().hex}"

    @classmethod
    async def to(cls, port: int) -> Self:
        return cls(await Wire.to(port))

    async def ask(self, text: str) -> float:
        body = {"sender": self._sender, "message": text, "metadata": _metadata()}
        started = time.perf_counter()
        try:
            async with asyncio.timeout(ANSWER_S):
                answer = await self._wire.ask("POST", WEBHOOK, json.dumps(body).encode(), JSON)
        except TimeoutError as error:
            raise Failed("no answer in time") from error
        return _answered(time.perf_counter() - started if json.loads(answer) else None)

    async def leave(self) -> None:
        self._wire.close()


def _answered(took_s: float | None) -> float:
    if took_s is None:
        raise Failed("silent")
    return took_s
