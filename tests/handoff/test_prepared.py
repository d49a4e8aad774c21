"""Statements given to the driver as they are mean what SQLAlchemy would have made of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import JSON, Column, Engine, Integer, MetaData, String, Table, bindparam, insert, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError

from handoff import sqlite
from handoff.database import UtcDateTime
from handoff.prepared import Prepared, say

TALK = Table(
    "talk", MetaData(),
    Column("id", String, primary_key=True), Column("count", Integer), Column("at", UtcDateTime), Column("data", JSON),
)  # fmt: skip
ADD = Prepared(insert(TALK).values({name: bindparam(name) for name in ("id", "at", "data")} | {"count": 7}))
READ = Prepared(select(TALK).where(TALK.c.id == bindparam("of")))
COUNT = Prepared(
    update(TALK).where(TALK.c.id == bindparam("of")).values(count=TALK.c.count + 1).returning(TALK.c.count)
)
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = sqlite.make_engine(f"sqlite:///{tmp_path / 'test.db'}", begin="BEGIN")
    TALK.metadata.create_all(engine)
    with engine.begin() as connection:
        assert ADD.run(connection, {"id": "c_1", "at": NOON, "data": {"text": "年费"}}) == 1
    yield engine
    engine.dispose()


def test_values_go_in_and_come_out_as_their_columns_say(engine: Engine):
    with engine.connect() as connection:
        (row,) = READ.rows(connection, {"of": "c_1"})
        assert row == ("c_1", 7, NOON, {"text": "年费"})
        assert row[2].tzinfo is UTC
        assert tuple(connection.execute(select(TALK)).one()) == row  # as SQLAlchemy reads what it finds
        assert READ.first(connection, {"of": "c_2"}) is None


def test_what_an_update_returns_is_read_and_is_undone_with_its_transaction(engine: Engine):
    with engine.connect() as connection:
        assert COUNT.rows(connection, {"of": "c_1"}) == [(8,)]
        assert connection.in_transaction()
        connection.rollback()
        assert READ.rows(connection, {"of": "c_1"})[0][1] == 7


def test_several_reads_are_of_one_moment(engine: Engine):
    with engine.connect() as reader, engine.connect() as writer:
        assert READ.rows(reader, {"of": "c_1"})[0][1] == 7
        COUNT.rows(writer, {"of": "c_1"})
        writer.commit()
        assert READ.rows(reader, {"of": "c_1"})[0][1] == 7


def test_what_the_driver_refuses_is_raised_as_sqlalchemy_would(engine: Engine):
    with engine.connect() as connection:
        with pytest.raises(IntegrityError) as refused:
            ADD.run(connection, {"id": "c_1", "at": NOON, "data": {"text": "秘密"}})
        with pytest.raises(OperationalError):
            say(connection, "SELECT nothing FROM nowhere")
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    assert "秘密" not in str(refused.value)


def test_a_value_that_is_forgotten_is_no_null(engine: Engine):
    with engine.connect() as connection, pytest.raises(KeyError):
        READ.rows(connection, {})
