"""Turns the bot owes: writing them down, finding them, ending them. No Rasa here."""

from datetime import datetime

from sqlalchemy.orm import Session

from handoff.bot import repository
from handoff.bot.repository import OwedTurn, TakenTurn
from handoff.bot.states import TurnKind, TurnStatus
from handoff.database import publish
from handoff.realtime.messages import TurnOwed


def owe(session: Session, conversation_id: str, seq: int, *, kind: TurnKind, now: datetime) -> None:
    """The bot owes an answer to event `seq`; written in the transaction of that event."""
    repository.add(session, conversation_id, seq, kind=kind, now=now)
    is_alone = session.get_bind().dialect.name == "sqlite"  # else the turn is read once no other process gives it
    publish(session, TurnOwed(conversation_id, repository.find_owed(session, conversation_id) if is_alone else None))


def find_owed(session: Session, conversation_id: str) -> OwedTurn | None:
    """The oldest turn still owed in this conversation, with what the bot is told of it."""
    return repository.find_owed(session, conversation_id)


def list_owing(session: Session) -> list[str]:
    """Conversations in which a turn is owed, the longest waiting first: what a restart picks up."""
    return repository.list_owing(session)


def take(session: Session, conversation_id: str, seq: int) -> TakenTurn | None:
    """A turn that is about to end, with its conversation: nobody else writes to either meanwhile."""
    return repository.take(session, conversation_id, seq)


def end(session: Session, turn: TakenTurn, status: TurnStatus, *, now: datetime, failure: str | None = None) -> None:
    repository.end(session, turn, status, failure=failure, now=now)
