"""All SQL of the index. What every message needs in the end is prepared."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    bindparam,
    cast,
    exists,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.orm import Session

from handoff.conversation.models import Conversation, Event
from handoff.conversation.states import EventType
from handoff.database import connection_of
from handoff.prepared import Prepared
from handoff.search.models import Part, Phrase, Progress


def _table(model: type[Part] | type[Event]) -> Table:
    assert isinstance(model.__table__, Table)
    return model.__table__


_PART, _EVENT = _table(Part), _table(Event)
_WORDS = Table("search_words", MetaData(), Column("rowid", Integer), Column("words", String))  # SQLite's FTS5
_ADD_WORDS = Prepared(insert(_WORDS).values(rowid=bindparam("rowid"), words=bindparam("words")))
_SAID = Prepared(
    select(_EVENT.c.seq, _EVENT.c.data)
    .where(
        _EVENT.c.conversation_id == bindparam("conversation_id"), _EVENT.c.seq > bindparam("after_seq"),
        _EVENT.c.type == EventType.MESSAGE_CREATED,
    )
    .order_by(_EVENT.c.seq)
    .limit(bindparam("limit", type_=Integer))
)  # fmt: skip


class Behind(NamedTuple):
    """A conversation with messages after `after_seq` that are in no part yet."""

    conversation_id: str
    last_event_at: datetime
    after_seq: int


class NewPart(NamedTuple):
    conversation_id: str
    after_seq: int
    through_seq: int
    pairs: list[str]


@cache
def _add_part(dialect: str) -> Prepared:
    """For one of the two databases: the other's dialect is not imported, which a start would wait for."""
    add = import_module(f"sqlalchemy.dialects.{dialect}").insert(_PART)
    names = ["conversation_id", "after_seq", "through_seq", *(["words"] if dialect == "postgresql" else [])]
    values = {name: bindparam(name) for name in names}
    return Prepared(add.values(values).on_conflict_do_nothing().returning(_PART.c.id))


def find_progress(session: Session) -> datetime:
    return session.scalars(select(Progress.through)).one()


def keep_progress(session: Session, through: datetime) -> None:
    session.execute(update(Progress).where(Progress.through < through).values(through=through))


def list_behind(session: Session, *, since: datetime, limit: int) -> list[Behind]:
    """Those with an event since then, the one that is silent longest first."""
    newest = (
        select(func.coalesce(func.max(Part.through_seq), 0))
        .where(Part.conversation_id == Conversation.id)
        .correlate(Conversation)
        .scalar_subquery()
    )
    has_said = exists().where(
        Event.conversation_id == Conversation.id, Event.seq > newest, Event.type == EventType.MESSAGE_CREATED
    )
    query = (
        select(Conversation.id, Conversation.last_event_at, newest)
        .where(Conversation.last_event_at >= since, Conversation.last_seq > newest, has_said)
        .order_by(Conversation.last_event_at)
        .limit(limit)
    )
    return [Behind(*row) for row in session.execute(query)]


def list_said(session: Session, conversation_id: str, *, after_seq: int, limit: int) -> list[tuple[int, str]]:
    """Numbers and texts of messages."""
    values = {"conversation_id": conversation_id, "after_seq": after_seq, "limit": limit}
    return [(seq, data["text"]) for seq, data in _SAID.rows(connection_of(session), values)]


def add_part(session: Session, part: NewPart) -> None:
    """Nothing happens when another process has written it."""
    connection = connection_of(session)
    dialect = connection.dialect.name
    values: dict[str, Any] = part._asdict() | {"words": _vector(part.pairs) if dialect == "postgresql" else None}
    row = _add_part(dialect).first(connection, values)
    if row and dialect == "sqlite":
        _ADD_WORDS.run(connection, {"rowid": row[0], "words": " ".join(part.pairs)})


def with_words(session: Session, pairs: Sequence[str]) -> Select[Any]:
    """Ids of the parts that have these pairs, one behind the other."""
    if session.get_bind().dialect.name == "sqlite":
        phrase = f'"{" ".join(pairs)}"'
        return select(_WORDS.c.rowid.label("id")).where(literal_column("search_words").op("MATCH")(phrase))
    phrase = " <-> ".join(f"'{pair}'" for pair in pairs)
    return select(Part.id).where(Part.words.op("@@")(cast(phrase, Phrase())))


def _vector(pairs: Sequence[str]) -> str:
    return " ".join(f"'{pair}':{place}" for place, pair in enumerate(pairs, start=1))
