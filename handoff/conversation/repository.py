"""All SQL about conversations and their log. What every message needs is prepared once and passes the ORM by."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from sqlalchemy import Integer, Table, bindparam, exists, literal, or_, select, update
from sqlalchemy.orm import Session

from handoff.bot.models import BotTurn
from handoff.bot.states import TurnKind, TurnStatus
from handoff.conversation.models import Conversation, Event, NewEvent
from handoff.conversation.policy import searchable
from handoff.conversation.states import ALLOWED, ActorKind, EventType, Status
from handoff.database import connection_of
from handoff.prepared import Prepared

PAGE_MAX = 300  # events a page; docs/wire.md


class Place(NamedTuple):
    """A number in the log taken for a message, and who held the conversation then."""

    seq: int
    status: Status


def _table(model: type[Conversation] | type[Event] | type[BotTurn]) -> Table:
    assert isinstance(model.__table__, Table)
    return model.__table__


_CONVERSATION, _EVENT = _table(Conversation), _table(Event)
_TAKE = (
    update(_CONVERSATION)
    .where(_CONVERSATION.c.id == bindparam("conversation_id"))
    .values(last_seq=_CONVERSATION.c.last_seq + 1, last_event_at=bindparam("now"))
    .returning(_CONVERSATION.c.last_seq, _CONVERSATION.c.status)
)
_IS_REPEATED = exists().where(
    _EVENT.c.conversation_id == bindparam("conversation_id"),
    _EVENT.c.sender == bindparam("sender"),
    _EVENT.c.client_id == bindparam("client_id"),
)
_TAKE_SAYING = _TAKE.values(last_words=bindparam("words"))
_TAKE_SEQ, _TAKE_SEQ_SAYING = Prepared(_TAKE), Prepared(_TAKE_SAYING)
_TAKE_SEQ_FOR_CUSTOMER = Prepared(_TAKE_SAYING.where(_CONVERSATION.c.status != Status.CLOSED, ~_IS_REPEATED))
_TAKE_SEQ_FOR_HOLDER = Prepared(
    _TAKE_SAYING.where(
        _CONVERSATION.c.status == Status.ASSIGNED, _CONVERSATION.c.agent_id == bindparam("holder"), ~_IS_REPEATED
    )
)
_GIVE_SEQ_BACK = Prepared(
    update(_CONVERSATION)
    .where(_CONVERSATION.c.id == bindparam("conversation_id"))
    .values(last_seq=_CONVERSATION.c.last_seq - 1)
)


@cache
def _insert_event(dialect: str) -> Prepared:
    """For one of the two databases: the other's dialect is not imported, which a start would wait for."""
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert
    values = {column: bindparam(column) for column in NewEvent._fields}
    return Prepared(insert(_EVENT).values(values).on_conflict_do_nothing())


@cache
def quick_message() -> Prepared:
    """For PostgreSQL: a customer's message, its number and the turn the bot owes for it, as one statement.

    Its row: the number, who holds the conversation, and whether the event was written. None for what is not new, for
    a customer who waits, and where the conversation is closed, held by another writer, or not there.
    """
    insert = import_module("sqlalchemy.dialects.postgresql").insert
    free = (
        select(_CONVERSATION.c.id)
        .where(
            _CONVERSATION.c.id == bindparam("conversation_id"),
            or_(_CONVERSATION.c.status == Status.BOT, _CONVERSATION.c.status == Status.ASSIGNED),
            ~_IS_REPEATED,
        )
        .with_for_update(skip_locked=True)
        .cte("free")
    )
    place = (
        update(_CONVERSATION)
        .where(_CONVERSATION.c.id == select(free.c.id).scalar_subquery())
        .values(last_seq=_CONVERSATION.c.last_seq + 1, last_event_at=bindparam("now"), last_words=bindparam("words"))
        .returning(_CONVERSATION.c.last_seq, _CONVERSATION.c.status)
        .cte("place")
    )
    given = {name: bindparam(name, type_=_EVENT.c[name].type) for name in NewEvent._fields if name != "seq"}
    values = {**given, "seq": place.c.last_seq}
    said = (
        insert(_EVENT)
        .from_select(list(values), select(*values.values()))
        .on_conflict_do_nothing()
        .returning(_EVENT.c.seq)
        .cte("said")
    )
    turn = {
        "conversation_id": given["conversation_id"], "seq": said.c.seq, "kind": literal(TurnKind.MESSAGE),
        "status": literal(TurnStatus.PENDING), "created_at": given["created_at"],
    }  # fmt: skip
    owed = (
        insert(_table(BotTurn))
        .from_select(list(turn), select(*turn.values()).select_from(said.join(place, place.c.status == Status.BOT)))
        .cte("owed")
    )
    return Prepared(select(place.c.last_seq, place.c.status, exists(select(said.c.seq))).add_cte(owed))


_WORDS = Prepared(
    select(_EVENT.c.data)
    .where(
        _EVENT.c.conversation_id == bindparam("conversation_id"), _EVENT.c.type == EventType.MESSAGE_CREATED,
        _EVENT.c.actor_kind == ActorKind.CUSTOMER, _EVENT.c.created_at >= bindparam("since"),
    )
    .order_by(_EVENT.c.seq.desc())
    .limit(bindparam("limit", type_=Integer))
)  # fmt: skip

_KEEP_BOT_STATE = Prepared(
    update(_CONVERSATION)
    .where(_CONVERSATION.c.id == bindparam("conversation_id"))
    .values(bot_state=bindparam("state"), bot_failures=0)
)


def find(session: Session, conversation_id: str, *, lock: bool = False) -> Conversation | None:
    """With `lock`, other writers of this conversation wait for the transaction (PostgreSQL; SQLite has one writer)."""
    return session.get(Conversation, conversation_id, with_for_update=lock or None)


def find_latest(session: Session, customer_id: str, *, channel: str) -> Conversation | None:
    """The customer's newest conversation on this channel."""
    query = (
        select(Conversation)
        .where(Conversation.customer_id == customer_id, Conversation.channel == channel)
        .order_by(Conversation.created_at.desc())
        .limit(1)
    )
    return session.scalar(query)


def move(session: Session, conversation_id: str, *, expected: Status, target: Status, **fields: Any) -> bool:
    """Change the status, and `fields` with it, only if it is still `expected`; False when it was not.

    One UPDATE ... WHERE, so of two callers at once exactly one wins.
    """
    if target not in ALLOWED[expected]:
        raise ValueError(f"{expected} -> {target} is not a legal move")
    statement = (
        update(Conversation)
        .where(Conversation.id == conversation_id, Conversation.status == expected)
        .values(status=target, **fields)
        .execution_options(synchronize_session="fetch")
    )
    return session.execute(statement).rowcount == 1


def next_seq(session: Session, conversation_id: str, *, words: str | None, now: datetime) -> int:
    """Take the conversation's next event number; the row stays locked until COMMIT, so numbers are dense.

    `words`: the text of a message, for searches.
    """
    statement, values = _TAKE_SEQ, {"conversation_id": conversation_id, "now": now}
    if words is not None:
        statement, values = _TAKE_SEQ_SAYING, values | {"words": searchable(words)}
    ((seq, _),) = statement.rows(connection_of(session), values)
    return int(seq)


def take_place(
    session: Session, conversation_id: str, *, sender: str, client_id: str, agent_id: str | None, words: str,
    now: datetime,
) -> Place | None:  # fmt: skip
    """The next number for a message that is new, of a customer or of the agent who holds the conversation.

    None when it was said before, when the agent does not hold it, and when it is closed or not there: who asks then
    looks closer. One statement, which of two processes makes one wait for the other.
    """
    statement = _TAKE_SEQ_FOR_HOLDER if agent_id else _TAKE_SEQ_FOR_CUSTOMER
    values = {
        "conversation_id": conversation_id, "sender": sender, "client_id": client_id, "words": searchable(words),
        "now": now,
    }  # fmt: skip
    row = statement.first(connection_of(session), values | ({"holder": agent_id} if agent_id else {}))
    return row and Place(row[0], Status(row[1]))


def give_place_back(session: Session, conversation_id: str) -> None:
    """Undo `take_place` in its transaction, which nobody has seen."""
    _GIVE_SEQ_BACK.run(connection_of(session), {"conversation_id": conversation_id})


def add_event(session: Session, event: NewEvent) -> bool:
    """Write a new row; False when one with its sender's `client_id` came in between, from another process."""
    connection = connection_of(session)
    return _insert_event(connection.dialect.name).run(connection, event._asdict()) == 1


def find_by_client_id(session: Session, conversation_id: str, *, sender: str, client_id: str) -> Event | None:
    query = select(Event).where(
        Event.conversation_id == conversation_id, Event.sender == sender, Event.client_id == client_id
    )
    return session.scalar(query)


def list_events(session: Session, conversation_id: str, *, after_seq: int, limit: int) -> Sequence[Event]:
    """Events after `after_seq` in order, at most `limit`, never more than a page."""
    query = (
        select(Event)
        .where(Event.conversation_id == conversation_id, Event.seq > after_seq)
        .order_by(Event.seq)
        .limit(min(limit, PAGE_MAX))
    )
    return session.scalars(query).all()


def list_changed(session: Session, *, since: datetime) -> list[tuple[str, int]]:
    """Conversations with an event since then, each with the number of its newest."""
    query = select(Conversation.id, Conversation.last_seq).where(Conversation.last_event_at >= since)
    return [(conversation_id, newest) for conversation_id, newest in session.execute(query)]


def list_newest_events(session: Session, conversation_id: str, *, since: datetime) -> Sequence[Event]:
    """The newest page of events written since then, oldest first."""
    query = (
        select(Event)
        .where(Event.conversation_id == conversation_id, Event.created_at >= since)
        .order_by(Event.seq.desc())
        .limit(PAGE_MAX)
    )
    return session.scalars(query).all()[::-1]


def find_newest_event(session: Session, conversation_id: str, type: str) -> Event | None:
    query = (
        select(Event)
        .where(Event.conversation_id == conversation_id, Event.type == type)
        .order_by(Event.seq.desc())
        .limit(1)
    )
    return session.scalar(query)


def keep_bot_state(session: Session, conversation_id: str, state: dict[str, Any]) -> None:
    """What the bot's newest turn left; it has not failed."""
    _KEEP_BOT_STATE.run(connection_of(session), {"conversation_id": conversation_id, "state": state})


def list_words(session: Session, conversation_id: str, *, since: datetime, limit: int) -> list[str]:
    """What the customer wrote since then, the oldest first; at most the newest `limit`."""
    values = {"conversation_id": conversation_id, "since": since, "limit": limit}
    return [data["text"] for (data,) in _WORDS.rows(connection_of(session), values)][::-1]
