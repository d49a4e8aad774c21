"""A customer's end of Rasa's socket.io channel, over Engine.IO's long polling: what the peer's customers talk through.

Not over a WebSocket, because none opens: the Sanic release that Rasa 3.6 is tied to hands coroutines to `asyncio.wait`,
which Python 3.11 refuses. So each sentence is a POST, and what comes of it is read by GETs. Both go over one connection
that stays open, the GET only while an answer is awaited: fewer requests than a browser makes.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from benchmarks._talk import Wire

PATH = "/socket.io/?EIO=4&transport=polling"
SEPARATOR = "\x1e"  # between the packets of one body
PLAIN = "Content-Type: text/plain;charset=UTF-8\r\n"
ENGINE = {"0": "open", "1": "close", "2": "ping", "3": "pong", "6": "noop"}
SOCKET = {"40": "connect", "41": "disconnect", "42": "event", "43": "ack", "44": "refused"}
CLOSE, PONG, CONNECT, EVENT = "1", "3", "40", "42"


class Gone(Exception):
    """The server ended the session, or would not begin one."""


@dataclass(frozen=True, slots=True)
class Packet:
    """`id` is the number an event was sent with, of its ack; `data` is the JSON, if there is any."""

    kind: str
    id: int | None = None
    data: Any = None


def packets(body: str) -> Iterator[Packet]:
    """What one GET has brought. Raises ValueError for what is no packet of the default namespace."""
    for packet in filter(None, body.split(SEPARATOR)):
        kind = SOCKET.get(packet[:2]) if packet[0] == "4" else ENGINE.get(packet[0])
        if kind is None:
            raise ValueError(f"no packet: {packet[:20]!r}")
        rest = packet[2:] if packet[0] == "4" else packet[1:]
        data = rest.lstrip("0123456789") if kind in ("event", "ack") else rest
        number = rest[: len(rest) - len(data)]
        yield Packet(kind, int(number) if number else None, json.loads(data) if data[:1] in ("{", "[") else None)


class Polling:
    """One session, which is one conversation: without `session_persistence` Rasa names it by its socket."""

    def __init__(self, wire: Wire, path: str) -> None:
        self._wire, self._path = wire, path
        self._last_id = 0

    @classmethod
    async def open(cls, port: int) -> Self:
        """Connected to the default namespace. Raises Gone."""
        wire = await Wire.to(port)
        try:
            opened = next(packets((await wire.ask("GET", PATH)).decode()))
            session = cls(wire, f"{PATH}&sid={opened.data['sid']}")
            await session._post(CONNECT)
            while all(packet.kind != "connect" for packet in await session._poll()):
                pass
        except BaseException:
            wire.close()
            raise
        return session

    async def say(self, sentence: dict[str, Any]) -> int:
        """Send a `user_uttered`; the number under which it will be acknowledged."""
        self._last_id += 1
        await self._post(f"{EVENT}{self._last_id}{json.dumps(['user_uttered', sentence], ensure_ascii=False)}")
        return self._last_id

    async def hear(self) -> list[Packet]:
        """The next events and acks; pings are answered. Raises Gone."""
        while True:
            if heard := [packet for packet in await self._poll() if packet.kind in ("event", "ack")]:
                return heard

    async def leave(self) -> None:
        """So that the server forgets the session."""
        await self._post(CLOSE)
        self.cut()

    def cut(self) -> None:
        self._wire.close()

    async def _post(self, packet: str) -> None:
        await self._wire.ask("POST", self._path, packet.encode(), PLAIN)

    async def _poll(self) -> list[Packet]:
        heard = list(packets((await self._wire.ask("GET", self._path)).decode()))
        for packet in heard:
            if packet.kind == "ping":
                await self._post(PONG)
            elif packet.kind in ("close", "disconnect", "refused"):
                raise Gone(packet.kind)
        return heard
