"""Tables of a conversation: its present state, and the log of everything that happened in it."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from handoff.conversation.states import Priority, Status
from handoff.database import Base


class Conversation(Base):
    """One customer's thread on one channel. `last_seq` is the number of its newest event."""

    __tablename__ = "conversation"
    __table_args__ = (
        Index("ix_conversation_waiting", "status", "priority", "queued_at"),
        Index("ix_conversation_holder", "agent_id", "status"),
        Index("ix_conversation_recent", "last_event_at", "id", "status", "last_words"),  # a search reads it alone
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"), index=True)
    channel: Mapped[str]
    locale: Mapped[str]
    page_url: Mapped[str | None]
    status: Mapped[str] = mapped_column(default=Status.BOT)
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("agent.id"))
    priority: Mapped[int] = mapped_column(default=Priority.NORMAL)
    queued_at: Mapped[datetime | None]
    assigned_at: Mapped[datetime | None]
    queue_reason: Mapped[str | None]
    summary: Mapped[str | None]
    bot_state: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # slots and form of the bot's last turn
    bot_failures: Mapped[int] = mapped_column(default=0)  # in a row
    last_seq: Mapped[int] = mapped_column(default=0)
    customer_read_seq: Mapped[int] = mapped_column(default=0)
    staff_read_seq: Mapped[int] = mapped_column(default=0)
    close_reason: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    rating_score: Mapped[int | None]
    rating_comment: Mapped[str | None]
    rated_at: Mapped[datetime | None]
    can_rate: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    last_event_at: Mapped[datetime]
    last_words: Mapped[str | None]  # the newest message as searches compare it: `policy.searchable`


class Event(Base):
    """One row of the log. Never updated, never deleted before the conversation itself.

    `(conversation_id, sender, client_id)` is unique, so a repeated send finds the first one.
    """

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_repeat", "conversation_id", "sender", "client_id", unique=True),)

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[str]
    actor_kind: Mapped[str]
    actor_id: Mapped[str | None]
    actor_name: Mapped[str | None]
    is_internal: Mapped[bool]
    sender: Mapped[str]  # "customer", "bot", "system" or "agent:<id>"
    client_id: Mapped[str | None]
    created_at: Mapped[datetime]
    data: Mapped[dict[str, Any]] = mapped_column(JSON)


class NewEvent(NamedTuple):
    """A row of the log as it is written: the columns of `Event`."""

    conversation_id: str
    seq: int
    type: str
    actor_kind: str
    actor_id: str | None
    actor_name: str | None
    is_internal: bool
    sender: str
    client_id: str | None
    created_at: datetime
    data: dict[str, Any]
