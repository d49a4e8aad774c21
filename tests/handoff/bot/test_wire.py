"""The connections to a bot: kept while they are good, left when they are not, and none left with an answer to come."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from handoff.bot.wire import Broken, TooLong, Wire

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Server:
    """Answers each request with the next of `answers`; None ends the connection, and so do bytes that say so."""

    def __init__(self) -> None:
        self.answers: list[bytes | None] = []
        self.requests: list[tuple[int, str, bytes]] = []  # the number of the connection, the head, the body
        self.connections = 0
        self.was_asked = asyncio.Event()
        self.writers: list[asyncio.StreamWriter] = []
        self.tasks: list[asyncio.Task[None]] = []
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections
        self.writers.append(writer)
        self.tasks.append(asyncio.current_task())
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                length = next((int(line[16:]) for line in head.split("\r\n") if line.startswith("Content-Length: ")), 0)
                self.requests.append((number, head, await reader.readexactly(length)))
                self.was_asked.set()
                answer = self.answers.pop(0)
                if answer is None:
                    return
                writer.write(answer)
                await writer.drain()
                if b"Content-Length" not in answer and b"chunked" not in answer:
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    made = Server()
    listening = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    async with listening:
        yield made
        for task in made.tasks:
            task.cancel()
        await asyncio.gather(*made.tasks, return_exceptions=True)


@pytest.fixture
async def wire(server: Server) -> AsyncIterator[Wire]:
    made = Wire(f"{server.url}/inner/", "secret", body_max=100)
    yield made
    await made.close()
    await asyncio.sleep(0)


async def test_requests_that_follow_each_other_take_one_connection(server: Server, wire: Wire):
    server.answers = [OK, OK]
    for text in ("你好", "再见"):
        answer = await wire.ask("POST", "/turn", json.dumps({"text": text}, ensure_ascii=False).encode())
        assert (answer.status, answer.body) == (200, b"ok")
    assert [number for number, _, _ in server.requests] == [1, 1]
    _, head, body = server.requests[0]
    assert head.startswith("POST /inner/turn HTTP/1.1\r\n")
    assert "Authorization: Bearer secret\r\n" in head
    assert json.loads(body) == {"text": "你好"}


async def test_requests_at_once_take_a_connection_each(server: Server, wire: Wire):
    server.answers = [OK, OK]
    await asyncio.gather(wire.ask("GET", "/ready"), wire.ask("GET", "/ready"))
    assert server.connections == 2


async def test_a_kept_connection_that_ended_is_replaced_within_the_same_request(server: Server, wire: Wire):
    """Rasa hangs up when it has heard nothing for a while, perhaps just when the next turn is on its way."""
    server.answers = [OK, None, OK]
    await wire.ask("GET", "/ready")
    assert (await wire.ask("GET", "/ready")).body == b"ok"
    assert [number for number, _, _ in server.requests] == [1, 1, 2]


async def test_a_kept_connection_that_ended_while_idle_is_not_used(server: Server, wire: Wire):
    server.answers = [OK, OK]
    await wire.ask("GET", "/ready")
    server.writers[0].close()
    await server.writers[0].wait_closed()
    await asyncio.sleep(0.05)
    assert (await wire.ask("GET", "/ready")).body == b"ok"
    assert [number for number, _, _ in server.requests] == [1, 2]


async def test_a_process_that_hangs_up_is_asked_once_more_and_not_again_and_again(server: Server, wire: Wire):
    server.answers = [None, None, OK]
    with pytest.raises(Broken):
        await wire.ask("POST", "/turn", b"{}")
    assert server.connections == 2


async def test_half_an_answer_is_asked_for_once_more(server: Server, wire: Wire):
    server.answers = [OK, b"HTTP/1.1 200 OK\r\nX-Length: half", OK]
    await wire.ask("POST", "/turn", b"{}")
    assert (await wire.ask("POST", "/turn", b"{}")).body == b"ok"
    assert [number for number, _, _ in server.requests] == [1, 1, 2]


async def test_half_a_body_is_broken(server: Server, wire: Wire):
    server.answers = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", OK]
    asked = asyncio.create_task(wire.ask("POST", "/turn", b"{}"))
    await server.was_asked.wait()
    server.writers[0].close()
    with pytest.raises(Broken):
        await asked


RUBBISH = {"words": b"no HTTP at all\r\n\r\n", "bytes": b"\x00\xff" * 50, "status": b"HTTP/1.1 abc OK\r\n\r\n"}


@pytest.mark.parametrize("rubbish", RUBBISH.values(), ids=RUBBISH)
async def test_what_is_no_http_is_broken(server: Server, wire: Wire, rubbish: bytes):
    server.answers = [rubbish]
    with pytest.raises(Broken):
        await wire.ask("POST", "/turn", b"{}")


async def test_a_body_that_ends_with_its_connection_is_whole(server: Server, wire: Wire):
    server.answers = [b"HTTP/1.1 200 OK\r\n\r\nuntil the end", OK]
    assert (await wire.ask("GET", "/ready")).body == b"until the end"
    assert (await wire.ask("GET", "/ready")).body == b"ok"


async def test_a_body_in_chunks_is_put_together(server: Server, wire: Wire):
    server.answers = [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", OK]
    assert (await wire.ask("GET", "/ready")).body == b"abc"
    await wire.ask("GET", "/ready")
    assert server.connections == 1


async def test_a_connection_that_is_said_to_end_is_not_kept(server: Server, wire: Wire):
    server.answers = [OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"), OK]
    await wire.ask("GET", "/ready")
    await wire.ask("GET", "/ready")
    assert [number for number, _, _ in server.requests] == [1, 2]


async def test_a_body_beyond_the_limit_is_given_up(server: Server, wire: Wire):
    server.answers = [b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n" + b"x" * 101, OK]
    with pytest.raises(TooLong):
        await wire.ask("GET", "/ready")
    assert (await wire.ask("GET", "/ready")).body == b"ok"
    assert server.connections == 2


async def test_who_gives_up_waiting_never_reads_a_late_answer_as_the_next_one(server: Server, wire: Wire):
    server.answers = [b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", OK]
    asked = asyncio.create_task(wire.ask("POST", "/turn", b"{}"))
    await server.was_asked.wait()
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    server.writers[0].write(b"late")
    assert (await wire.ask("POST", "/turn", b"{}")).body == b"ok"
    assert [number for number, _, _ in server.requests] == [1, 2]
