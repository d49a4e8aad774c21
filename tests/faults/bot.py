"""Stands where Rasa stands, as a server of the bot's channel (docs/bot-channel.md) that can misbehave in every way."""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Self

from tests.faults.waiting import until

Answer = Callable[["BotServer", asyncio.StreamWriter, dict], Awaitable[None]]


def answer_to(text: str) -> str:
    return f"您说的是：{text}"


async def _send(writer: asyncio.StreamWriter, body: bytes, status: str = "200 OK") -> None:
    writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    await writer.drain()


async def well(bot: "BotServer", writer: asyncio.StreamWriter, turn: dict) -> None:
    body = {"turn_id": turn["turn_id"], "messages": [{"text": answer_to(turn.get("text", ""))}]}
    await _send(writer, json.dumps(body).encode())


async def empty(bot: "BotServer", writer: asyncio.StreamWriter, turn: dict) -> None:
    await _send(writer, b"")


async def nothing_said(bot: "BotServer", writer: asyncio.StreamWriter, turn: dict) -> None:
    await _send(writer, json.dumps({"turn_id": turn["turn_id"], "messages": []}).encode())


async def error_500(bot: "BotServer", writer: asyncio.StreamWriter, turn: dict) -> None:
    await _send(writer, b"Traceback (most recent call last): \xff", "500 Internal Server Error")


async def garbage(bot: "BotServer", writer: asyncio.StreamWriter, turn: dict) -> None:
    await _send(writer, b"\x00\xff{]" * 100)


async def no_http(bot: "BotServer", writer: asyncio.StreamWriter, turn: dict) -> None:
    writer.write(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
    await writer.drain()


async def five_megabytes(bot: "BotServer", writer: asyncio.StreamWriter, turn: dict) -> None:
    body = {"turn_id": turn["turn_id"], "messages": [{"text": "长" * 1_700_000}]}
    await _send(writer, json.dumps(body, ensure_ascii=False).encode())


async def hanging(bot: "BotServer", writer: asyncio.StreamWriter, turn: dict) -> None:
    await asyncio.sleep(60)


async def dripping(bot: "BotServer", writer: asyncio.StreamWriter, turn: dict) -> None:
    """Never silent for long, never done."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(120):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.5)


MISBEHAVING: dict[str, Answer] = {
    answer.__name__: answer
    for answer in (empty, nothing_said, error_500, garbage, no_http, five_megabytes, hanging, dripping)
}


class BotServer:
    """Misbehaves for a message that begins with the name of a misbehaviour, else answers with the message itself.

    `asked` counts the turns by their id. `close` is what a killed process looks like; `is_frozen`, a stopped one: the
    kernel takes connections and nobody answers.
    """

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.is_frozen = False
        self.port = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def open(self) -> None:
        """On the port of before, if there was one."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                while True:
                    await self._answer_one(reader, writer)
        except asyncio.CancelledError:
            pass  # closed
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

    async def _answer_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        length = next((line.split(":")[1] for line in head.splitlines() if line.startswith("content-length")), "0")
        body = await reader.readexactly(int(length))
        await until(lambda: not self.is_frozen, within_s=600)
        if head.startswith("get"):
            return await _send(writer, b'{"status": "ready"}')
        turn = json.loads(body)
        self.asked[turn["turn_id"]] += 1
        misbehave = MISBEHAVING.get(str(turn.get("text", "")).partition(" ")[0], well)
        await misbehave(self, writer, turn)
        if misbehave is not well:
            raise ConnectionResetError  # and hangs up
        return None
