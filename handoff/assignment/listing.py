"""Conversations in lists, as rows: whose, held by whom, the last word, and how much of it is unread. All its SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, literal_column, or_, select, union
from sqlalchemy.orm import Session, aliased

from handoff.agent.models import Agent
from handoff.conversation.models import Conversation, Event
from handoff.conversation.states import ActorKind, EventType, Status
from handoff.customer.masking import names_in
from handoff.customer.models import Customer
from handoff.search import service as search
from handoff.ticket.models import Ticket
from handoff.ticket.policy import digits_of, normalise_number

WAITING_MAX = 200  # nobody reads further, and the counts say how many there are
ID_LENGTH = 26  # `ids.new_id`

COMMON = 15_000  # parts of conversations with a word, from which on the newest conversations surely have it
NEWEST = 1_000  # conversations that are looked through for it,
AT_ONCE = 100  # so many with one statement

Last = aliased(Event)
_SURNAME = literal_column("substr(customer.name, 1, 1)")  # as `ix_customer_surname` has it
_RECENT = (Conversation.last_event_at.desc(), Conversation.id.desc())


@dataclass(frozen=True, slots=True)
class Filter:
    """What to list. `before` is the `(last_event_at, id)` of the last line of the page before; `q` is plain text."""

    status: str | None = None
    agent_id: str | None = None
    q: str | None = None
    before: tuple[datetime, str] | None = None


def list_waiting(session: Session) -> Sequence[Row[Any]]:
    """Most urgent first, then longest."""
    order = (Conversation.priority.desc(), Conversation.queued_at, Conversation.id)
    return session.execute(
        _lines().where(Conversation.status == Status.QUEUED).order_by(*order).limit(WAITING_MAX)
    ).all()


def list_page(session: Session, wanted: Filter, *, limit: int) -> Sequence[Row[Any]]:
    """Newest activity first. Which lines there are is read from indexes, and only then what stands in them."""
    found = [_found(wanted, None, limit=limit)]
    if wanted.q:
        found = [_found(wanted, match, limit=limit) for match in _matches(wanted.q)]
        found += _with_words(session, wanted, limit=limit)
    ids = union(*(select(each.subquery().c.id) for each in found)) if len(found) > 1 else found[0]
    chosen = ids.subquery()
    query = _lines().where(Conversation.id.in_(select(chosen.c.id))).order_by(*_RECENT).limit(limit)
    return session.execute(query).all()


def list_hits(session: Session, ids: Sequence[str], words: str) -> Sequence[Row[Any]]:
    """`(conversation_id, text, actor_kind, created_at)` of the messages of these that hold the words, newest first."""
    query = (
        select(Event.conversation_id, Event.data["text"].as_string().label("text"), Event.actor_kind, Event.created_at)
        .where(Event.conversation_id.in_(ids), _holds(Event, words))
        .order_by(Event.conversation_id, Event.seq.desc())
    )
    return session.execute(query).all()


def list_names(session: Session, ids: Sequence[str]) -> list[tuple[str, str | None]]:
    """`(conversation_id, name)` of everybody who is named in these: by a ticket, or where an event says who it is."""
    tickets = select(Ticket.conversation_id, Ticket.name).where(Ticket.conversation_id.in_(ids))
    events = select(Event.conversation_id, Event.data).where(
        Event.conversation_id.in_(ids), Event.type.in_([EventType.BOT_UNDERSTOOD, EventType.HANDOFF_SUMMARISED])
    )
    told = [(each, name) for each, data in session.execute(events) for name in names_in({"data": data})]
    return [*((row.conversation_id or "", row.name) for row in session.execute(tickets)), *told]


def _with_words(session: Session, wanted: Filter, *, limit: int) -> list[Select[Any]]:
    """What was said, by the index of the search; and what is so new that it may not be in it."""
    words = wanted.q or ""
    parts = search.find_parts(session, words)
    if parts is None or _is_id(words) or _number(words):
        return []
    is_fresh = and_(
        Conversation.last_event_at >= search.fresh_since(session),
        Conversation.last_words.contains(words.lower(), autoescape=True),
    )
    fresh = _found(wanted, is_fresh, limit=limit)
    if search.count_parts(session, parts, at_most=COMMON) == COMMON:
        ids = _newest_with(session, wanted, words, limit=limit)
        if len(ids) == limit:
            return [fresh, select(Conversation.id).where(Conversation.id.in_(ids))]
    return [fresh, _found(wanted, Conversation.id.in_(search.conversations_of(parts)), limit=limit)]


def _newest_with(session: Session, wanted: Filter, words: str, *, limit: int) -> list[str]:
    """Ids of the newest in which somebody said the words, among `NEWEST`: what is common is soon in enough of them."""
    newest = session.scalars(_found(wanted, None, limit=NEWEST)).all()
    ids: list[str] = []
    for start in range(0, len(newest), AT_ONCE):
        some = newest[start : start + AT_ONCE]
        said = select(Event.conversation_id).where(Event.conversation_id.in_(some), _holds(Event, words)).distinct()
        those = set(session.scalars(said))
        ids += [each for each in some if each in those]
        if len(ids) >= limit:
            break
    return ids[:limit]


def _holds(event: type[Event], words: str) -> ColumnElement[bool]:
    text = func.lower(event.data["text"].as_string())
    return and_(event.type == EventType.MESSAGE_CREATED, text.contains(words.lower(), autoescape=True))


def _found(wanted: Filter, match: ColumnElement[bool] | None, *, limit: int) -> Select[Any]:
    """Ids of the newest conversations that are wanted and match."""
    query = select(Conversation.id).order_by(*_RECENT).limit(limit)
    if match is not None:
        query = query.where(match)
    if wanted.status:
        # Wrapped, so that no database reads all closed conversations by the index on status and sorts them: from the
        # newest on, a page is soon full.
        is_few = wanted.status in (Status.QUEUED, Status.ASSIGNED)
        status = Conversation.status if is_few else func.coalesce(Conversation.status, "")
        query = query.where(status == wanted.status)
    if wanted.agent_id:
        query = query.where(Conversation.agent_id == wanted.agent_id)
    if wanted.before:
        at, last_id = wanted.before
        is_older = or_(
            Conversation.last_event_at < at, and_(Conversation.last_event_at == at, Conversation.id < last_id)
        )
        query = query.where(is_older)
    return query


def find_line(session: Session, conversation_id: str) -> Row[Any] | None:
    return session.execute(_lines().where(Conversation.id == conversation_id)).first()


def _lines() -> Select[Any]:
    """`(Conversation, Customer, agent_name, text, actor_kind, said_at, unread, ticket_name)`; the last message may be
    null, and the name that a ticket has.

    The subqueries walk the log's primary key from its end, so a line costs the same in a long conversation.
    """
    last_seq = (
        select(Event.seq)
        .where(Event.conversation_id == Conversation.id, Event.type == EventType.MESSAGE_CREATED)
        .order_by(Event.seq.desc())
        .limit(1)
        .correlate(Conversation)
        .scalar_subquery()
    )
    unread = (
        select(func.count())
        .select_from(Event)
        .where(
            Event.conversation_id == Conversation.id,
            Event.seq > Conversation.staff_read_seq,
            Event.type == EventType.MESSAGE_CREATED,
            Event.actor_kind == ActorKind.CUSTOMER,
        )
        .correlate(Conversation)
        .scalar_subquery()
    )
    ticket_name = (
        select(Ticket.name)
        .where(Ticket.conversation_id == Conversation.id, Ticket.name.is_not(None))
        .order_by(Ticket.created_at.desc())
        .limit(1)
        .correlate(Conversation)
        .scalar_subquery()
    )
    is_for_people = Conversation.status.in_([Status.QUEUED, Status.ASSIGNED])
    return (
        select(
            Conversation,
            Customer,
            Agent.name.label("agent_name"),
            Last.data["text"].as_string().label("text"),
            Last.actor_kind.label("actor_kind"),
            Last.created_at.label("said_at"),
            case((is_for_people, unread), else_=0).label("unread"),
            ticket_name.label("ticket_name"),
        )
        .join(Customer, Customer.id == Conversation.customer_id)
        .outerjoin(Agent, Agent.id == Conversation.agent_id)
        .outerjoin(Last, and_(Last.conversation_id == Conversation.id, Last.seq == last_seq))
    )


def _matches(q: str) -> list[ColumnElement[bool]]:
    """The conversation's id, a ticket's number, the customer's whole name or phone, signed in or as a ticket has it.

    Any of these, each asked by itself, for then each has its index. One character finds surnames. Names and phones are
    not searched by parts: that would tell what masking hides.
    """
    if _is_id(q):
        return [Conversation.id == q]
    if number := _number(q):
        return [Conversation.id.in_(select(Ticket.conversation_id).where(Ticket.number == number))]
    phone = digits_of(q)
    is_customer = or_(Customer.name == q, Customer.phone == q, *([q == _SURNAME] if len(q) == 1 else []))
    return [
        Conversation.customer_id.in_(select(Customer.id).where(is_customer)),
        Conversation.id.in_(select(Ticket.conversation_id).where(Ticket.name == q)),
        *([Conversation.id.in_(select(Ticket.conversation_id).where(Ticket.phone == phone))] if phone else []),
    ]


def _is_id(q: str) -> bool:
    return q.startswith("c_") and len(q) == ID_LENGTH


def _number(q: str) -> str | None:
    """Of a ticket."""
    return normalise_number(q) if q[:2].upper() == "TS" else None
