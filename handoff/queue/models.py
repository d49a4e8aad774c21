"""The table of waits: each time a customer was put into the queue, and who came."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from handoff.database import Base


class QueueEntry(Base):
    """One wait for a person. `assigned_at` stays null when the customer left before anybody came.

    The conversation's own row only knows its present; estimates and reports are made from these.
    """

    __tablename__ = "queue_entry"
    __table_args__ = (
        Index("ix_queue_entry_queued", "queued_at"),
        Index("ix_queue_entry_assigned", "assigned_at"),
        Index("ix_queue_entry_conversation", "conversation_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    reason: Mapped[str]
    priority: Mapped[int]
    queued_at: Mapped[datetime]
    agent_id: Mapped[str | None] = mapped_column(ForeignKey("agent.id"))
    assigned_at: Mapped[datetime | None]
    first_response_at: Mapped[datetime | None]  # the agent's first message after `assigned_at`
