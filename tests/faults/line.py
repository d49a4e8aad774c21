"""A socket that comes back by itself, as the pages' does (`web/shared/socket.ts`, `backoff.ts`)."""

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from tests.faults.history import History

FIRST_S, LONGEST_S = 0.5, 8.0  # of the pages' back-off
STOPPING = 4503
ENDED = 4401


@dataclass(frozen=True, slots=True)
class Patience:
    """The pages' own limits; a test that would only wait for them shortens them."""

    ready_s: float = 10.0  # from the first packet to `ready`
    ack_s: float = 8.0
    ping_every_s: float = 20.0
    silence_s: float = 41.0  # a line silent for this long is dead


class Line:
    """`hello` is made anew for each connection; `on_frame` gets every frame but `pong`."""

    def __init__(
        self, url: str, path: str, history: History, *, hello: Callable[[], dict[str, Any]],
        on_frame: Callable[[dict[str, Any]], None], patience: Patience, headers: dict[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.ready = asyncio.Event()
        self.codes: list[int] = []  # of every close, 1006 for none
        self.lost_at: float | None = None
        self._url, self._origin = f"ws{url.removeprefix('http')}{path}", url
        self._history, self._hello, self._on_frame = history, hello, on_frame
        self._patience, self._headers = patience, headers
        self._socket: ClientConnection | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Hang up and stay away."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def send(self, frame: dict[str, Any]) -> bool:
        """False when there is no ready line, or it broke."""
        if not self.ready.is_set() or self._socket is None:
            return False
        try:
            await self._socket.send(json.dumps(frame))
        except ConnectionClosed:
            return False
        return True

    async def _keep(self) -> None:
        attempt = 0
        while True:
            was_ready = await self._live()
            attempt = 0 if was_ready else attempt + 1
            if self.lost_at is None:
                self.lost_at = time.monotonic()
            code = self.codes[-1]
            if code == ENDED:
                return
            longest = FIRST_S if code == STOPPING and attempt == 0 else min(LONGEST_S, FIRST_S * 2**attempt)
            await asyncio.sleep(longest * (0.5 + random.random() / 2))

    async def _live(self) -> bool:
        """One connection, until it is lost; returns whether it ever got ready."""
        was_ready = False
        code = 1006
        try:
            async with asyncio.timeout(self._patience.ready_s):
                self._socket = await connect(
                    self._url, origin=self._origin, additional_headers=self._headers, proxy=None, ping_interval=None,
                    open_timeout=None, close_timeout=0.2, max_size=None, max_queue=None,
                )  # fmt: skip
                await self._socket.send(json.dumps(self._hello()))
                while not was_ready:
                    was_ready = self._take(await self._socket.recv())
            await self._listen(self._socket)
        except ConnectionClosed as closed:
            code = closed.rcvd.code if closed.rcvd else 1006
        except (OSError, TimeoutError, EOFError, WebSocketException):
            pass  # nobody there, half an answer, or silence
        finally:
            self.ready.clear()
            if self._socket is not None:
                self._socket.transport.abort()  # the pages do not wait for a close either
            self._socket = None
        self.codes.append(code)
        return was_ready

    async def _listen(self, socket: ClientConnection) -> None:
        pinging = asyncio.create_task(self._ping(socket))
        try:
            while True:
                async with asyncio.timeout(self._patience.silence_s):
                    self._take(await socket.recv())
        finally:
            pinging.cancel()
            await asyncio.gather(pinging, return_exceptions=True)

    async def _ping(self, socket: ClientConnection) -> None:
        while True:
            await asyncio.sleep(self._patience.ping_every_s)
            await socket.send('{"type":"ping"}')

    def _take(self, data: str | bytes) -> bool:
        frame = json.loads(data)
        is_ready = frame["type"] == "ready"
        if is_ready:
            if self.lost_at is not None:
                self._history.recoveries.append(time.monotonic() - self.lost_at)
            self.lost_at = None
            self.ready.set()
        if frame["type"] != "pong":
            self._on_frame(frame)
        return is_ready
