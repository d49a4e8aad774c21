"""Signing in and out: from a username and a password to a session, and when a session ends.

`sign_in` in `endpoints.py` puts the steps together: read the hash, compare it outside any transaction (it is slow on
purpose), then `record_sign_in`, which alone decides.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handoff.agent import repository
from handoff.agent.models import Agent, AgentSession
from handoff.agent.policy import lock_for
from handoff.agent.states import Availability, Role, SignedIn
from handoff.assignment import service as assignments
from handoff.audit import service as audit
from handoff.database import publish
from handoff.errors import NotAuthenticated
from handoff.ids import new_token, token_hash
from handoff.realtime.messages import Changed, SessionEnded
from handoff.settings import Settings


class SignInRefused(NotAuthenticated):
    """Wrong name, wrong password, locked or deactivated: the answer is the same for all, and takes the same work."""

    code, message = "sign_in_refused", "用户名或密码不正确；多次输错后账号会暂停登录，请稍后再试或联系管理员。"


class StaffSessionEnded(NotAuthenticated):
    code, message = "staff_session_ended", "登录已失效，请重新登录。"


@dataclass(frozen=True, slots=True)
class NewSession:
    """`token` goes into the cookie and is kept nowhere else."""

    agent: SignedIn
    token: str


def find_password_hash(session: Session, username: str) -> str | None:
    """What the typed password is compared with; None for nobody."""
    agent = repository.find_by_username(session, username)
    return agent.password_hash if agent else None


def record_sign_in(
    session: Session, username: str, *, proven_hash: str | None, previous_token: str | None, address: str,
    now: datetime, settings: Settings,
) -> NewSession | None:  # fmt: skip
    """Begin a session if the password was proven against the hash the account still has; None when it is refused.

    The last word against guesses that run side by side: a locked account stays locked for the right password too. A
    refusal is counted and audited, also for names nobody has. The browser's previous session ends.
    """
    repository.delete_expired_sessions(session, now=now)
    agent = repository.find_by_username(session, username, lock=True)
    is_locked = agent is not None and agent.locked_until is not None and agent.locked_until > now
    if agent is None or not agent.is_active or is_locked or agent.password_hash != proven_hash:
        if agent is not None and not is_locked:
            _count_failure(agent, now=now, allowed=settings.sign_in_failures)
        known = agent.id if agent else None
        audit.record(session, "account.sign_in_refused", at=now, target=known, address=address, is_locked=is_locked)
        return None
    agent.failed_sign_ins, agent.locked_until = 0, None
    if previous_token:
        _end(session, token_hash(previous_token))
    audit.record(session, "account.sign_in", at=now, agent_id=agent.id, agent_name=agent.name, address=address)
    return _begin(session, agent, now=now, lifetime=timedelta(hours=settings.agent_session_hours))


def authenticate(session: Session, token: str, *, now: datetime) -> SignedIn:
    """Whose session this is, with the role of this moment. Raises StaffSessionEnded."""
    found = repository.find_session(session, token_hash(token), now=now)
    if found is None:
        raise StaffSessionEnded
    return _signed_in(*found)


def sign_out(session: Session, agent: SignedIn, *, is_within_hours: bool, now: datetime) -> None:
    """End this session; who is signed in nowhere else is away, and holds nothing any more."""
    _end(session, agent.token_hash)
    row = repository.find(session, agent.id, lock=True)
    if row is not None and not repository.has_session(session, agent.id):
        row.availability = Availability.AWAY
        session.flush()
        assignments.release_all(session, agent.id, is_within_hours=is_within_hours, now=now)
        publish(session, Changed("agents"), Changed("queue"))


def end_sessions(session: Session, agent_id: str, *, but: str | None = None) -> None:
    """End all sessions of the agent, except the one with token hash `but`; their sockets close."""
    ended = repository.delete_sessions(session, agent_id, but=but)
    publish(session, *(SessionEnded(token_hash=ended_hash) for ended_hash in ended))


def list_ended(session: Session, token_hashes: Collection[str]) -> set[str]:
    """Of these sessions, those that are no more."""
    return set(token_hashes) - repository.list_known(session, token_hashes)


def _begin(session: Session, agent: Agent, *, now: datetime, lifetime: timedelta) -> NewSession:
    token = new_token()
    row = AgentSession(
        token_hash=token_hash(token), agent_id=agent.id, csrf_token=secrets.token_urlsafe(32), created_at=now,
        expires_at=now + lifetime,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return NewSession(_signed_in(row, agent), token)


def _end(session: Session, ended_hash: str) -> None:
    if repository.delete_session(session, ended_hash):
        publish(session, SessionEnded(token_hash=ended_hash))


def _count_failure(agent: Agent, *, now: datetime, allowed: int) -> None:
    agent.failed_sign_ins += 1
    lock = lock_for(agent.failed_sign_ins, allowed=allowed)
    if lock is not None:
        agent.locked_until = now + lock


def _signed_in(row: AgentSession, agent: Agent) -> SignedIn:
    return SignedIn(
        id=agent.id, username=agent.username, name=agent.name, role=Role(agent.role),
        availability=Availability(agent.availability), capacity=agent.capacity, token_hash=row.token_hash,
        csrf_token=row.csrf_token, expires_at=row.expires_at,
    )  # fmt: skip
