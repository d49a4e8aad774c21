"""All SQL about bot turns."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handoff.bot.models import BotTurn
from handoff.bot.states import TurnStatus


def find(session: Session, conversation_id: str, seq: int) -> BotTurn | None:
    return session.get(BotTurn, (conversation_id, seq), with_for_update=True)


def find_owed(session: Session, conversation_id: str) -> BotTurn | None:
    query = (
        select(BotTurn)
        .where(BotTurn.conversation_id == conversation_id, BotTurn.status == TurnStatus.PENDING)
        .order_by(BotTurn.seq)
        .limit(1)
    )
    return session.scalar(query)


def list_owing(session: Session) -> list[str]:
    query = (
        select(BotTurn.conversation_id)
        .where(BotTurn.status == TurnStatus.PENDING)
        .group_by(BotTurn.conversation_id)
        .order_by(func.min(BotTurn.created_at))
    )
    return list(session.scalars(query))
