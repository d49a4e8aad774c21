"""All SQL about who holds what."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handoff.agent.models import Agent
from handoff.conversation.models import Conversation
from handoff.conversation.states import Status


def lock_agent(session: Session, agent_id: str) -> Agent | None:
    """Two claims of one agent wait for each other, so that together they cannot pass the capacity."""
    return session.get(Agent, agent_id, with_for_update=True, populate_existing=True)


def count_held(session: Session, agent_id: str) -> int:
    query = select(func.count()).where(Conversation.agent_id == agent_id, Conversation.status == Status.ASSIGNED)
    return session.scalar(query) or 0


def list_held(session: Session, agent_id: str) -> Sequence[str]:
    query = select(Conversation.id).where(Conversation.agent_id == agent_id, Conversation.status == Status.ASSIGNED)
    return session.scalars(query.order_by(Conversation.assigned_at)).all()


def list_waiting(session: Session) -> Sequence[str]:
    return session.scalars(select(Conversation.id).where(Conversation.status == Status.QUEUED)).all()


def get_agent_name(session: Session, agent_id: str) -> str | None:
    return session.scalar(select(Agent.name).where(Agent.id == agent_id))
