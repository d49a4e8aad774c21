"""The network fails in every way it can (F8), and whole crowds lose it at once (F11)."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from tests.effort import IS_LONG
from tests.faults.checker import Finding, check, report
from tests.faults.conftest import Install, Verdict
from tests.faults.history import History
from tests.faults.installation import Installation
from tests.faults.line import Patience
from tests.faults.people import Customer
from tests.faults.proxy import Proxy
from tests.faults.settling import check_answers, say, settle
from tests.faults.waiting import until

SENDERS = 5
SEEN_DEAD_S = 45.0  # a peer that is gone, by either side
BACK_S = 10.0  # a crowd whose lines were cut at once
# The pages' limits, a tenth of them: a lost ack is noticed after 0.8 s and a dead line after 4.1 s.
HASTY = Patience(ready_s=3.0, ack_s=0.8, ping_every_s=2.0, silence_s=4.1)

Misfortune = Callable[[Proxy], Awaitable[None]]


@pytest.fixture
async def bank(install: Install) -> Installation:
    return await install()


@pytest.fixture
async def proxy(bank: Installation) -> AsyncIterator[Proxy]:
    async with Proxy(bank.port) as proxy:
        yield proxy


async def late(proxy: Proxy) -> None:
    """200 ± 100 ms each way."""
    proxy.change(delay_s=0.2, jitter_s=0.1)
    await asyncio.sleep(4)


async def narrow(proxy: Proxy) -> None:
    """16 KB/s."""
    proxy.change(bytes_per_s=16_000)
    await asyncio.sleep(4)


async def sliced(proxy: Proxy) -> None:
    """Every packet holds one byte."""
    proxy.change(slice_bytes=1)
    await asyncio.sleep(4)


async def reset(proxy: Proxy) -> None:
    """Cut again and again, in the middle of things."""
    for _ in range(5):
        await asyncio.sleep(0.7)
        proxy.cut()


async def acks_lost(proxy: Proxy) -> None:
    """What is said arrives and nothing comes back; then the line breaks, and the acks with it."""
    for _ in range(3):
        proxy.change(held_down=True)
        await asyncio.sleep(1)
        proxy.cut()
        proxy.change()
        await asyncio.sleep(1)


async def black_hole(proxy: Proxy) -> None:
    """Nothing passes either way for 5 s, and nobody is told."""
    proxy.change(held_up=True, held_down=True)
    await asyncio.sleep(5)


async def nobody_there(proxy: Proxy) -> None:
    """Lines break and new ones are refused for 3 s."""
    proxy.change(refuses=True)
    proxy.cut()
    await asyncio.sleep(3)


MISFORTUNES = (late, narrow, sliced, reset, acks_lost, black_hole, nobody_there)


async def test_a_bad_network_loses_and_doubles_nothing(bank: Installation, tell: Callable[[str], None]):
    """F8. Each misfortune on a line of its own, all at once; customers write all the while."""
    findings = await asyncio.gather(*(suffer(bank, misfortune, tell) for misfortune in MISFORTUNES))
    assert not any(findings), findings


async def suffer(bank: Installation, misfortune: Misfortune, tell: Callable[[str], None]) -> list[Finding]:
    """Customers with two pages each, before, amid and after the misfortune."""
    history = History()
    async with Proxy(bank.port) as proxy:
        senders = [await Customer.joins(proxy.url, f"客{n}", history, patience=HASTY) for n in range(SENDERS)]
        people = [*senders, *(sender.another_tab() for sender in senders)]
        try:
            await asyncio.gather(*(person.opens() for person in people))
            say(senders, 2, about="先")
            trouble = asyncio.create_task(misfortune(proxy))
            number = 0
            while not trouble.done():
                say(senders, 1, about=f"难{number}")
                number += 1
                await asyncio.sleep(0.4)
            await trouble
            proxy.change()
            say(senders, 2, about="后")
            await settle(history, people, answered=True)
        finally:
            for hang_up in history.at_end:
                await hang_up()
    findings = check(history) + check_answers(history)
    tell(f"{misfortune.__name__}: {report(history, findings)}")
    return findings


async def test_a_dead_peer_is_seen_by_both_sides(
    bank: Installation, proxy: Proxy, history: History, clean: Verdict, tell: Callable[[str], None]
):
    """F8. A half-open line: nothing passes and neither side is told. The service pings; the page pings."""
    patience = Patience() if IS_LONG else HASTY
    chen = await (await Customer.joins(proxy.url, "陈", history, patience=patience)).opens()
    assert await bank.metric("zhike_sockets") == 1
    proxy.change(held_up=True, held_down=True, is_deaf=True)
    gone_at = time.monotonic()
    chen.says("有人吗")
    page_s = await until(lambda: not chen.line.ready.is_set())
    await chen.leaves()
    while await bank.metric("zhike_sockets"):  # noqa: ASYNC110 — only asking tells
        await asyncio.sleep(0.2)
    service_s = time.monotonic() - gone_at
    tell(f"seen by the page after {page_s:.1f} s, by the service after {service_s:.1f} s")
    assert service_s <= SEEN_DEAD_S
    proxy.cut()
    proxy.change()
    await chen.opens()
    await clean(chen, answered=True)


async def test_a_crowd_that_is_cut_at_once_is_back_at_once(
    bank: Installation, proxy: Proxy, history: History, clean: Verdict, times: Callable[[int, int], int],
    tell: Callable[[str], None],
):  # fmt: skip
    """F11. Every line is reset in one moment; all come back and read on, and nobody is refused."""
    crowd: list[Customer] = []
    for _ in range(times(300, 1000) // 20):
        crowd += await asyncio.gather(*(Customer.joins(proxy.url, f"客{n}", history) for n in range(20)))
    await asyncio.gather(*(one.opens() for one in crowd))
    writers = crowd[:20]
    say(writers, 3)
    proxy.cut()
    cut_at = time.monotonic()
    await until(lambda: all(one.line.lost_at for one in crowd) or len(history.recoveries) > 0)
    await until(lambda: all(one.line.ready.is_set() for one in crowd))
    back_s = time.monotonic() - cut_at
    tell(f"{len(crowd)} sockets back after {back_s:.1f} s")
    await clean(*crowd)
    assert len(history.recoveries) == len(crowd), "not everybody lost the line"
    assert {code for one in crowd for code in one.line.codes} == {1006}
    assert await bank.metric("zhike_requests_total", label='status="5') == 0
    assert not IS_LONG or back_s <= BACK_S
