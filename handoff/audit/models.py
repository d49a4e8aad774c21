"""The table of who did what to whom, outside a conversation's own log."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from handoff.database import Base


class AuditEntry(Base):
    """Append-only. `action` is an operation (`agent.create`), `target` the id it was done to. `data` has no secrets."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_at", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    agent_id: Mapped[str | None]
    agent_name: Mapped[str | None]
    action: Mapped[str]
    target: Mapped[str | None]
    address: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
