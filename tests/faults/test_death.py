"""The service dies: under load, and at the two moments that are worst for whoever just wrote."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.effort import IS_LONG
from tests.faults.conftest import Install, Verdict
from tests.faults.history import History
from tests.faults.mortal import MARK
from tests.faults.people import Customer
from tests.faults.settling import say
from tests.faults.waiting import until

SENDERS = 10
EACH = 20  # messages a sender writes between two deaths
BACK_S = 3.0  # promised on a machine that does nothing else
ANSWERED = 4  # opened, 你好, understood, answered
SERVED_S = 1.2  # who has served for a second is started again without a pause
HEARD_S = 1.0  # after the service is back, on such a machine too


async def test_killed_under_load_nothing_is_lost(
    install: Install, history: History, clean: Verdict, times: Callable[[int, int], int], tell: Callable[[str], None]
):
    """F1. Everybody writes without pause; the process is killed in the middle of it, again and again."""
    bank = await install()
    senders = [await Customer.joins(bank.url, f"客{n}", history) for n in range(SENDERS)]
    onlookers = [sender.another_tab() for sender in senders[:3]]
    people = [*senders, *onlookers]
    await asyncio.gather(*(person.opens() for person in people))
    backs: list[float] = []
    for round in range(times(3, 100)):
        await asyncio.sleep(SERVED_S)
        some = len(history.acked) + SENDERS * EACH // 4
        say(senders, EACH, about=f"第{round}轮")
        await until(lambda some=some: len(history.acked) >= some)
        assert any(sender.outbox for sender in senders), "all was quiet: this kill tries nothing"
        bank.kill()
        backs.append(await bank.is_back())
        await asyncio.gather(*(person.line.ready.wait() for person in people))
    await clean(*people, answered=True)
    tell(f"back after {sorted(backs)[len(backs) // 2]:.2f} s, at most {max(backs):.2f} s, of {len(backs)}")
    with sqlite3.connect(bank.folder / "zhike.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert not IS_LONG or max(backs) <= BACK_S


@pytest.mark.parametrize("moment", ["before_ack", "before_fan_out"])
async def test_dead_between_commit_and_telling(
    install: Install, history: History, clean: Verdict, tmp_path: Path, moment: str
):
    """F3. On disk, and the sender (or everybody else) has not heard of it: it is not stored twice, and all hear it."""
    death = {"ZHIKE_TEST_DIES": moment, "ZHIKE_TEST_DIES_ONCE": str(tmp_path / "died")}
    bank = await install(module="tests.faults.mortal", environment=death)
    chen = await (await Customer.joins(bank.url, "陈", history)).opens()
    onlooker = await chen.another_tab().opens()
    chen.says("你好")
    await onlooker.has_seen(chen.conversation_id, ANSWERED)
    client_id = chen.says(f"{MARK}转账没到账")
    await bank.has_ended()
    was_told = bool([ack for ack in history.acked if ack.client_id == client_id])
    assert was_told is (moment == "before_fan_out")
    assert not [row for row in onlooker.readers[chen.conversation_id].seen if row.client_id == client_id]
    assert [row[0] for row in _stored(bank.folder, client_id)] == [client_id], "it was to die after COMMIT"
    await bank.is_back()
    await chen.is_rid()
    told = {ack.seq for ack in history.acked if ack.client_id == client_id}
    assert len(told) == 1
    await asyncio.gather(*(person.line.ready.wait() for person in (chen, onlooker)))
    back_at = time.monotonic()
    await onlooker.has_seen(chen.conversation_id, *told)
    assert not IS_LONG or time.monotonic() - back_at <= HEARD_S
    await clean(chen, onlooker, answered=True)


def _stored(folder: Path, client_id: str) -> list[tuple[str]]:
    with sqlite3.connect(folder / "zhike.db") as database:
        return database.execute("SELECT client_id FROM event WHERE client_id = ?", (client_id,)).fetchall()
