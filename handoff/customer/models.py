"""Tables of customers and their sessions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from handoff.database import Base


class Customer(Base):
    """A person or company. `external_id` is the institution's own id, proved by a signed token; null for a stranger."""

    __tablename__ = "customer"
    __table_args__ = (Index("ix_customer_surname", literal_column("substr(name, 1, 1)")),)  # in Chinese, one character

    id: Mapped[str] = mapped_column(primary_key=True)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str | None] = mapped_column(index=True)
    phone: Mapped[str | None] = mapped_column(index=True)
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)  # "vip", "elderly", …
    attributes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime]


class CustomerSession(Base):
    """Who may read and write one conversation: the SHA-256 of a token only the customer's browser holds."""

    __tablename__ = "customer_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
