"""The bot's work: one row a turn it owes, written in the transaction of the message that asked for it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from handoff.bot.states import TurnStatus
from handoff.database import Base


class BotTurn(Base):
    """A turn the bot owes or gave. Its key `conversation_id:seq` is the idempotency key towards Rasa."""

    __tablename__ = "bot_turn"
    __table_args__ = (Index("ix_bot_turn_pending", "status", "created_at"),)

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)  # of the event it answers
    kind: Mapped[str]
    status: Mapped[str] = mapped_column(default=TurnStatus.PENDING)
    failure: Mapped[str | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
