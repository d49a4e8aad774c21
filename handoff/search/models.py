"""Tables of the search: which part of which conversation is in the index, and how far the index has come.

The index itself is the database's own, made by a revision of the migrations alone: on PostgreSQL `words` and its GIN
index, on SQLite the FTS5 table `search_words`, whose `rowid` is the part's `id`.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import UserDefinedType

from handoff.database import Base


class Vector(UserDefinedType[str]):
    """PostgreSQL's `tsvector`, written as its text; its dialect is not imported where SQLite is used."""

    cache_ok = True

    def get_col_spec(self, **about: Any) -> str:
        return "TSVECTOR"


class Phrase(UserDefinedType[str]):
    """PostgreSQL's `tsquery`."""

    cache_ok = True

    def get_col_spec(self, **about: Any) -> str:
        return "TSQUERY"


class Part(Base):
    """The messages of a conversation after `after_seq`, until `through_seq`."""

    __tablename__ = "search_part"
    __table_args__ = (UniqueConstraint("conversation_id", "after_seq"),)  # of two processes one writes it

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    after_seq: Mapped[int]
    through_seq: Mapped[int]
    words: Mapped[str | None] = mapped_column(Vector)  # PostgreSQL only


class Progress(Base):
    """One row: all messages of before `through` are in the index."""

    __tablename__ = "search_progress"

    id: Mapped[int] = mapped_column(primary_key=True)
    through: Mapped[datetime]
