"""What is said in a conversation: messages and notes, each once. The path of every message: no statement too many."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from handoff.bot import service as bot_turns
from handoff.bot.states import TurnKind
from handoff.conversation import repository
from handoff.conversation.models import Event, NewEvent
from handoff.conversation.policy import clean_message, searchable
from handoff.conversation.repository import Place
from handoff.conversation.service import Actor, append, find_repeated, get, logged, new_event, reopen
from handoff.conversation.states import ActorKind, EventType, Status
from handoff.database import publish
from handoff.prepared import Row
from handoff.quick import NotQuick, Quick
from handoff.realtime.messages import TurnOwed


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that is in the log; `is_new` is false when it was said before. `status`: who holds it."""

    event: Event | NewEvent
    is_new: bool
    status: Status


def post_message(
    session: Session, conversation_id: str, *, actor: Actor, client_id: str, text: str, max_chars: int, now: datetime
) -> Posted | None:
    """Store what a customer or the agent who holds it wrote, once per `client_id`; None when another agent wrote it.

    Of secrets in it only marks are stored, with their kinds in `hidden`.
    A customer's message reopens a closed conversation, and owes a bot turn when the bot holds it. That a customer is
    this one is the caller's to check. Raises ConversationNotFound, MessageEmpty, MessageTooLong.
    """
    agent_id = actor.id if actor.kind is ActorKind.AGENT else None
    data = _text_data(text, max_chars=max_chars)
    place = repository.take_place(
        session, conversation_id, sender=actor.sender, client_id=client_id, agent_id=agent_id, words=data["text"],
        now=now,
    )  # fmt: skip
    if place is None:
        conversation = get(session, conversation_id, lock=True)
        if repeated := find_repeated(session, conversation_id, actor=actor, client_id=client_id):
            return Posted(repeated, is_new=False, status=Status(conversation.status))
        if agent_id is not None and (conversation.status != Status.ASSIGNED or conversation.agent_id != agent_id):
            return None
        if conversation.status == Status.CLOSED:
            reopen(session, conversation, now=now)
        seq = repository.next_seq(session, conversation_id, words=data["text"], now=now)
        place = Place(seq, Status(conversation.status))
    event = new_event(
        conversation_id, place.seq, EventType.MESSAGE_CREATED, actor=actor, data=data, client_id=client_id, now=now
    )
    if not repository.add_event(session, event):  # another process stored it while we waited for the conversation
        repository.give_place_back(session, conversation_id)
        repeated = find_repeated(session, conversation_id, actor=actor, client_id=client_id)
        assert repeated is not None
        return Posted(repeated, is_new=False, status=place.status)
    publish(session, logged(event))
    if actor.kind is ActorKind.CUSTOMER and place.status is Status.BOT:
        bot_turns.owe(session, conversation_id, place.seq, kind=TurnKind.MESSAGE, now=now)
    return Posted(event, is_new=True, status=place.status)


def quick_message(
    conversation_id: str, *, actor: Actor, client_id: str, text: str, max_chars: int, now: datetime
) -> Quick:
    """What `post_message` does with a customer's message when the bot or a person holds the conversation."""
    data = _text_data(text, max_chars=max_chars)
    event = new_event(
        conversation_id, 0, EventType.MESSAGE_CREATED, actor=actor, data=data, client_id=client_id, now=now
    )
    values = {**event._asdict(), "now": now, "words": searchable(data["text"])}

    def finish(row: Row) -> tuple[Posted, list[Any]]:
        seq, status, is_written = row
        if not is_written:  # another process stored it in between
            raise NotQuick
        said, status = event._replace(seq=seq), Status(status)
        owed = [TurnOwed(conversation_id)] if status is Status.BOT else []
        return Posted(said, is_new=True, status=status), [logged(said), *owed]

    return Quick(repository.quick_message(), values, finish)


def post_note(
    session: Session, conversation_id: str, *, actor: Actor, client_id: str, text: str, max_chars: int, now: datetime
) -> tuple[Event | NewEvent, bool]:
    """Store an internal note, once per `client_id`; returns the event and whether it is new. Customers never see it.

    Raises ConversationNotFound, MessageEmpty, MessageTooLong.
    """
    conversation = get(session, conversation_id, lock=True)
    repeated = repository.find_by_client_id(session, conversation_id, sender=actor.sender, client_id=client_id)
    if repeated is not None:
        return repeated, False
    data = _text_data(text, max_chars=max_chars)
    return append(
        session, conversation, EventType.NOTE_CREATED, actor=actor, data=data, now=now, client_id=client_id
    ), True


def _text_data(text: str, *, max_chars: int) -> dict[str, Any]:
    written = clean_message(text, max_chars=max_chars)
    return {"text": written.text} | ({"hidden": list(written.kinds)} if written.kinds else {})
