"""Who is given what, and what only the holder may do: claim, answer, transfer, hand back, close.

HTTP and the staff socket both end here, so the rules are the same on either.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from handoff.agent.states import SignedIn, is_desk, is_lead
from handoff.assignment import repository
from handoff.bot import service as bot_turns
from handoff.bot.states import TurnKind
from handoff.conversation import posting
from handoff.conversation import service as conversations
from handoff.conversation.models import Conversation, Event, NewEvent
from handoff.conversation.policy import clean_text
from handoff.conversation.service import SYSTEM, Actor, ConversationMoved
from handoff.conversation.states import ActorKind, CloseReason, EventType, HandoffReason, Priority, Status
from handoff.errors import Conflict, NotAllowed
from handoff.queue import service as queues
from handoff.queue.service import Handoff

NOTE_MAX_CHARS = 1000  # a transfer's or a closing note: a paragraph


class ConversationAlreadyClaimed(Conflict):
    """`details.agent_name` has it."""

    code, message = "conversation_already_claimed", "这个会话已被其他坐席领取。"


class AgentAtCapacity(Conflict):
    """`details.capacity` is the number of conversations the agent may hold at once."""

    code, message = "agent_at_capacity", "您同时服务的会话已达上限，请先结束或转出一个会话。"


class ConversationNotYours(Conflict):
    """Only the holder may do it. `details.agent_name` has it, null when nobody does."""

    code, message = "conversation_not_yours", "这个会话不在您名下，请先领取后再操作。"


def actor_of(agent: SignedIn) -> Actor:
    return Actor(ActorKind.AGENT, agent.id, agent.name)


def claim(session: Session, conversation_id: str, *, agent: SignedIn, now: datetime) -> Conversation:
    """Give a waiting conversation to the agent who asked for it. Claiming what one holds already changes nothing.

    Records `conversation.assigned`. Raises ConversationNotFound, ConversationMoved (nobody waits there),
    AgentAtCapacity, ConversationAlreadyClaimed for every claimant but the first, and NotAllowed for an agent who was
    deactivated or moved off the desk since they were let in: what they hold has gone back, and nobody would miss this.
    """
    holder = repository.lock_agent(session, agent.id)
    if holder is None or not holder.is_active or not is_desk(holder.role):
        raise NotAllowed(operation="conversation.claim")
    conversation = conversations.get(session, conversation_id)
    if conversation.status == Status.ASSIGNED and conversation.agent_id == agent.id:
        return conversation
    if conversation.status == Status.QUEUED and repository.count_held(session, agent.id) >= holder.capacity:
        raise AgentAtCapacity(capacity=holder.capacity)
    try:
        conversations.move(
            session, conversation, Status.ASSIGNED, expected=Status.QUEUED, agent_id=agent.id, assigned_at=now
        )
    except ConversationMoved:
        if conversation.status == Status.ASSIGNED:
            raise ConversationAlreadyClaimed(agent_name=_holder_name(session, conversation)) from None
        raise
    queues.record_assigned(session, conversation.id, agent_id=agent.id, now=now)
    data = {"agent_id": agent.id, "agent_name": agent.name}
    conversations.append(
        session, conversation, EventType.CONVERSATION_ASSIGNED, actor=actor_of(agent), data=data, now=now
    )
    return conversation


def send_message(
    session: Session, conversation_id: str, *, agent: SignedIn, client_id: str, text: str, max_chars: int, now: datetime
) -> tuple[Event | NewEvent, bool]:
    """What the holder writes to the customer; returns the event and whether it is new.

    A repeat gets its first answer even after the conversation went elsewhere. Raises ConversationNotFound,
    ConversationNotYours, MessageEmpty, MessageTooLong.
    """
    posted = posting.post_message(
        session, conversation_id, actor=actor_of(agent), client_id=client_id, text=text, max_chars=max_chars, now=now
    )
    if posted is None:
        conversation = conversations.get(session, conversation_id)
        raise ConversationNotYours(agent_name=_holder_name(session, conversation))
    if posted.is_new:
        queues.record_answered(session, conversation_id, agent_id=agent.id, now=now)
    return posted.event, posted.is_new


def add_note(
    session: Session, conversation_id: str, *, agent: SignedIn, client_id: str, text: str, max_chars: int, now: datetime
) -> tuple[Event | NewEvent, bool]:
    """A note for colleagues, by anybody at the desk; customers never see it."""
    return posting.post_note(
        session, conversation_id, actor=actor_of(agent), client_id=client_id, text=text, max_chars=max_chars, now=now
    )


def transfer(
    session: Session, conversation_id: str, *, agent: SignedIn, note: str, is_within_hours: bool, now: datetime
) -> Conversation:
    """Back to the queue with a note, priority and facts kept; the customer is told.

    By the holder, a supervisor or an admin. Records `conversation.released`, `conversation.queued` and
    `handoff.summarised`. Raises ConversationNotYours, and ConversationMoved when nobody holds it.
    """
    note = clean_text(note, max_chars=NOTE_MAX_CHARS)
    conversation = conversations.get(session, conversation_id, lock=True)
    if conversation.status != Status.ASSIGNED:
        raise ConversationMoved(status=conversation.status)
    _check_holds(session, conversation, agent, or_leads=True)
    _release(
        session, conversation, HandoffReason.TRANSFERRED, actor=actor_of(agent), note=note,
        is_within_hours=is_within_hours, now=now,
    )  # fmt: skip
    return conversation


def hand_back(session: Session, conversation_id: str, *, agent: SignedIn, now: datetime) -> Conversation:
    """Give it back to the bot, which owes a word and goes on where it was. By the holder only.

    Records `conversation.returned`. Raises ConversationNotYours.
    """
    conversation = conversations.get(session, conversation_id, lock=True)
    _check_holds(session, conversation, agent)
    conversations.move(
        session, conversation, Status.BOT, expected=Status.ASSIGNED, agent_id=None, queued_at=None, assigned_at=None,
        priority=Priority.NORMAL, queue_reason=None, bot_failures=0,
    )  # fmt: skip
    event = conversations.append(
        session, conversation, EventType.CONVERSATION_RETURNED, actor=actor_of(agent), data={"reason": "handed_back"},
        now=now,
    )  # fmt: skip
    bot_turns.owe(session, conversation.id, event.seq, kind=TurnKind.RESUME, now=now)
    return conversation


def close(
    session: Session, conversation_id: str, *, agent: SignedIn, reason: CloseReason, note: str | None, now: datetime
) -> Conversation:
    """End it, with a note for colleagues if there is one. By the holder, or by a supervisor or an admin in any state.

    Closing what is closed changes nothing. Raises ConversationNotYours.
    """
    conversation = conversations.get(session, conversation_id, lock=True)
    if conversation.status == Status.CLOSED:
        return conversation
    _check_holds(session, conversation, agent, or_leads=True)
    actor = actor_of(agent)
    if note:
        data = {"text": clean_text(note, max_chars=NOTE_MAX_CHARS)}
        conversations.append(session, conversation, EventType.NOTE_CREATED, actor=actor, data=data, now=now)
    return conversations.close(session, conversation_id, actor=actor, reason=reason, now=now)


def mark_read(session: Session, conversation_id: str, *, agent: SignedIn, seq: int) -> None:
    """The customer is told that the person who helps them has read it; onlookers leave no mark."""
    conversation = conversations.get(session, conversation_id, lock=True)
    if _holds(conversation, agent):
        conversations.mark_read(session, conversation_id, side="staff", seq=seq)


def release_all(session: Session, agent_id: str, *, is_within_hours: bool, now: datetime) -> None:
    """Everything the agent holds goes back to the queue: they cannot go on."""
    for conversation_id in repository.list_held(session, agent_id):
        conversation = conversations.get(session, conversation_id, lock=True)
        _release(
            session, conversation, HandoffReason.AGENT_VANISHED, actor=SYSTEM, note=None,
            is_within_hours=is_within_hours, now=now,
        )  # fmt: skip


def list_held(session: Session, agent_id: str) -> Sequence[str]:
    """Ids of what the agent holds, the longest held first."""
    return repository.list_held(session, agent_id)


def list_waiting(session: Session) -> Sequence[str]:
    """Ids of what waits, in no order."""
    return repository.list_waiting(session)


def _release(
    session: Session, conversation: Conversation, reason: HandoffReason, *, actor: Actor, note: str | None,
    is_within_hours: bool, now: datetime,
) -> None:  # fmt: skip
    """From a person to the queue, with what was known when it came to them."""
    known: dict[str, Any] = {"summary": conversation.summary or "", "facts": []}
    summarised = conversations.find_newest_event(session, conversation.id, EventType.HANDOFF_SUMMARISED)
    if summarised is not None:
        known = {"summary": summarised.data["summary"], "facts": summarised.data["facts"]}
    conversations.append(
        session, conversation, EventType.CONVERSATION_RELEASED, actor=actor, data={"reason": reason}, now=now
    )
    handoff = Handoff(reason, priority=conversation.priority, note=note, **known)
    queues.enqueue(session, conversation, handoff, now=now, is_within_hours=is_within_hours, actor=actor)


def _holds(conversation: Conversation, agent: SignedIn) -> bool:
    return conversation.status == Status.ASSIGNED and conversation.agent_id == agent.id


def _check_holds(session: Session, conversation: Conversation, agent: SignedIn, *, or_leads: bool = False) -> None:
    if not _holds(conversation, agent) and not (or_leads and is_lead(agent.role)):
        raise ConversationNotYours(agent_name=_holder_name(session, conversation))


def _holder_name(session: Session, conversation: Conversation) -> str | None:
    if conversation.status != Status.ASSIGNED or conversation.agent_id is None:
        return None
    return repository.get_agent_name(session, conversation.agent_id)
