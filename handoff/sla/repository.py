"""All SQL about deadlines and their timers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handoff.sla.models import Deadline, DeadlineAlarm


def list_deadlines(session: Session, ticket_ids: Iterable[str]) -> Sequence[Deadline]:
    """Of these tickets, the earliest due first."""
    query = select(Deadline).where(Deadline.ticket_id.in_(list(ticket_ids))).order_by(Deadline.due_at, Deadline.id)
    return session.scalars(query).all()


def list_alarms(session: Session, deadline_ids: Iterable[int]) -> dict[int, list[DeadlineAlarm]]:
    """By deadline, the earliest first."""
    query = (
        select(DeadlineAlarm)
        .where(DeadlineAlarm.deadline_id.in_(list(deadline_ids)))
        .order_by(DeadlineAlarm.due_at, DeadlineAlarm.id)
    )
    found: dict[int, list[DeadlineAlarm]] = defaultdict(list)
    for alarm in session.scalars(query):
        found[alarm.deadline_id].append(alarm)
    return found


def cancel_alarms(session: Session, deadline_id: int) -> None:
    """Those that have not fired never will."""
    session.execute(
        update(DeadlineAlarm)
        .where(DeadlineAlarm.deadline_id == deadline_id, DeadlineAlarm.is_pending.is_(True))
        .values(is_pending=False)
        .execution_options(synchronize_session="fetch")
    )


def has_due_alarm(session: Session, *, now: datetime) -> bool:
    query = select(DeadlineAlarm.id).where(DeadlineAlarm.is_pending.is_(True), DeadlineAlarm.due_at <= now).limit(1)
    return session.scalar(query) is not None


def claim_due_alarms(session: Session, *, now: datetime, limit: int) -> list[tuple[DeadlineAlarm, Deadline]]:
    """Pending alarms whose time has come, the oldest first; locked, and skipped when another process holds them."""
    query = (
        select(DeadlineAlarm, Deadline)
        .join(Deadline, Deadline.id == DeadlineAlarm.deadline_id)
        .where(DeadlineAlarm.is_pending.is_(True), DeadlineAlarm.due_at <= now)
        .order_by(DeadlineAlarm.due_at, DeadlineAlarm.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=DeadlineAlarm)
    )
    return [(alarm, deadline) for alarm, deadline in session.execute(query)]
