"""All SQL about the audit log."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from handoff.audit.models import AuditEntry


def list_entries(session: Session, *, before: int | None, limit: int) -> Sequence[AuditEntry]:
    """The newest first; only those with a smaller id than `before`."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    return session.scalars(query if before is None else query.where(AuditEntry.id < before)).all()
