"""A WebSocket of the load maker's: little work a frame, for it shares the machine with what it measures."""

import asyncio
import json
import os
import struct
from base64 import b64encode
from collections.abc import Callable
from typing import Any, Self, cast

TEXT, CLOSE, PING = 0x1, 0x8, 0x9
LENGTH_16, LENGTH_64 = 126, 127  # RFC 6455, 5.2
Frame = dict[str, Any]


class Refused(Exception):
    """The handshake was answered by anything but 101; `status` says by what."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(status)


class Line(asyncio.Protocol):
    """`hear` is called with every frame. `code` is the server's reason once it has closed."""

    def __init__(self, request: bytes, hear: Callable[[Frame], None]) -> None:
        loop = asyncio.get_running_loop()
        self._request, self._hear = request, hear
        self._buffer = bytearray()
        self._transport: asyncio.Transport
        self.opened: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[None] = loop.create_future()
        self.code: int | None = None

    @classmethod
    async def open(cls, port: int, path: str, hear: Callable[[Frame], None], **headers: str) -> Self:
        """Raises Refused or OSError."""
        lines = [
            f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Upgrade: websocket", "Connection: Upgrade",
            f"Sec-WebSocket-Key: {b64encode(os.urandom(16)).decode()}", "Sec-WebSocket-Version: 13",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]  # fmt: skip
        request = ("\r\n".join(lines) + "\r\n\r\n").encode()
        _, line = await asyncio.get_running_loop().create_connection(lambda: cls(request, hear), "127.0.0.1", port)
        await line.opened
        return line

    def send(self, frame: Frame) -> None:
        """Masked with zeros: the server's work is the same, ours is none."""
        payload = json.dumps(frame, ensure_ascii=False).encode()
        size = len(payload)
        if size < LENGTH_16:
            head = struct.pack("!BB", 0x80 | TEXT, 0x80 | size)
        else:
            head = struct.pack("!BBH", 0x80 | TEXT, 0x80 | LENGTH_16, size)
        self._transport.write(head + b"\0\0\0\0" + payload)

    def cut(self) -> None:
        """Without a word, as a line that breaks."""
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is one, and no subclass
        self._transport.write(self._request)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(error or ConnectionResetError())
        if not self.closed.done():
            self.closed.set_result(None)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self.opened.done() and not self._is_accepted():
            return
        while (frame := self._next()) is not None:
            opcode, payload = frame
            if opcode == TEXT:
                self._hear(json.loads(payload))
            elif opcode == PING:
                self._transport.write(struct.pack("!BB", 0x8A, 0x80 | len(payload)) + b"\0\0\0\0" + payload)
            elif opcode == CLOSE:
                self.code = struct.unpack("!H", payload[:2])[0] if len(payload) >= 2 else 1005
                self._transport.close()

    def _is_accepted(self) -> bool:
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return False
        status = int(head.split(None, 2)[1])
        if status != 101:
            self.opened.set_exception(Refused(status))
            self._transport.abort()
            return False
        self._buffer = bytearray(rest)
        self.opened.set_result(None)
        return True

    def _next(self) -> tuple[int, bytes] | None:
        """The next whole frame; servers do not mask theirs."""
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        size, start = buffer[1], 2
        if size == LENGTH_16:
            start = 4
        elif size == LENGTH_64:
            start = 10
        if len(buffer) < start:
            return None
        if start > 2:
            size = int.from_bytes(buffer[2:start], "big")
        if len(buffer) < start + size:
            return None
        opcode, payload = buffer[0] & 0x0F, bytes(buffer[start : start + size])
        del buffer[: start + size]
        return opcode, payload
