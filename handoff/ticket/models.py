"""Tables of complaints: the ticket as it stands, and every step that led there."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from handoff.database import Base

FEN = Decimal("0.01")


class Money(TypeDecorator[Decimal]):
    """Yuan with two decimals, stored as a whole number of fen: exact and summable on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value != value.quantize(FEN):
            raise ValueError("more than two decimals")
        return int(value * 100)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)


class Ticket(Base):
    """A complaint. `complaint_id` is unique, so the same confirmed complaint is one ticket whatever is retried.

    `phone` is digits only. `feedback_due_at` and `due_at` are what the customer was promised: the first answer and the
    result. `occurred_at` is ISO text of a date or a time, as far as the customer knew.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_recent", "created_at", "number"),
        Index("ix_ticket_repeat_customer", "customer_id", "product", "issue", "created_at"),
        Index("ix_ticket_repeat_phone", "phone", "product", "issue", "created_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    complaint_id: Mapped[str] = mapped_column(unique=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversation.id"), index=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customer.id"))
    channel: Mapped[str]
    status: Mapped[str]
    grade: Mapped[int]
    complaint_class: Mapped[str]
    is_repeat: Mapped[bool] = mapped_column(default=False)
    repeat_of: Mapped[str | None]  # number of the latest earlier ticket
    grade_reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    grading_version: Mapped[str]
    product: Mapped[str]
    issue: Mapped[str]
    demand: Mapped[str]
    description: Mapped[str]
    occurred_at: Mapped[str | None]
    occurred_text: Mapped[str | None]
    place: Mapped[str | None]
    amount: Mapped[Decimal | None] = mapped_column(Money)
    name: Mapped[str | None] = mapped_column(index=True)
    phone: Mapped[str]
    evidence: Mapped[str | None]
    consented_at: Mapped[datetime]
    created_at: Mapped[datetime]
    clock_starts_at: Mapped[datetime]  # `created_at`, or when the complaint was last reopened or disputed
    feedback_due_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class TicketHistory(Base):
    """One step in a ticket's life. Append-only."""

    __tablename__ = "ticket_history"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    ticket_id: Mapped[str] = mapped_column(ForeignKey("ticket.id"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str]
    actor_kind: Mapped[str]
    actor_id: Mapped[str | None]
    actor_name: Mapped[str | None]
    text: Mapped[str]
    note: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
