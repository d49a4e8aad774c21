"""A bad network: a TCP proxy that delays, throttles, slices, holds back, cuts and forgets what passes through it.

TCP itself sends lost packets again, so a direction that is held keeps its bytes and delivers them when it is released;
only a cut loses them. That is what a program sees of a black hole, too.
"""

import asyncio
import contextlib
import random
from dataclasses import dataclass, field
from typing import Self

CHUNK = 65_536


@dataclass(slots=True)
class Weather:
    """How the network is now; changed at any time, for every connection at once. `held_*`: nothing passes that way."""

    delay_s: float = 0.0
    jitter_s: float = 0.0
    bytes_per_s: float = 0.0  # of each connection and direction; 0 for no limit
    slice_bytes: int = CHUNK
    held_up: bool = False  # to the service
    held_down: bool = False  # to the client
    is_deaf: bool = False  # that one side closed is not told to the other: half-open
    refuses: bool = False  # new connections


@dataclass(eq=False, slots=True)
class _Pair:
    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    pumps: list[asyncio.Task[None]] = field(default_factory=list)


class Proxy:
    """`async with Proxy(port) as proxy`: what connects to `proxy.port` reaches `port` through `proxy.weather`."""

    def __init__(self, target_port: int) -> None:
        self.weather = Weather()
        self.accepted = 0
        self._target_port = target_port
        self._pairs: set[_Pair] = set()
        self._handlers: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, backlog=2048)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._server.close()
        self.cut()
        for task in self._handlers:
            task.cancel()
        await asyncio.gather(*self._handlers, return_exceptions=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def change(self, **weather: object) -> None:
        """From now on, e.g. `change(held_down=True)`; what is not named is as in fair weather."""
        self.weather = Weather(**weather)
        self._changed.set()
        self._changed = asyncio.Event()

    def cut(self) -> None:
        """Reset every connection, on both sides; bytes under way are lost."""
        for pair in self._pairs:
            for side in (pair.client, pair.server):
                side.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._handlers.add(task)
        try:
            self.accepted += 1
            if not self.weather.refuses:
                await self._carry(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass  # the service is not there, or the test is over
        finally:
            self._handlers.discard(task)
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, server = await asyncio.open_connection("127.0.0.1", self._target_port)
        pair = _Pair(writer, server)
        self._pairs.add(pair)
        pair.pumps = [
            asyncio.create_task(self._pump(reader, server, is_up=True)),
            asyncio.create_task(self._pump(answers, writer, is_up=False)),
        ]
        try:
            await asyncio.wait(pair.pumps, return_when=asyncio.FIRST_COMPLETED)
            while self.weather.is_deaf:
                await self._changed.wait()
        finally:
            for pump in pair.pumps:
                pump.cancel()
            await asyncio.gather(*pair.pumps, return_exceptions=True)
            self._pairs.discard(pair)
            server.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, is_up: bool) -> None:
        with contextlib.suppress(OSError):
            while chunk := await reader.read(CHUNK):
                rest = memoryview(chunk)
                while rest:
                    size = max(1, self.weather.slice_bytes)
                    await self._travel(len(rest[:size]), is_up=is_up)
                    writer.write(bytes(rest[:size]))
                    await writer.drain()
                    rest = rest[size:]

    async def _travel(self, size: int, *, is_up: bool) -> None:
        weather = self.weather
        pause = weather.delay_s + random.uniform(-weather.jitter_s, weather.jitter_s)
        if weather.bytes_per_s:
            pause += size / weather.bytes_per_s
        await asyncio.sleep(max(0.0, pause))
        while self.weather.held_up if is_up else self.weather.held_down:
            await self._changed.wait()
