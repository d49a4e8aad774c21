"""All SQL about staff and their signed-in sessions."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from handoff.agent.models import Agent, AgentSession
from handoff.agent.states import Availability, Role
from handoff.conversation.models import Conversation
from handoff.conversation.states import Status


def find(session: Session, agent_id: str, *, lock: bool = False) -> Agent | None:
    """With `lock`, other writers of this agent wait for the transaction (PostgreSQL; SQLite has one writer)."""
    return session.get(Agent, agent_id, with_for_update=lock or None)


def find_by_username(session: Session, username: str, *, lock: bool = False) -> Agent | None:
    query = select(Agent).where(Agent.username == username)
    return session.scalar(query.with_for_update() if lock else query)


def list_all(session: Session) -> Sequence[Agent]:
    return session.scalars(select(Agent).order_by(Agent.is_active.desc(), Agent.username)).all()


def count_all(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Agent)) or 0


def list_active_admins(session: Session) -> Sequence[Agent]:
    """Locked, so that of two admins who demote each other at once only one can."""
    query = select(Agent).where(Agent.role == Role.ADMIN, Agent.is_active).order_by(Agent.id).with_for_update()
    return session.scalars(query).all()


def find_session(session: Session, token_hash: str, *, now: datetime) -> tuple[AgentSession, Agent] | None:
    """A session that has not expired, of an agent who is still active."""
    query = (
        select(AgentSession, Agent)
        .join(Agent, Agent.id == AgentSession.agent_id)
        .where(AgentSession.token_hash == token_hash, AgentSession.expires_at > now, Agent.is_active)
    )
    row = session.execute(query).first()
    return (row[0], row[1]) if row else None


def list_known(session: Session, token_hashes: Collection[str]) -> set[str]:
    query = select(AgentSession.token_hash).where(AgentSession.token_hash.in_(token_hashes))
    return set(session.scalars(query))


def delete_session(session: Session, token_hash: str) -> bool:
    """Whether there was one."""
    return session.execute(delete(AgentSession).where(AgentSession.token_hash == token_hash)).rowcount == 1


def delete_sessions(session: Session, agent_id: str, *, but: str | None = None) -> list[str]:
    """End all sessions of the agent, except the one with token hash `but`; returns the hashes of the ended ones."""
    statement = delete(AgentSession).where(AgentSession.agent_id == agent_id).returning(AgentSession.token_hash)
    if but is not None:
        statement = statement.where(AgentSession.token_hash != but)
    return list(session.scalars(statement))


def delete_expired_sessions(session: Session, *, now: datetime) -> None:
    session.execute(delete(AgentSession).where(AgentSession.expires_at <= now))


def mark_seen(session: Session, agent_ids: Collection[str], *, now: datetime) -> None:
    session.execute(update(Agent).where(Agent.id.in_(agent_ids)).values(seen_at=now))


def list_unseen(session: Session, *, since: datetime) -> list[str]:
    """Agents who are online or hold a conversation, and gave no sign since then."""
    holds = exists().where(Conversation.agent_id == Agent.id, Conversation.status == Status.ASSIGNED)
    query = select(Agent.id).where(
        or_(Agent.availability == Availability.ONLINE, holds),
        or_(Agent.seen_at.is_(None), Agent.seen_at < since),
    )
    return list(session.scalars(query))


def has_session(session: Session, agent_id: str) -> bool:
    return session.scalar(select(AgentSession.token_hash).where(AgentSession.agent_id == agent_id).limit(1)) is not None
