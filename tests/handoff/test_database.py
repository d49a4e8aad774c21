"""The writer: many calls a transaction, each undone alone, and nobody told of success before COMMIT."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

import handoff.database
from handoff import postgres
from handoff.database import Database, publish
from handoff.errors import Conflict, StorageBusy, StorageUnavailable
from rehearsal.people import WAIT_S
from tests.storage import POSTGRES


@pytest.fixture
def heard() -> list[Any]:
    return []


@pytest.fixture
def database(tmp_path: Path, heard: list[Any]) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'test.db'}", listener=heard.extend)
    yield database
    database.close()


def create(session: Session) -> None:
    session.execute(text("CREATE TABLE word (text TEXT UNIQUE)"))


def add(session: Session, word: str, *, then: Exception | None = None) -> str:
    session.execute(text("INSERT INTO word VALUES (:word)"), {"word": word})
    publish(session, word)
    if then:
        raise then
    return word


def words(session: Session) -> list[str]:
    return sorted(session.scalars(text("SELECT text FROM word")))


async def test_calls_at_once_share_a_transaction_and_keep_their_results(database: Database, heard: list[Any]):
    await database.write(create)
    results = await asyncio.gather(*(database.write(add, f"w{n}") for n in range(50)))
    assert results == heard == [f"w{n}" for n in range(50)]
    assert len(await database.read(words)) == 50


async def test_a_call_that_fails_is_undone_alone(database: Database, heard: list[Any]):
    await database.write(create)
    results = await asyncio.gather(
        database.write(add, "kept"),
        database.write(add, "undone", then=Conflict()),
        database.write(add, "also kept"),
        return_exceptions=True,
    )
    assert isinstance(results[1], Conflict)
    assert await database.read(words) == ["also kept", "kept"]
    assert heard == ["kept", "also kept"]


async def test_a_failing_commit_is_nobodys_success(database: Database, heard: list[Any], monkeypatch):
    await database.write(create)
    real = database._writer.dialect.do_commit

    def no_disk(connection: Any) -> None:
        raise database._writer.dialect.dbapi.OperationalError("disk I/O error")

    monkeypatch.setattr(database._writer.dialect, "do_commit", no_disk)
    results = await asyncio.gather(*(database.write(add, f"w{n}") for n in range(5)), return_exceptions=True)
    assert {type(result) for result in results} == {StorageUnavailable}
    monkeypatch.setattr(database._writer.dialect, "do_commit", real)
    assert await database.read(words) == []
    assert heard == []
    assert await database.write(add, "again") == "again"


async def test_after_a_failure_no_connection_lives_on_that_was_open_then(
    database: Database, monkeypatch: pytest.MonkeyPatch
):
    """SQLite's files stay read-only for a process as long as one lives that was opened while the disk was."""
    monkeypatch.setattr(handoff.database, "REOPEN_S", WAIT_S)
    opened: list[Any] = []
    closed: list[Any] = []
    for engine in (database._writer, database._reader):
        event.listen(engine, "connect", lambda connection, record: opened.append(connection))
        event.listen(engine, "close", lambda connection, record: closed.append(connection))
    began, gate = threading.Event(), threading.Event()

    def look(session: Session) -> list[str]:
        began.set()
        gate.wait(WAIT_S)
        return words(session)

    def no_disk(session: Session) -> None:
        raise OperationalError("INSERT", None, Exception("attempt to write a readonly database"))

    await database.write(create)
    under_way = asyncio.create_task(database.read(look))
    await asyncio.to_thread(began.wait)
    open_then = list(opened)
    failing = asyncio.create_task(database.write(no_disk))
    await asyncio.sleep(0.5)
    gate.set()
    with pytest.raises(StorageUnavailable):
        await failing
    assert await under_way == []
    assert len(open_then) == 2
    assert {*open_then} <= {*closed}
    assert await database.write(add, "again") == "again"


async def test_a_transaction_the_database_ended_by_itself_is_nobodys_success(database: Database):
    await database.write(create)

    def end_it(session: Session) -> None:
        session.connection().connection.dbapi_connection.rollback()

    results = await asyncio.gather(database.write(add, "lost"), database.write(end_it), return_exceptions=True)
    assert all(isinstance(result, Exception) for result in results)
    assert await database.read(words) == []


async def test_what_a_read_changes_is_thrown_away(database: Database):
    await database.write(create)
    await database.read(add, "unsaved")
    assert await database.read(words) == []


async def test_a_listener_that_fails_does_not_turn_success_into_failure(tmp_path: Path):
    def broken(messages: list[Any]) -> None:
        raise RuntimeError

    database = Database(f"sqlite:///{tmp_path / 'test.db'}", listener=broken)
    await database.write(create)
    assert await database.write(add, "kept") == "kept"
    database.close()


@pytest.mark.parametrize("is_refused", [False, True])
async def test_who_comes_when_the_line_is_full_is_told_at_once(tmp_path: Path, is_refused: bool):
    database = Database(f"sqlite:///{tmp_path / 'test.db'}", waiting_max=3)
    await database.write(create)
    gate = threading.Event()

    def hold(session: Session) -> None:
        gate.wait(WAIT_S)

    waiting = [asyncio.create_task(database.write(hold)), asyncio.create_task(database.write(add, "kept"))]
    if is_refused:
        waiting.append(asyncio.create_task(database.write(add, "the last that has room")))
    await asyncio.sleep(0)
    late = asyncio.create_task(database.write(add, "late"))
    await asyncio.sleep(0)
    assert late.done() is is_refused
    gate.set()
    await asyncio.gather(*waiting)
    if is_refused:
        with pytest.raises(StorageBusy) as refusal:
            await late
        assert (refusal.value.status, refusal.value.details) == (429, {"retry_after_s": 1})
        assert await database.write(add, "late") == "late"  # when the line is shorter, whoever comes back is served
    else:
        assert await late == "late"
    database.close()


async def test_who_gives_up_makes_room(tmp_path: Path):
    database = Database(f"sqlite:///{tmp_path / 'test.db'}", waiting_max=1)
    gate = threading.Event()
    waiting = asyncio.create_task(database.write(lambda session: gate.wait(WAIT_S)))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    gate.set()
    await database.write(create)
    database.close()


async def test_who_waited_long_in_the_line_is_told_to_come_back_and_is_not_written_behind_their_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(handoff.database, "LINE_S", 0.1)
    database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    await database.write(create)
    began, gate = threading.Event(), threading.Event()

    def hold(session: Session) -> str:
        began.set()
        gate.wait(WAIT_S)
        return "held"

    under_way = asyncio.create_task(database.write(hold))
    await asyncio.to_thread(began.wait)
    with pytest.raises(StorageBusy):
        await database.write(add, "late")
    gate.set()
    assert await under_way == "held"  # what is being written is waited for: its end is not known before
    assert await database.read(words) == []
    database.close()


@pytest.mark.skipif(not POSTGRES, reason="how PostgreSQL is connected to: set ZHIKE_TEST_POSTGRES")
async def test_postgresql_itself_gives_up_on_a_machine_that_is_gone():
    """Else the locks of a process whose machine lost its power would stand for two hours."""
    database = Database(f"{POSTGRES}/postgres")

    def shown(session: Session) -> dict[str, str]:
        return {name: session.execute(text(f"SHOW {name}")).scalar_one() for name in postgres.OPTIONS}

    assert await database.read(shown) == {
        "tcp_keepalives_idle": "5",
        "tcp_keepalives_interval": "5",
        "tcp_keepalives_count": "2",
        "tcp_user_timeout": "15000",
        "idle_in_transaction_session_timeout": "15s",
        "lock_timeout": "5s",
        "statement_timeout": "20s",
    }
    database.close()
