"""Writing the audit log. Called by the service whose action it records, in the same transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from handoff.audit import repository
from handoff.audit.models import AuditEntry


def record(
    session: Session,
    action: str,
    *,
    at: datetime,
    agent_id: str | None = None,
    agent_name: str | None = None,
    target: str | None = None,
    address: str | None = None,
    **data: Any,
) -> None:
    """Add one entry. `data` is what changed, without passwords, tokens or personal data."""
    session.add(
        AuditEntry(
            at=at, agent_id=agent_id, agent_name=agent_name, action=action, target=target, address=address, data=data
        )
    )


def list_entries(session: Session, *, before: int | None, limit: int) -> Sequence[AuditEntry]:
    """The newest first; only those with a smaller id than `before`."""
    return repository.list_entries(session, before=before, limit=limit)
