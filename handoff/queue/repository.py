"""All SQL about the order of waiting."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, Table, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from handoff.agent.models import Agent, AgentSession
from handoff.agent.states import Availability
from handoff.conversation.models import Conversation
from handoff.conversation.states import Status
from handoff.database import connection_of
from handoff.prepared import Prepared
from handoff.queue.models import QueueEntry

RECENT_WAITS = 20  # the newest that are looked at: enough for a median, few enough to follow the hour

_ENTRY = cast(Table, QueueEntry.__table__)
_NEWEST = _ENTRY.alias("newest")
_RECORD_ANSWERED = Prepared(
    update(_ENTRY)
    .where(
        _ENTRY.c.id
        == select(func.max(_NEWEST.c.id)).where(_NEWEST.c.conversation_id == bindparam("of")).scalar_subquery(),
        _ENTRY.c.agent_id == bindparam("agent"),
        _ENTRY.c.first_response_at.is_(None),
    )
    .values(first_response_at=bindparam("now"))
)


def count_ahead(session: Session, conversation: Conversation) -> int:
    """How many wait before this one: more urgent, or as urgent and longer."""
    is_longer = or_(
        Conversation.queued_at < conversation.queued_at,
        and_(Conversation.queued_at == conversation.queued_at, Conversation.id < conversation.id),
    )
    query = select(func.count()).where(
        Conversation.status == Status.QUEUED,
        or_(
            Conversation.priority > conversation.priority,
            and_(Conversation.priority == conversation.priority, is_longer),
        ),
    )
    return session.scalar(query) or 0


def list_waiting(session: Session) -> Sequence[Row[Any]]:
    """`(id, last_seq, can_rate, customer_read_seq, staff_read_seq)` of all who wait, in the order of their turn."""
    query = (
        select(
            Conversation.id, Conversation.last_seq, Conversation.can_rate, Conversation.customer_read_seq,
            Conversation.staff_read_seq,
        )
        .where(Conversation.status == Status.QUEUED)
        .order_by(Conversation.priority.desc(), Conversation.queued_at, Conversation.id)
    )  # fmt: skip
    return session.execute(query).all()


def count_by_status(session: Session) -> dict[str, int]:
    """Open conversations by who holds them; closed ones are not counted."""
    open_ones = [Status.BOT, Status.QUEUED, Status.ASSIGNED]
    query = select(Conversation.status, func.count()).group_by(Conversation.status)
    return {row[0]: row[1] for row in session.execute(query.where(Conversation.status.in_(open_ones)))}


def count_waiting(session: Session) -> dict[int, int]:
    """Waiting conversations by priority; a priority nobody waits with is left out."""
    query = (
        select(Conversation.priority, func.count())
        .where(Conversation.status == Status.QUEUED)
        .group_by(Conversation.priority)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def count_online(session: Session, *, now: datetime) -> int:
    """Agents who say they are online and are signed in."""
    is_signed_in = select(AgentSession.agent_id).where(AgentSession.expires_at > now)
    query = select(func.count()).where(
        Agent.is_active, Agent.availability == Availability.ONLINE, Agent.id.in_(is_signed_in)
    )
    return session.scalar(query) or 0


def list_recent_waits_s(session: Session, *, since: datetime) -> list[float]:
    """Seconds waited by those who were helped since then, the newest first, at most RECENT_WAITS."""
    query = (
        select(QueueEntry.queued_at, QueueEntry.assigned_at)
        .where(QueueEntry.assigned_at >= since)
        .order_by(QueueEntry.assigned_at.desc())
        .limit(RECENT_WAITS)
    )
    return [(assigned_at - queued_at).total_seconds() for queued_at, assigned_at in session.execute(query)]


def find_newest_entry(session: Session, conversation_id: str) -> QueueEntry | None:
    query = (
        select(QueueEntry).where(QueueEntry.conversation_id == conversation_id).order_by(QueueEntry.id.desc()).limit(1)
    )
    return session.scalar(query)


def record_answered(session: Session, conversation_id: str, *, agent_id: str, now: datetime) -> None:
    """Of the newest wait, if this agent ended it and has not answered yet. Asked for each message an agent writes."""
    _RECORD_ANSWERED.run(connection_of(session), {"of": conversation_id, "agent": agent_id, "now": now})


def list_entries(session: Session, *, since: datetime, until: datetime) -> Sequence[QueueEntry]:
    """Waits that began in [since, until), the oldest first."""
    query = (
        select(QueueEntry)
        .where(QueueEntry.queued_at >= since, QueueEntry.queued_at < until)
        .order_by(QueueEntry.queued_at, QueueEntry.id)
    )
    return session.scalars(query).all()
