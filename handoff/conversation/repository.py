"""All SQL about conversations and their log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handoff.conversation.models import Conversation, Event
from handoff.conversation.states import ALLOWED, ActorKind, EventType, Status

PAGE_MAX = 300  # events a page; docs/wire.md


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


def next_seq(session: Session, conversation_id: str, *, now: datetime) -> int:
    """Take the conversation's next event number; the row stays locked until COMMIT, so numbers are dense."""
    statement = (
        update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(last_seq=Conversation.last_seq + 1, last_event_at=now)
        .returning(Conversation.last_seq)
        .execution_options(synchronize_session=False)
    )
    return session.execute(statement).scalar_one()


def find_by_client_id(session: Session, conversation_id: str, *, sender: str, client_id: str) -> Event | None:
    query = select(Event).where(
        Event.conversation_id == conversation_id, Event.sender == sender, Event.client_id == client_id
    )
    return session.scalar(query)


def find_event(session: Session, conversation_id: str, seq: int) -> Event | None:
    return session.get(Event, (conversation_id, seq))


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


def list_words(session: Session, conversation_id: str, *, since: datetime, limit: int) -> list[str]:
    """What the customer wrote since then, the oldest first; at most the newest `limit`."""
    query = (
        select(Event.data)
        .where(
            Event.conversation_id == conversation_id, Event.type == EventType.MESSAGE_CREATED,
            Event.actor_kind == ActorKind.CUSTOMER, Event.created_at >= since,
        )
        .order_by(Event.seq.desc())
        .limit(limit)
    )  # fmt: skip
    return [data["text"] for data in session.scalars(query)][::-1]
