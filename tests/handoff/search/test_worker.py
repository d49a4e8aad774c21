"""The index keeps out of the way of whoever writes."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from handoff.clock import FakeClock
from handoff.search import service, worker
from rehearsal.people import WAIT_S


class Database:
    """Counts what is read of it; there is nothing to index."""

    is_busy, reads = True, 0

    async def read(self, verb: Any, **how: Any) -> service.Batch:
        self.reads += 1
        return service.Batch([], how["now"], is_last=True)


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setattr(worker, "LOOK_S", 0.01)
    return Database()


def indexer(database: Database) -> worker.Indexer:
    return worker.Indexer(database, clock=FakeClock(datetime(2026, 11, 20, 2, tzinfo=UTC)))  # type: ignore[arg-type]


async def test_while_somebody_waits_to_write_nothing_is_indexed(database: Database):
    looking = asyncio.create_task(indexer(database).look())
    await asyncio.sleep(0.1)
    assert database.reads == 0
    database.is_busy = False
    await asyncio.wait_for(looking, WAIT_S)
    assert database.reads == 1


async def test_where_there_is_never_a_quiet_moment_the_index_still_comes_on(database: Database, monkeypatch):
    monkeypatch.setattr(worker, "PATIENCE_S", 0.05)
    await asyncio.wait_for(indexer(database).look(), WAIT_S)
    assert database.reads == 1
