"""One WebSocket, customer's or agent's: frames in, frames out, limits, and an end with a reason.

A connection hears of committed facts from the hub without blocking it. A reader too slow for its bounded queue is cut
off (4504) instead of being skipped: it comes back and reads what it missed from the log.
"""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Awaitable, Callable
from enum import IntEnum
from typing import Any

import structlog
from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from handoff.errors import InvalidRequest, ZhikeError

FRAME_MAX_BYTES = 64 * 1024  # a message of 2,000 four-byte characters, JSON-escaped, is 24 KiB
WS_MAX_BYTES = 16 * FRAME_MAX_BYTES  # the server itself hangs up (1009): far above, so that we can say why below
HELLO_TIMEOUT_S = 5.0
OUT_MAX = 1_000  # frames waiting for a slow reader: about 1 MiB at most
BAD_FRAMES_MAX = 20  # refused frames before a peer is given up
ANSWER_S = 2.0  # for the frame at hand, when the process stops
WINDOW_S = 10.0  # in which frames are counted

log = structlog.get_logger(__name__)


class CloseCode(IntEnum):
    """Why the server closed; docs/wire.md tells what the client does then."""

    BAD_FRAME = 4400
    NO_SESSION = 4401
    NO_HELLO = 4408
    TOO_LARGE = 4413
    TOO_MANY = 4429
    STOPPING = 4503
    TOO_SLOW = 4504


class InvalidFrame(InvalidRequest):
    code, message = "invalid_frame", "收到的数据格式有误。"


class Closed(Exception):
    """The connection is over; `code` says why, None when the peer went."""

    def __init__(self, code: CloseCode | None = None) -> None:
        self.code = code
        super().__init__(code)


class Connection:
    """Wraps an accepted socket. `frames` validates what comes in; `send` never blocks; `run` owns the whole life."""

    def __init__(self, socket: WebSocket, frames: TypeAdapter[Any], *, frames_max: int) -> None:
        self._socket = socket
        self._frames = frames
        self._out: asyncio.Queue[dict[str, Any]] = asyncio.Queue(OUT_MAX)
        self._has_room = asyncio.Event()
        self._ending: asyncio.Future[CloseCode | None] = asyncio.get_running_loop().create_future()
        self._frames_max = frames_max
        self._arrivals: deque[float] = deque()  # within the window, the oldest first
        self._bad_frames = 0
        self._is_waiting = asyncio.Event()  # for the next frame: the last one is answered

    def send(self, frame: dict[str, Any]) -> None:
        """Queue a frame; a full queue ends the connection."""
        try:
            self._out.put_nowait(frame)
        except asyncio.QueueFull:
            self.end(CloseCode.TOO_SLOW)

    async def send_in_turn(self, frame: dict[str, Any]) -> None:
        """Queue a frame once the queue is no more than half full: for replays, so that live frames keep their room."""
        while self._out.qsize() >= OUT_MAX // 2:
            self._has_room.clear()
            await self._has_room.wait()
        self.send(frame)

    def send_error(self, error: ZhikeError, **about: Any) -> None:
        self.send({"type": "error", **error.to_wire(), **about})

    def end(self, code: CloseCode | None = None) -> None:
        """End the connection from anywhere on the loop; the first reason stands."""
        if not self._ending.done():
            self._ending.set_result(code)

    async def receive(self, *, timeout_s: float | None = None) -> Any:
        """The next valid frame. Refused ones are answered with an `error` frame and win no time. Raises Closed."""
        try:
            async with asyncio.timeout(timeout_s):
                while True:
                    try:
                        return self._parse(await self._receive_text())
                    except InvalidFrame as error:
                        self._refuse(error)
        except TimeoutError:
            raise Closed(CloseCode.NO_HELLO) from None
        except WebSocketDisconnect:
            raise Closed from None

    def _refuse(self, error: InvalidFrame) -> None:
        self._bad_frames += 1
        if self._bad_frames > BAD_FRAMES_MAX:
            raise Closed(CloseCode.BAD_FRAME) from error
        self.send_error(error)

    async def run(self, serve: Callable[[], Awaitable[None]]) -> None:
        """Run `serve` until it returns, the peer goes, or `end` is called; then close with the reason."""
        sender = asyncio.create_task(self._send_all())
        server = asyncio.create_task(_until_closed(serve))
        try:
            await asyncio.wait({sender, server, self._ending}, return_when=asyncio.FIRST_COMPLETED)
            if self._ending.done() and self._ending.result() is CloseCode.STOPPING:
                await self._finish(server)
        finally:
            code = self._ending.result() if self._ending.done() else None
            if server.done() and not server.cancelled() and server.exception() is None and code is None:
                code = server.result()
            for task in (server, sender):
                task.cancel()
            results = await asyncio.gather(server, sender, return_exceptions=True)
            await self._close(code)
        for result in results:
            if isinstance(result, Exception) and not isinstance(result, WebSocketDisconnect | RuntimeError):
                log.error("socket.failed", error=type(result).__name__, exc_info=result)

    async def _finish(self, server: asyncio.Task[Any]) -> None:
        """Let the frame at hand be answered; nothing after it is taken up."""
        answered = asyncio.create_task(self._is_waiting.wait())
        await asyncio.wait({server, answered}, timeout=ANSWER_S, return_when=asyncio.FIRST_COMPLETED)
        answered.cancel()

    async def _receive_text(self) -> str:
        self._is_waiting.set()
        message = await self._socket.receive()
        self._is_waiting.clear()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        if self._ending.done():
            raise Closed
        self._count_arrival(time.monotonic())
        text = message.get("text")
        if text is None:
            raise InvalidFrame("只接受文本数据。")
        if len(text) > FRAME_MAX_BYTES or len(text.encode()) > FRAME_MAX_BYTES:
            raise Closed(CloseCode.TOO_LARGE)
        return text

    def _count_arrival(self, now: float) -> None:
        while self._arrivals and now - self._arrivals[0] >= WINDOW_S:
            self._arrivals.popleft()
        if len(self._arrivals) >= self._frames_max:
            raise Closed(CloseCode.TOO_MANY)
        self._arrivals.append(now)

    def _parse(self, text: str) -> Any:
        try:
            return self._frames.validate_json(text)
        except ValueError as error:
            fields = []
            if isinstance(error, ValidationError):
                fields = [".".join(map(str, item["loc"])) for item in error.errors()[:20]]
            raise InvalidFrame(fields=fields) from None

    async def _send_all(self) -> None:
        while True:
            frame = await self._out.get()
            if self._out.qsize() < OUT_MAX // 2:
                self._has_room.set()
            await self._socket.send_text(_encoded(frame))

    async def _close(self, code: CloseCode | None) -> None:
        """Say what is still queued, then the close code. A peer that is gone hears neither."""
        with contextlib.suppress(RuntimeError, WebSocketDisconnect, TimeoutError):
            if self._socket.application_state is WebSocketState.CONNECTED:
                while code is not None and code is not CloseCode.TOO_SLOW and not self._out.empty():
                    frame = self._out.get_nowait()
                    await asyncio.wait_for(self._socket.send_text(_encoded(frame)), 1)
                await asyncio.wait_for(self._socket.close(code or 1000), 1)


def _encoded(frame: dict[str, Any]) -> str:
    return to_json(frame).decode()


async def _until_closed(serve: Callable[[], Awaitable[None]]) -> CloseCode | None:
    try:
        await serve()
    except Closed as closed:
        return closed.code
    return None
