"""Roles, and the one table of what each may do. No I/O here."""

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
