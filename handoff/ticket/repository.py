"""All SQL about tickets and their history."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, tuple_, update
from sqlalchemy.orm import Session

from handoff.ticket.models import Ticket, TicketHistory
from handoff.ticket.policy import digits_of
from handoff.ticket.states import ALLOWED, TicketStatus


def find_by_complaint_id(session: Session, complaint_id: str) -> Ticket | None:
    return session.scalar(select(Ticket).where(Ticket.complaint_id == complaint_id))


def find_by_number(session: Session, number: str, *, lock: bool = False) -> Ticket | None:
    """With `lock`, other writers of this ticket wait for the transaction (PostgreSQL; SQLite has one writer)."""
    query = select(Ticket).where(Ticket.number == number)
    locking = query.with_for_update().execution_options(populate_existing=True)  # as it is once the lock is ours
    return session.scalar(locking if lock else query)


def get(session: Session, ticket_id: str) -> Ticket:
    return session.get_one(Ticket, ticket_id)


def find_earlier(
    session: Session, *, customer_id: str | None, phone: str, product: str, issue: str, since: datetime
) -> Ticket | None:
    """The latest complaint of the same customer or phone about the same product and issue, made at `since` or later."""
    same_person = [Ticket.phone == phone] + ([Ticket.customer_id == customer_id] if customer_id else [])
    query = (
        select(Ticket)
        .where(or_(*same_person), Ticket.product == product, Ticket.issue == issue, Ticket.created_at >= since)
        .order_by(Ticket.created_at.desc())
        .limit(1)
    )
    return session.scalar(query)


def move(session: Session, ticket: Ticket, *, expected: TicketStatus, target: TicketStatus, **fields: Any) -> bool:
    """Change the status, and `fields` with it, only if it is still `expected`; False when it was not."""
    if target not in ALLOWED[expected]:
        raise ValueError(f"{expected} -> {target} is not a legal move")
    statement = (
        update(Ticket)
        .where(Ticket.id == ticket.id, Ticket.status == expected)
        .values(status=target, **fields)
        .execution_options(synchronize_session="fetch")
    )
    return session.execute(statement).rowcount == 1


def list_tickets(
    session: Session, *, status: str | None, grade: int | None, q: str | None, before: Ticket | None, limit: int
) -> Sequence[Ticket]:
    """The newest first. `before` ended the last page. `q` is part of number or description, or a whole name or phone:
    parts of those would let a masked number be guessed digit by digit."""
    query = select(Ticket).order_by(Ticket.created_at.desc(), Ticket.number.desc()).limit(limit)
    if status:
        query = query.where(Ticket.status == status)
    if grade:
        query = query.where(Ticket.grade == grade)
    if q:
        parts = [field.icontains(q, autoescape=True) for field in (Ticket.number, Ticket.description)]
        query = query.where(or_(*parts, Ticket.name == q, Ticket.phone == digits_of(q)))
    if before is not None:
        query = query.where(tuple_(Ticket.created_at, Ticket.number) < tuple_(before.created_at, before.number))
    return session.scalars(query).all()


def list_by_conversation(session: Session, conversation_id: str) -> Sequence[Ticket]:
    query = select(Ticket).where(Ticket.conversation_id == conversation_id).order_by(Ticket.created_at)
    return session.scalars(query).all()


def count_by_grade(session: Session, *, since: datetime, until: datetime) -> dict[int, int]:
    query = (
        select(Ticket.grade, func.count())
        .where(Ticket.created_at >= since, Ticket.created_at < until)
        .group_by(Ticket.grade)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def list_history(session: Session, ticket_id: str) -> Sequence[TicketHistory]:
    """The oldest first."""
    query = select(TicketHistory).where(TicketHistory.ticket_id == ticket_id).order_by(TicketHistory.id)
    return session.scalars(query).all()
