"""The bot client: whatever Rasa does, one answer or one named failure, in time."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from handoff.bot.client import BotClient, BotFailed, TurnRequest

REQUEST = TurnRequest(conversation_id="c_1", turn_id="c_1:3", kind="message", text="你好")
PATIENT_S = 60.0
IMPATIENT_S = 0.5  # for those who never answer
GOOD = {"turn_id": "c_1:3", "messages": [{"text": "您好"}]}
Serve = Callable[[asyncio.StreamWriter], Awaitable[None]]


def http(body: bytes, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


@pytest.fixture
async def rasa() -> AsyncIterator[Callable[[Serve], Awaitable[BotClient]]]:
    """`await rasa(serve)`: a client of a server that answers every request with `serve(writer)`."""
    servers: list[asyncio.Server] = []
    handlers: set[asyncio.Task[None]] = set()

    async def make(serve: Serve, *, timeout_s: float = PATIENT_S) -> BotClient:
        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            handlers.add(asyncio.current_task())
            try:
                await reader.readuntil(b"\r\n\r\n")
                await serve(writer)
            except (ConnectionError, asyncio.CancelledError):
                pass  # the client gave up, as it should
            finally:
                writer.transport.abort()

        server = await asyncio.start_server(handle, "127.0.0.1", 0)
        servers.append(server)
        port = server.sockets[0].getsockname()[1]
        return BotClient(f"http://127.0.0.1:{port}", "key", timeout_s=timeout_s)

    yield make
    for task in handlers:
        task.cancel()
    await asyncio.gather(*handlers, return_exceptions=True)
    for server in servers:
        server.close()
        await server.wait_closed()


def says(data: bytes) -> Serve:
    async def serve(writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()

    return serve


async def hangs(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(PATIENT_S)


async def drips(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
    for _ in range(100):
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.1)


async def test_a_read_back_of_the_longest_messages_is_read(rasa):
    """One refused here is one the bot believes it gave: the next 确认 would agree to what nobody read."""
    read_back = "请核对您的投诉信息：" + "长" * 2000 + "\n相关材料：" + "图" * 2000
    answer = {**GOOD, "messages": [{"text": read_back}]}
    async with await rasa(says(http(json.dumps(answer).encode()))) as bot:
        assert (await bot.turn(REQUEST)).messages[0].text == read_back


async def test_a_good_answer_is_read(rasa):
    async with await rasa(says(http(json.dumps(GOOD).encode()))) as bot:
        assert (await bot.turn(REQUEST)).messages[0].text == "您好"


@pytest.mark.parametrize(
    ("serve", "reason"),
    [
        (says(http(b"[]")), "bad_answer"),
        (says(http(b"")), "bad_answer"),
        (says(http(b"{}")), "bad_answer"),
        (says(http(json.dumps({**GOOD, "messages": []}).encode())), "bad_answer"),
        (says(http(json.dumps({**GOOD, "turn_id": "c_2:1"}).encode())), "bad_answer"),
        (says(http(json.dumps({**GOOD, "messages": [{"text": 5}]}).encode())), "bad_answer"),
        (says(http(b"\xff\xfe garbage")), "bad_answer"),
        (says(http(b"x" * 5_000_000)), "bad_answer"),
        (says(http(b"oops", "500 Internal Server Error")), "server_error"),
        (says(http(b"", "302 Found")), "server_error"),
        (says(b"this is no HTTP\r\n\r\n"), "unreachable"),
        (says(b""), "unreachable"),
        (hangs, "timeout"),
        (drips, "timeout"),
    ],
)
async def test_every_failure_has_a_name(rasa, serve: Serve, reason: str):
    async with await rasa(serve, timeout_s=IMPATIENT_S if reason == "timeout" else PATIENT_S) as bot:
        with pytest.raises(BotFailed) as failed:
            await bot.turn(REQUEST)
    assert failed.value.reason == reason


async def test_nobody_listening_is_unreachable():
    async with BotClient("http://127.0.0.1:9", "key", timeout_s=PATIENT_S) as bot:
        with pytest.raises(BotFailed) as failed:
            await bot.turn(REQUEST)
        assert failed.value.reason == "unreachable"
        assert not await bot.is_ready()
