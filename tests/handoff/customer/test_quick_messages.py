"""On PostgreSQL messages that come together are written together; who is a special case is written alone, as ever."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from handoff.conversation import posting
from handoff.conversation import service as conversations
from handoff.conversation.policy import MessageEmpty
from handoff.conversation.service import SYSTEM
from handoff.conversation.states import CloseReason
from handoff.customer import service as customers
from handoff.database import Database
from handoff.queue import service as queues
from handoff.realtime.messages import LoggedEvent, TurnOwed
from rehearsal.people import WAIT_S
from tests.storage import POSTGRES, drop_database, new_database

pytestmark = pytest.mark.skipif(not POSTGRES, reason="SQLite writes all calls together: set ZHIKE_TEST_POSTGRES")
NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


@pytest.fixture
def heard() -> list[Any]:
    return []


@pytest.fixture
def database(template: str, tmp_path: Path, heard: list[Any]) -> Iterator[Database]:
    url = new_database(template, tmp_path)
    database = Database(url, listener=heard.extend)
    yield database
    database.close()
    drop_database(url)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The `client_id`s of messages that were written alone."""
    real, seen = posting.post_message, []

    def counted(session: Session, *args: Any, client_id: str, **about: Any) -> Any:
        seen.append(client_id)
        return real(session, *args, client_id=client_id, **about)

    monkeypatch.setattr(posting, "post_message", counted)
    return seen


async def opened(database: Database) -> str:
    about = {"claims": None, "channel": "web", "locale": "zh-CN", "page_url": None, "days": 1}
    return (await database.write(customers.start_session, now=NOW, **about)).conversation.id


async def say(database: Database, conversation_id: str, client_id: str, words: str = "年费多少") -> tuple[int, bool]:
    message = {"client_id": client_id, "text": words, "max_chars": 2000, "now": NOW}
    event, is_new = await database.write(customers.post_message, conversation_id, **message)
    return event.seq, is_new


def owed(session: Session) -> set[tuple[str, int]]:
    return {tuple(row) for row in session.execute(text("SELECT conversation_id, seq FROM bot_turn"))}


def log_of(session: Session, conversation_id: str) -> list[tuple[int, Any]]:
    events = conversations.list_events(session, conversation_id, after_seq=1, limit=300)
    return [(event.seq, event.data.get("text")) for event in events]


async def test_messages_of_many_customers_are_each_stored_once_owed_an_answer_and_told(
    database: Database, heard: list[Any], alone: list[str]
):
    talks = [await opened(database) for _ in range(12)]
    heard.clear()
    assert (
        await asyncio.gather(*(say(database, talk, "message-1", f"第{talk}句") for talk in talks)) == [(2, True)] * 12
    )
    assert alone == []
    assert await database.read(owed) == {(talk, 2) for talk in talks}
    assert {each.conversation_id for each in heard if isinstance(each, TurnOwed)} == set(talks)
    told = [each.wire for each in heard if isinstance(each, LoggedEvent)]
    for talk in talks:
        assert [wire["data"] for wire in told if wire["conversation_id"] == talk] == [{"text": f"第{talk}句"}]
        assert await database.read(log_of, talk) == [(2, f"第{talk}句")]


async def test_the_same_message_many_times_at_once_is_one(database: Database):
    talk = await opened(database)
    answers = await asyncio.gather(*(say(database, talk, "message-1") for _ in range(20)))
    assert sorted(answers) == [(2, False)] * 19 + [(2, True)]
    assert len(await database.read(log_of, talk)) == 1
    assert await database.read(owed) == {(talk, 2)}


async def test_who_waits_and_who_comes_back_are_written_alone(database: Database, alone: list[str]):
    waiting, closed = await opened(database), await opened(database)
    asked = {"actor": customers.CUSTOMER, "is_within_hours": True, "now": NOW}
    await database.write(queues.enqueue_on_request, waiting, **asked)
    await database.write(conversations.close, closed, actor=SYSTEM, reason=CloseReason.CUSTOMER_LEFT, now=NOW)
    assert (await say(database, waiting, "message-1"))[1] and (await say(database, closed, "message-2"))[1]
    assert alone == ["message-1", "message-2"]
    assert {talk for talk, _ in await database.read(owed)} == {closed}  # reopened: the bot answers again


async def test_a_conversation_that_somebody_else_writes_to_keeps_nobody_waiting(database: Database, alone: list[str]):
    busy, free = await opened(database), await opened(database)
    engine = create_engine(database.url)
    with engine.begin() as other:
        other.execute(text("SELECT 1 FROM conversation WHERE id = :id FOR UPDATE"), {"id": busy})
        late = asyncio.create_task(say(database, busy, "message-1"))
        async with asyncio.timeout(WAIT_S):
            while not alone:  # noqa: ASYNC110 — passed over by its batch, it is tried alone and waits
                await asyncio.sleep(0.01)
        assert await say(database, free, "message-2") == (2, True)
        assert not late.done()
    engine.dispose()
    assert await late == (2, True)
    assert alone == ["message-1"]


async def test_what_a_batch_could_not_write_each_tries_alone(
    database: Database, alone: list[str], monkeypatch: pytest.MonkeyPatch
):
    talks = [await opened(database) for _ in range(3)]

    def broken(call: Any) -> Any:
        quick = call.quick()
        return quick._replace(values=quick.values | {"type": None})  # which the table refuses

    monkeypatch.setattr("handoff.database._quick_of", broken)
    assert await asyncio.gather(*(say(database, talk, "message-1") for talk in talks)) == [(2, True)] * 3
    assert alone == ["message-1"] * 3


async def test_a_message_that_no_database_takes_fails_alone(database: Database):
    talk = await opened(database)
    unheard_of, said = await asyncio.gather(
        say(database, talk, "message-1", "\ud800"), say(database, talk, "message-2"), return_exceptions=True
    )
    assert isinstance(unheard_of, Exception)
    assert said == (2, True)
    assert await say(database, talk, "message-3") == (3, True)


async def test_a_message_that_is_refused_takes_no_other_with_it(database: Database):
    talk = await opened(database)
    empty, said = await asyncio.gather(
        say(database, talk, "message-1", "  "), say(database, talk, "message-2"), return_exceptions=True
    )
    assert isinstance(empty, MessageEmpty)
    assert said == (2, True)
