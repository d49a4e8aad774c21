"""Tables of the clock: what is due when, and the timers that watch it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from handoff.database import Base


class Deadline(Base):
    """One thing that must have happened by `due_at`. Never deleted; it ends met, or stopped when it no longer applies.

    `source` and `policy_version` say which rule made it, `arithmetic` how the due time came about.
    """

    __tablename__ = "deadline"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("ticket.id"), index=True)
    kind: Mapped[str]
    amount: Mapped[int]
    unit: Mapped[str]
    source: Mapped[str]
    is_second_hand: Mapped[bool]
    policy_version: Mapped[str]
    starts_at: Mapped[datetime]
    due_at: Mapped[datetime]
    arithmetic: Mapped[str]
    is_calendar_certain: Mapped[bool]
    met_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    breached_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        return self.met_at is None and self.stopped_at is None


class DeadlineAlarm(Base):
    """A timer of a deadline: a warning at `percent`, the breach, or a rung of the ladder. Fires once, while pending."""

    __tablename__ = "deadline_alarm"
    __table_args__ = (Index("ix_deadline_alarm_pending", "is_pending", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    deadline_id: Mapped[int] = mapped_column(ForeignKey("deadline.id"), index=True)
    kind: Mapped[str]
    percent: Mapped[int | None]
    role: Mapped[str | None]
    title: Mapped[str | None]
    due_at: Mapped[datetime]
    is_pending: Mapped[bool] = mapped_column(default=True)
    fired_at: Mapped[datetime | None]
