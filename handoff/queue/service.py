"""The queue: putting a conversation into it, and the place a customer has in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from handoff.conversation import service as conversations
from handoff.conversation.models import Conversation
from handoff.conversation.schemas import QueuePlace
from handoff.conversation.service import SYSTEM, Actor
from handoff.conversation.states import EventType, HandoffReason, Priority, Status
from handoff.database import publish
from handoff.queue import anger, repository
from handoff.queue.models import QueueEntry
from handoff.queue.policy import estimate_wait_s, find_escalation, summarise_request
from handoff.realtime.messages import Changed
from handoff.ticket import service as tickets

RECENT = timedelta(hours=1)  # waits older than this say little about now


@dataclass(frozen=True, slots=True)
class Handoff:
    """Why a person is needed, and what that person should know before the first word.

    `facts` are `{"name", "label", "value", "status"}` with status `confirmed` or `inferred`.
    """

    reason: HandoffReason
    priority: int = Priority.NORMAL
    summary: str = ""
    facts: list[dict[str, Any]] = field(default_factory=list)
    note: str | None = None


def enqueue(
    session: Session,
    conversation: Conversation,
    handoff: Handoff,
    *,
    now: datetime,
    is_within_hours: bool,
    actor: Actor = SYSTEM,
) -> None:
    """Put a conversation the bot or an agent holds into the queue.

    A returning conversation keeps the higher of its priorities. Records `conversation.queued` for everyone and
    `handoff.summarised` for staff. Raises ConversationMoved when it is queued or closed already.
    """
    expected = Status.ASSIGNED if conversation.status == Status.ASSIGNED else Status.BOT
    priority = max(handoff.priority, conversation.priority)
    conversations.move(
        session, conversation, Status.QUEUED, expected=expected,
        priority=priority, queued_at=now, queue_reason=handoff.reason, summary=handoff.summary, agent_id=None,
        assigned_at=None,
    )  # fmt: skip
    session.add(QueueEntry(conversation_id=conversation.id, reason=handoff.reason, priority=priority, queued_at=now))
    public = {"reason": handoff.reason, "priority": priority, "is_within_hours": is_within_hours}
    conversations.append(session, conversation, EventType.CONVERSATION_QUEUED, actor=actor, data=public, now=now)
    internal = {
        "reason": handoff.reason, "priority": priority, "summary": handoff.summary, "facts": handoff.facts,
        "note": handoff.note,
    }  # fmt: skip
    conversations.append(session, conversation, EventType.HANDOFF_SUMMARISED, actor=actor, data=internal, now=now)
    heed(session, conversation, now=now)


def heed(session: Session, conversation: Conversation, *, now: datetime) -> None:
    """Let the words of a waiting customer count: growing anger, or what cannot wait, moves them forward.

    Records `conversation.escalated` once a reason and a wait, and adds it to the summary. Never lowers a priority.
    """
    if conversation.status != Status.QUEUED:
        return
    words = conversations.list_words(session, conversation.id, since=now - anger.LASTS, limit=anger.LOOK_BACK)
    found = find_escalation(words)
    if found is None or found.reason in _reasons_known(session, conversation):
        return
    before = conversation.priority
    conversation.priority = max(before, found.priority)
    conversation.summary = f"{conversation.summary or ''}{found.text}。"
    entry = repository.find_newest_entry(session, conversation.id)
    if entry is not None:
        entry.priority = conversation.priority
    data = {
        "reason": found.reason, "priority": conversation.priority, "priority_before": before, "text": found.text,
    }  # fmt: skip
    conversations.append(session, conversation, EventType.CONVERSATION_ESCALATED, actor=SYSTEM, data=data, now=now)
    publish(session, Changed("queue"), Changed(f"conversation:{conversation.id}"))


def _reasons_known(session: Session, conversation: Conversation) -> set[str]:
    """Why the customer waits, and what this wait was escalated for."""
    newest = conversations.find_newest_event(session, conversation.id, EventType.CONVERSATION_ESCALATED)
    is_of_this_wait = newest and conversation.queued_at and newest.created_at >= conversation.queued_at
    return {conversation.queue_reason or "", newest.data["reason"] if newest and is_of_this_wait else ""}


def enqueue_on_request(
    session: Session, conversation_id: str, *, actor: Actor, is_within_hours: bool, now: datetime
) -> None:
    """The customer pressed 转人工. Nothing changes when they wait or are helped already; a closed one is reopened."""
    conversation = conversations.get(session, conversation_id, lock=True)
    if conversation.status in (Status.QUEUED, Status.ASSIGNED):
        return
    if conversation.status == Status.CLOSED:
        conversations.reopen(session, conversation, now=now)
    facts = conversation.bot_state.get("facts", [])
    numbers = [tickets.standing_of(ticket) for ticket in tickets.list_by_conversation(session, conversation_id)]
    handoff = Handoff(HandoffReason.ASKED, summary=summarise_request(facts, tickets=numbers), facts=facts)
    enqueue(session, conversation, handoff, now=now, is_within_hours=is_within_hours, actor=actor)


def leave(session: Session, conversation_id: str, *, actor: Actor, now: datetime) -> None:
    """The customer would rather go on with the bot. Records `conversation.returned`.

    Nothing changes when the bot holds it already. Raises ConversationMoved when a person has taken it.
    """
    conversation = conversations.get(session, conversation_id, lock=True)
    if conversation.status == Status.BOT:
        return
    conversations.move(
        session, conversation, Status.BOT, expected=Status.QUEUED, queued_at=None, priority=Priority.NORMAL
    )
    data = {"reason": "customer_changed_mind"}
    conversations.append(session, conversation, EventType.CONVERSATION_RETURNED, actor=actor, data=data, now=now)


def place(session: Session, conversation: Conversation, *, now: datetime) -> QueuePlace | None:
    """Where a waiting conversation stands and how long it may take; None when it does not wait."""
    if conversation.status != Status.QUEUED:
        return None
    ahead = repository.count_ahead(session, conversation)
    online = repository.count_online(session, now=now)
    waits_s = repository.list_recent_waits_s(session, since=now - RECENT)
    return _place(ahead, waits_s=waits_s, agents_online=online)


def places(session: Session, *, now: datetime) -> list[tuple[Row[Any], QueuePlace]]:
    """Of all who wait, as `place` says it of one; with each what `repository.list_waiting` has of them."""
    online = repository.count_online(session, now=now)
    waits_s = repository.list_recent_waits_s(session, since=now - RECENT)
    return [
        (row, _place(ahead, waits_s=waits_s, agents_online=online))
        for ahead, row in enumerate(repository.list_waiting(session))
    ]


def _place(ahead: int, *, waits_s: Sequence[float], agents_online: int) -> QueuePlace:
    estimate = estimate_wait_s(waits_s, ahead=ahead, agents_online=agents_online)
    return QueuePlace(position=ahead + 1, ahead=ahead, estimated_wait_s=estimate)


def record_assigned(session: Session, conversation_id: str, *, agent_id: str, now: datetime) -> None:
    """Somebody came: ends the wait that `enqueue` began."""
    entry = repository.find_newest_entry(session, conversation_id)
    if entry is not None:
        entry.agent_id, entry.assigned_at = agent_id, now


def record_answered(session: Session, conversation_id: str, *, agent_id: str, now: datetime) -> None:
    """The agent who came has written; only the first time counts."""
    repository.record_answered(session, conversation_id, agent_id=agent_id, now=now)


def list_entries(session: Session, *, since: datetime, until: datetime) -> Sequence[QueueEntry]:
    """Waits that began in [since, until), the oldest first."""
    return repository.list_entries(session, since=since, until=until)


def count_waiting(session: Session) -> dict[int, int]:
    """Waiting conversations by priority; a priority nobody waits with is left out."""
    return repository.count_waiting(session)


def count_by_status(session: Session) -> dict[str, int]:
    """Open conversations by who holds them."""
    return repository.count_by_status(session)


def count_online(session: Session, *, now: datetime) -> int:
    """Agents who are signed in and say they are online."""
    return repository.count_online(session, now=now)
