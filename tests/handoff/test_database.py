"""The writer: many calls a transaction, each undone alone, and nobody told of success before COMMIT."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from handoff.database import Database, publish
from handoff.errors import Conflict, StorageUnavailable


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
