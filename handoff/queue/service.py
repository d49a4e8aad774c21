"""The queue: putting a conversation into it, and the place a customer has in it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from handoff.conversation import service as conversations
from handoff.conversation.models import Conversation
from handoff.conversation.service import SYSTEM, Actor
from handoff.conversation.states import EventType, HandoffReason, Priority, Status

ASKED_SUMMARY = "客户主动要求人工服务，尚未说明具体问题。"


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
    public = {"reason": handoff.reason, "priority": priority, "is_within_hours": is_within_hours}
    conversations.append(session, conversation, EventType.CONVERSATION_QUEUED, actor=actor, data=public, now=now)
    internal = {
        "reason": handoff.reason, "priority": priority, "summary": handoff.summary, "facts": handoff.facts,
        "note": handoff.note,
    }  # fmt: skip
    conversations.append(session, conversation, EventType.HANDOFF_SUMMARISED, actor=actor, data=internal, now=now)


def enqueue_on_request(
    session: Session, conversation_id: str, *, actor: Actor, is_within_hours: bool, now: datetime
) -> None:
    """The customer pressed 转人工. Nothing changes when they wait or are helped already; a closed one is reopened."""
    conversation = conversations.get(session, conversation_id, lock=True)
    if conversation.status in (Status.QUEUED, Status.ASSIGNED):
        return
    if conversation.status == Status.CLOSED:
        conversations.reopen(session, conversation, now=now)
    state = conversation.bot_state
    handoff = Handoff(HandoffReason.ASKED, summary=state.get("summary") or ASKED_SUMMARY, facts=state.get("facts", []))
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
