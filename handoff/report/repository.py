"""All SQL of the reports: what the log says of a span of time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from handoff.conversation.models import Conversation, Event
from handoff.conversation.states import EventType

MILESTONES = (
    EventType.CONVERSATION_OPENED,
    EventType.CONVERSATION_CLOSED,
    EventType.RATING_REQUESTED,
    EventType.RATING_GIVEN,
)


def list_milestones(session: Session, *, since: datetime, until: datetime) -> Sequence[Row[Any]]:
    """`(conversation_id, type, created_at, data)` of what began, ended and was rated in [since, until), unordered.

    Found through the conversations that were active since then, so the log's older part is never read.
    """
    active = select(Conversation.id).where(Conversation.last_event_at >= since)
    query = select(Event.conversation_id, Event.type, Event.created_at, Event.data).where(
        Event.conversation_id.in_(active),
        Event.created_at >= since,
        Event.created_at < until,
        Event.type.in_(MILESTONES),
    )
    return session.execute(query).all()
