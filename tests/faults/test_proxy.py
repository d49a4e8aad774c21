"""The bad network does what it says: otherwise its tests would try nothing."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from tests.faults.proxy import Proxy

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    """Before a server that says back what it hears."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1000):
            writer.write(data)
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    async with server, Proxy(server.sockets[0].getsockname()[1]) as proxy:
        yield proxy


@pytest.fixture
async def line(proxy: Proxy) -> AsyncIterator[Line]:
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    yield reader, writer
    writer.transport.abort()


async def says(line: Line, data: bytes, *, within_s: float = 5.0) -> tuple[bytes, float]:
    """What comes back, and after how long."""
    started = time.monotonic()
    line[1].write(data)
    heard = await asyncio.wait_for(line[0].readexactly(len(data)), within_s)
    return heard, time.monotonic() - started


async def test_fair_weather_changes_nothing(line: Line):
    assert (await says(line, b"x" * 200_000))[0] == b"x" * 200_000


async def test_delay_is_added_on_the_way_there_and_back(proxy: Proxy, line: Line):
    proxy.change(delay_s=0.1, jitter_s=0.02)
    assert (await says(line, b"hello"))[1] >= 0.16


async def test_a_narrow_line_takes_its_time(proxy: Proxy, line: Line):
    proxy.change(bytes_per_s=10_000)
    assert (await says(line, b"x" * 2_000))[1] >= 0.4  # there and back


async def test_slices_arrive_whole(proxy: Proxy, line: Line):
    proxy.change(slice_bytes=1)
    assert (await says(line, b"hello"))[0] == b"hello"


@pytest.mark.parametrize("direction", ["held_up", "held_down"])
async def test_what_is_held_comes_when_it_is_released(proxy: Proxy, line: Line, direction: str):
    proxy.change(**{direction: True})
    line[1].write(b"hello")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(line[0].read(1), 0.2)
    proxy.change()
    assert await asyncio.wait_for(line[0].readexactly(5), 5) == b"hello"


async def test_a_cut_resets_both_sides(proxy: Proxy, line: Line):
    await says(line, b"hello")
    proxy.cut()
    with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
        await asyncio.wait_for(line[0].readexactly(1), 5)


async def test_a_deaf_line_does_not_tell_that_the_other_side_closed(proxy: Proxy, line: Line):
    await says(line, b"hello")
    proxy.change(is_deaf=True)
    line[1].write_eof()  # the server closes at this
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(line[0].read(1), 0.3)


async def test_a_refusing_line_takes_nobody(proxy: Proxy):
    proxy.change(refuses=True)
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
        await asyncio.wait_for(reader.readexactly(1), 5)
    writer.transport.abort()
