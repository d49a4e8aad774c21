"""SQLite's log: what is in it comes into the file without a COMMIT that waits, and it does not grow for ever."""

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from handoff import checkpoints
from handoff import sqlite as settings
from handoff.database import Database
from tests.faults.waiting import until

PAGE = 4096


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "test.db"


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{file}")
    yield database
    database.close()


def create(session: Session) -> None:
    session.execute(text("CREATE TABLE word (text TEXT)"))


def add(session: Session, word: str) -> None:
    session.execute(text("INSERT INTO word VALUES (:word)"), {"word": word})


def without_its_log(file: Path) -> int:
    """Words in the file itself."""
    copy = shutil.copy(file, file.with_suffix(".copy"))
    with closing(sqlite3.connect(copy)) as alone:
        if not alone.execute("SELECT 1 FROM sqlite_master WHERE name = 'word'").fetchone():
            return 0
        return alone.execute("SELECT count(*) FROM word").fetchone()[0]


async def test_what_many_have_written_is_copied_into_the_file(database: Database, file: Path):
    await database.write(create)
    for _ in range(5):
        await asyncio.gather(*(database.write(add, "字") for _ in range(checkpoints.EVERY_CALLS // 5)))
    await until(lambda: without_its_log(file) >= checkpoints.EVERY_CALLS // 2, within_s=10)


async def test_until_then_it_is_in_the_log_alone(database: Database, file: Path):
    """So that it is the thread of its own that copies, and no COMMIT."""
    await database.write(create)
    await asyncio.gather(*(database.write(add, "字" * 3_000) for _ in range(checkpoints.EVERY_CALLS - 10)))
    assert file.with_name("test.db-wal").stat().st_size > 1_000 * PAGE
    assert without_its_log(file) == 0


async def test_a_log_that_nobody_copied_is_copied_by_a_commit(database: Database, file: Path, monkeypatch):
    monkeypatch.setattr(database._checkpoints, "wrote", lambda calls: None)
    await database.write(create)
    for _ in range(60):
        await database.write(add, "x" * 2**20)
    longest = settings.LOG_PAGES_MAX * PAGE
    assert file.with_name("test.db-wal").stat().st_size < 1.2 * longest < 60 * 2**20
    assert without_its_log(file) >= 20


async def test_a_copy_that_fails_harms_nobody(database: Database, file: Path, monkeypatch):
    asked = []

    def broken() -> None:
        asked.append(1)
        raise settings.DBAPIError("PRAGMA", None, RuntimeError("disk I/O error"))

    await database.write(create)
    monkeypatch.setattr(database._checkpoints._engine, "connect", broken)
    for round in range(1, 3):
        await asyncio.gather(*(database.write(add, "字") for _ in range(checkpoints.EVERY_CALLS)))
        await until(lambda round=round: len(asked) >= round, within_s=10)
    assert await database.read(lambda session: session.scalar(text("SELECT count(*) FROM word"))) == 1_000
