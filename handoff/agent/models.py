"""Tables of staff: who they are, and their signed-in sessions."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from handoff.database import Base


class Agent(Base):
    """A person of the institution. `password_hash` is argon2id; `role` is one of `states.Role`."""

    __tablename__ = "agent"

    id: Mapped[str] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    password_hash: Mapped[str]
    availability: Mapped[str] = mapped_column(default="away")
    capacity: Mapped[int]
    is_active: Mapped[bool] = mapped_column(default=True)
    failed_sign_ins: Mapped[int] = mapped_column(default=0)  # in a row
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]  # last sign of a browser of theirs; written every few seconds (`agent.worker`)


class AgentSession(Base):
    """A signed-in browser. The cookie holds the token, the row its SHA-256; a header must repeat the CSRF token."""

    __tablename__ = "agent_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    agent_id: Mapped[str] = mapped_column(ForeignKey("agent.id"), index=True)
    csrf_token: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
