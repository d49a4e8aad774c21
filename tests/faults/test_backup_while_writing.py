"""A backup taken in the middle of everything (F15): what was acknowledged before it is in it, as it was."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from command.backup import backup, restore
from tests.faults.conftest import Install, Verdict
from tests.faults.history import History, Row
from tests.faults.people import Customer
from tests.faults.settling import say
from tests.faults.waiting import until

SENDERS = 5


async def test_a_backup_while_everybody_writes_holds_what_was_acknowledged_before_it(
    install: Install, history: History, clean: Verdict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    bank = await install()
    senders = [await Customer.joins(bank.url, f"客{n}", history) for n in range(SENDERS)]
    await asyncio.gather(*(sender.opens() for sender in senders))
    say(senders, 100)
    await until(lambda: len(history.acked) > 5 * SENDERS)
    acked = {ack.client_id for ack in history.acked}
    monkeypatch.setenv("ZHIKE_DATA_DIR", str(bank.folder))
    await asyncio.to_thread(backup, tmp_path / "one.tar.gz")
    assert any(sender.outbox for sender in senders), "all was quiet: this tries nothing"
    await clean(*senders, answered=True)

    monkeypatch.setenv("ZHIKE_DATA_DIR", str(tmp_path / "restored"))
    restore(tmp_path / "one.tar.gz")
    with closing(sqlite3.connect(tmp_path / "restored" / "zhike.db")) as database:
        newest = dict(database.execute("SELECT id, last_seq FROM conversation").fetchall())
    restored = await install(folder=tmp_path / "restored")  # goes on from there: turns that were owed are given
    kept: set[str] = set()
    for sender in senders:
        events = await sender.another_tab(restored.url).log()
        rows = [Row.of(event) for event in events[: newest[sender.conversation_id]]]
        assert rows == history.logs[sender.conversation_id][: newest[sender.conversation_id]]
        kept |= {row.client_id for row in rows}
    assert acked <= kept
    assert acked
