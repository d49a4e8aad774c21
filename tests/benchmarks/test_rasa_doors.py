"""How the benchmark's customers talk to a bare Rasa: socket.io by long polling, and the REST channel."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from benchmarks._chat.polling import CLOSE, PONG, SEPARATOR, Gone, Packet, Polling, packets
from benchmarks._chat.scripted import Failed, RestDoor, SocketDoor

UTTERED = '42["bot_uttered",{"text":"您好"}]'


class FakeRasa:
    """Answers as python-engineio does. `says`: the bodies of the polls after each sentence; N is its ack's number."""

    def __init__(self) -> None:
        self.says: list[str] = [f"{UTTERED}{SEPARATOR}43N[]"]
        self.heard: list[str] = []
        self.rest = b'[{"text": "hello"}]'
        self._waiting = asyncio.Queue[str]()
        self.port = 0
        self.tasks: list[asyncio.Task[None]] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.tasks.append(asyncio.current_task())
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = next(int(line[16:]) for line in head.split("\r\n") if line.startswith("Content-Length: "))
                body = await self._answer(head.split(" ", 2)[:2], (await reader.readexactly(length)).decode())
                writer.write(f"HTTP/1.1 200 OK\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # they left
        finally:
            writer.transport.abort()

    async def _answer(self, asked: list[str], body: str) -> bytes:
        method, path = asked
        if path.startswith("/webhooks/rest"):
            return self.rest
        if "sid=" not in path:
            return b'0{"sid":"engine","upgrades":["websocket"],"pingTimeout":20000,"pingInterval":25000}'
        if method == "GET":
            return (await self._waiting.get()).encode()
        self.heard.append(body)
        if body == "40":
            self._waiting.put_nowait('40{"sid":"socket"}')
        elif body.startswith("42"):
            number = body[2 : body.index("[")]
            for said in self.says:
                self._waiting.put_nowait(said.replace("43N", f"43{number}"))
        return b"OK"


@pytest.fixture
async def rasa() -> AsyncIterator[FakeRasa]:
    fake = FakeRasa()
    server = await asyncio.start_server(fake.serve, "127.0.0.1", 0)
    fake.port = server.sockets[0].getsockname()[1]
    async with server:
        yield fake
        for task in fake.tasks:
            task.cancel()
        await asyncio.gather(*fake.tasks, return_exceptions=True)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('0{"sid":"a"}', [Packet("open", data={"sid": "a"})]),
        ('40{"sid":"b"}', [Packet("connect", data={"sid": "b"})]),
        ('42["bot_uttered",{"text":"1"}]', [Packet("event", data=["bot_uttered", {"text": "1"}])]),
        (f"{UTTERED}\x1e4312[]", [Packet("event", data=["bot_uttered", {"text": "您好"}]), Packet("ack", 12, [])]),
        ('430["x"]', [Packet("ack", 0, ["x"])]),
        ("2\x1e6", [Packet("ping"), Packet("noop")]),
        ("1", [Packet("close")]),
        ('44{"message":"no"}', [Packet("refused", data={"message": "no"})]),
        ("", []),
    ],
)
def test_packets_of_a_poll(body: str, expected: list[Packet]) -> None:
    assert list(packets(body)) == expected


@pytest.mark.parametrize("body", ["x", "4", "49[]", '42["half', '<html lang="en">'])
def test_what_is_no_packet_is_refused(body: str) -> None:
    with pytest.raises(ValueError):
        list(packets(body))


async def test_a_turn_lasts_until_the_first_words_and_the_next_waits_for_the_handler(rasa: FakeRasa) -> None:
    rasa.says = [UTTERED, UTTERED, "43N[]"]
    visit = await SocketDoor(rasa.port).enter()
    assert await visit.ask("你好") > 0
    assert rasa._waiting.empty(), "both messages and the ack were read"
    await visit.ask("再见")
    await visit.leave()
    sent = [json.loads(body[body.index("[") :]) for body in rasa.heard if body.startswith("42")]
    assert [sentence["message"] for _, sentence in sent] == ["你好", "再见"]
    assert {event for event, _ in sent} == {"user_uttered"}
    assert sent[0][1]["metadata"]["locale"] == "zh-CN"
    assert rasa.heard[-1] == CLOSE


async def test_a_ping_is_answered_and_is_no_answer(rasa: FakeRasa) -> None:
    rasa.says = ["2", f"{UTTERED}{SEPARATOR}43N[]"]
    visit = await SocketDoor(rasa.port).enter()
    await visit.ask("你好")
    await visit.leave()
    assert rasa.heard.count(PONG) == 1


@pytest.mark.parametrize(
    ("says", "error"), [(["43N[]"], "silent"), (["1"], "session ended"), ([UTTERED, "41"], "session ended")]
)
async def test_a_turn_without_words_or_end_is_an_error(rasa: FakeRasa, says: list[str], error: str) -> None:
    rasa.says = says
    visit = await SocketDoor(rasa.port).enter()
    with pytest.raises(Failed, match=error):
        await visit.ask("你好")
    await visit.leave()


async def test_who_is_refused_at_the_door_is_told(rasa: FakeRasa) -> None:
    rasa._waiting.put_nowait('44{"message":"no"}')
    with pytest.raises(Gone):
        await Polling.open(rasa.port)


async def test_an_empty_answer_of_the_rest_channel_is_an_error(rasa: FakeRasa) -> None:
    visit = await RestDoor(rasa.port).enter()
    assert await visit.ask("你好") > 0
    rasa.rest = b"[]"
    with pytest.raises(Failed, match="silent"):
        await visit.ask("你好")
    await visit.leave()
