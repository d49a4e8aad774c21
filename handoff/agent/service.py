"""Accounts of staff: the first ones, new ones, and changes to them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from handoff.agent import repository
from handoff.agent.models import Agent
from handoff.agent.passwords import hash_now, new_password
from handoff.agent.sessions import end_sessions
from handoff.agent.states import Availability, Role, SignedIn, is_desk
from handoff.assignment import service as assignments
from handoff.audit import service as audit
from handoff.database import publish
from handoff.errors import Conflict, NotFound
from handoff.ids import new_id
from handoff.realtime.messages import Changed

CAPACITY = 5  # conversations at once, for the first accounts; `settings.agent_capacity` for later ones
FIRST_ACCOUNTS = (
    ("admin", Role.ADMIN, "系统管理员"),
    ("zhuguan", Role.SUPERVISOR, "周岚"),
    ("trainer", Role.TRAINER, "许文"),
    ("amira", Role.AGENT, "艾米娜"),
    ("ben", Role.AGENT, "卞恩"),
)


class AgentNotFound(NotFound):
    code, message = "agent_not_found", "没有找到这个账号。"


class UsernameTaken(Conflict):
    code, message = "username_taken", "这个用户名已被使用，请换一个。"


class LastAdmin(Conflict):
    code, message = "last_admin", "至少要保留一位在用的管理员，请先指定另一位管理员。"


class PasswordWrong(Conflict):
    """The current password that was given is not the account's, or somebody changed it in between."""

    code, message = "password_wrong", "当前密码不正确。"


def create_first_accounts(session: Session, now: datetime) -> list[tuple[str, str, str]]:
    """One account a role and a second agent, when there are no accounts at all: `[(username, role, password)]`.

    The passwords are in this answer and nowhere else; the operator is shown them once. Empty when accounts exist.
    """
    if repository.count_all(session):
        return []
    made = []
    for username, role, name in FIRST_ACCOUNTS:
        password = new_password()
        _add(session, username, name=name, role=role, capacity=CAPACITY, password_hash=hash_now(password), now=now)
        made.append((username, str(role), password))
    audit.record(session, "agent.create_first", at=now, accounts=[username for username, _, _ in made])
    return made


def find(session: Session, agent_id: str) -> Agent | None:
    return repository.find(session, agent_id)


def get(session: Session, agent_id: str, *, lock: bool = False) -> Agent:
    """Raises AgentNotFound."""
    agent = repository.find(session, agent_id, lock=lock)
    if agent is None:
        raise AgentNotFound
    return agent


def list_all(session: Session) -> Sequence[Agent]:
    """Active ones first, by username."""
    return repository.list_all(session)


def create(
    session: Session, *, by: SignedIn, username: str, name: str, role: Role, capacity: int, password_hash: str,
    address: str, now: datetime,
) -> Agent:  # fmt: skip
    """A new account. Raises UsernameTaken."""
    if repository.find_by_username(session, username) is not None:
        raise UsernameTaken
    agent = _add(session, username, name=name, role=role, capacity=capacity, password_hash=password_hash, now=now)
    _record(session, "agent.create", agent, by=by, address=address, now=now, username=username, role=role)
    publish(session, Changed("agents"))
    return agent


def update(
    session: Session, agent_id: str, *, by: SignedIn, changes: dict[str, Any], address: str, is_within_hours: bool,
    now: datetime,
) -> Agent:  # fmt: skip
    """Change `name`, `role`, `capacity` or `is_active`, whichever `changes` holds.

    Another role or a deactivation ends the agent's sessions; what they held and may hold no more goes back to the
    queue. Raises AgentNotFound and LastAdmin.
    """
    admins = repository.list_active_admins(session)
    agent = get(session, agent_id, lock=True)
    changed = {key: value for key, value in changes.items() if getattr(agent, key) != value}
    if not changed:
        return agent
    for key, value in changed.items():
        setattr(agent, key, value)
    if [admin for admin in admins if admin.is_active and admin.role == Role.ADMIN] == []:
        raise LastAdmin
    if changed.keys() & {"role", "is_active"}:
        agent.availability = Availability.AWAY
        end_sessions(session, agent.id)
        if not agent.is_active or not is_desk(agent.role):
            assignments.release_all(session, agent.id, is_within_hours=is_within_hours, now=now)
    session.flush()
    _record(session, "agent.update", agent, by=by, address=address, now=now, changes=changed)
    publish(session, Changed("agents"), Changed("queue"))
    return agent


def reset_password(
    session: Session, agent_id: str, *, by: SignedIn, password_hash: str, address: str, now: datetime
) -> None:
    """Replace a forgotten password; ends the agent's sessions and any lock. Raises AgentNotFound."""
    agent = get(session, agent_id, lock=True)
    agent.password_hash, agent.failed_sign_ins, agent.locked_until = password_hash, 0, None
    end_sessions(session, agent.id)
    _record(session, "agent.reset_password", agent, by=by, address=address, now=now)


def reset_password_by_operator(session: Session, username: str, *, password_hash: str, now: datetime) -> None:
    """For the command line on the server itself, when nobody can sign in. Raises AgentNotFound."""
    agent = repository.find_by_username(session, username, lock=True)
    if agent is None:
        raise AgentNotFound
    agent.password_hash, agent.failed_sign_ins, agent.locked_until = password_hash, 0, None
    end_sessions(session, agent.id)
    audit.record(session, "agent.reset_password", at=now, target=agent.id, agent_name="operator")


def change_password(
    session: Session, *, by: SignedIn, proven_hash: str, password_hash: str, address: str, now: datetime
) -> None:
    """Put a new hash in the place of the one the current password was proven against; ends the other sessions.

    Raises PasswordWrong when the account has another hash by now.
    """
    agent = get(session, by.id, lock=True)
    if agent.password_hash != proven_hash:
        raise PasswordWrong
    agent.password_hash = password_hash
    end_sessions(session, agent.id, but=by.token_hash)
    _record(session, "account.change_password", agent, by=by, address=address, now=now)


def set_availability(session: Session, agent_id: str, availability: Availability) -> None:
    """Online: counted as somebody who takes conversations. Away: keeps what they hold."""
    agent = get(session, agent_id, lock=True)
    if agent.availability != availability:
        agent.availability = availability
        publish(session, Changed("agents"), Changed("queue"))


def mark_seen(session: Session, agent_ids: Collection[str], *, now: datetime) -> None:
    """They gave a sign of life."""
    repository.mark_seen(session, agent_ids, now=now)


def list_unseen(session: Session, *, since: datetime) -> list[str]:
    """Ids of those who are online or hold a conversation, and gave no sign since then."""
    return repository.list_unseen(session, since=since)


def record_absence(session: Session, agent_id: str, *, since: datetime, is_within_hours: bool, now: datetime) -> bool:
    """Who gave no sign since then is away, and what they held goes back to the queue; the customers are told.

    False when they have come back in between.
    """
    agent = get(session, agent_id, lock=True)
    if agent.seen_at is not None and agent.seen_at >= since:
        return False
    agent.availability = Availability.AWAY
    session.flush()
    assignments.release_all(session, agent_id, is_within_hours=is_within_hours, now=now)
    audit.record(session, "agent.absent", at=now, target=agent_id, agent_name=agent.name)
    publish(session, Changed("agents"), Changed("queue"))
    return True


def _add(
    session: Session, username: str, *, name: str, role: Role, capacity: int, password_hash: str, now: datetime
) -> Agent:
    agent = Agent(
        id=new_id("a"), username=username, name=name, role=role, capacity=capacity, password_hash=password_hash,
        created_at=now,
    )  # fmt: skip
    session.add(agent)
    try:
        session.flush()
    except IntegrityError as error:  # somebody took the name since we looked
        raise UsernameTaken from error
    return agent


def _record(
    session: Session, action: str, agent: Agent, *, by: SignedIn, address: str, now: datetime, **data: Any
) -> None:
    audit.record(session, action, at=now, agent_id=by.id, agent_name=by.name, target=agent.id, address=address, **data)
