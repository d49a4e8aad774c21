"""Roles, and the one table of what each may do. No I/O here."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    AGENT = "agent"
    TRAINER = "trainer"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class Availability(StrEnum):
    ONLINE = "online"
    AWAY = "away"


_DESK = {Role.AGENT, Role.SUPERVISOR, Role.ADMIN}
_LEAD = {Role.SUPERVISOR, Role.ADMIN}
_ALL = set(Role)

# Operation -> roles that may do it. Every staff endpoint and socket frame names one of these; a test walks them all.
PERMISSIONS: dict[str, set[Role]] = {
    "account.read": _ALL,
    "account.sign_out": _ALL,
    "account.change_password": _ALL,
    "agent.set_availability": _DESK,
    "agent.list": _LEAD,
    "agent.create": {Role.ADMIN},
    "agent.update": {Role.ADMIN},
    "agent.reset_password": {Role.ADMIN},
    "queue.read": _DESK,
    "conversation.list": _DESK | {Role.TRAINER},
    "conversation.read": _DESK | {Role.TRAINER},
    "conversation.claim": _DESK,
    "conversation.transfer": _DESK,
    "conversation.return": _DESK,
    "conversation.close": _DESK,
    "message.send": _DESK,
    "note.create": _DESK,
    "reply.list": _DESK,
    "ticket.list": _DESK,
    "ticket.read": _DESK,
    "ticket.grade": _DESK,
    "ticket.move": _DESK,
    "customer.read": _DESK,
    "customer.reveal": _DESK,
    "report.read": _LEAD,
    "audit.read": _LEAD,
}


def may(role: Role | str, operation: str) -> bool:
    """Whether the role may do it. Raises KeyError for an operation the table does not know."""
    return Role(role) in PERMISSIONS[operation]


def is_desk(role: Role | str) -> bool:
    """Whether conversations can be given to this role."""
    return Role(role) in _DESK


def is_lead(role: Role | str) -> bool:
    """Whether the role may act on conversations that others hold."""
    return Role(role) in _LEAD


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whose browser it is. `token_hash` names the session; its cookie holds the token itself."""

    id: str
    username: str
    name: str
    role: Role
    availability: Availability
    capacity: int
    token_hash: str
    csrf_token: str
    expires_at: datetime

    def may(self, operation: str) -> bool:
        return may(self.role, operation)

    @property
    def permissions(self) -> list[str]:
        return [operation for operation in PERMISSIONS if self.may(operation)]
