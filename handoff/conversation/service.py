"""The verbs of a conversation: open, close, rate, mark read (what is said is in `posting`); and the two every other
domain builds on, `append` (write an event) and `move` (change who holds it)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from handoff.conversation import repository
from handoff.conversation.models import Conversation, Event, NewEvent
from handoff.conversation.policy import clean_remark
from handoff.conversation.schemas import event_to_wire
from handoff.conversation.states import INTERNAL, ActorKind, CloseReason, EventType, Priority, Status
from handoff.database import publish
from handoff.errors import Conflict, NotFound
from handoff.ids import new_id
from handoff.realtime.messages import Changed, LoggedEvent, ReadMark


class ConversationNotFound(NotFound):
    code, message = "conversation_not_found", "没有找到这个会话。"


class ConversationMoved(Conflict):
    """Somebody else changed who holds it in between; `details.status` says who holds it now."""

    code, message = "conversation_moved", "会话状态已发生变化，请刷新后重试。"


class RatingNotOpen(Conflict):
    code, message = "rating_not_open", "当前没有可以评价的服务。"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it, as the log keeps it. `name` is what customers read."""

    kind: ActorKind
    id: str | None = None
    name: str | None = None

    @property
    def sender(self) -> str:
        """The key that `client_id` is unique under: one customer a conversation, many agents."""
        return f"agent:{self.id}" if self.kind is ActorKind.AGENT else str(self.kind)


SYSTEM = Actor(ActorKind.SYSTEM)


def open_conversation(
    session: Session, *, customer_id: str, channel: str, locale: str, page_url: str | None, now: datetime
) -> Conversation:
    """A new conversation, held by the bot. Records `conversation.opened`."""
    conversation = Conversation(
        id=new_id("c"), customer_id=customer_id, channel=channel, locale=locale, page_url=page_url,
        status=Status.BOT, last_seq=0, created_at=now, last_event_at=now,
    )  # fmt: skip
    session.add(conversation)
    session.flush()
    data = {"channel": channel, "locale": locale}
    append(session, conversation, EventType.CONVERSATION_OPENED, actor=SYSTEM, data=data, now=now)
    return conversation


def get(session: Session, conversation_id: str, *, lock: bool = False) -> Conversation:
    """Raises ConversationNotFound. Writers pass `lock` before they decide anything."""
    conversation = repository.find(session, conversation_id, lock=lock)
    if conversation is None:
        raise ConversationNotFound
    return conversation


def find_latest(session: Session, customer_id: str, *, channel: str) -> Conversation | None:
    return repository.find_latest(session, customer_id, channel=channel)


def append(
    session: Session,
    conversation: Conversation,
    type: EventType,
    *,
    actor: Actor,
    now: datetime,
    data: dict[str, Any] | None = None,
    client_id: str | None = None,
) -> NewEvent:
    """As `record`, for a conversation that is loaded."""
    event = record(session, conversation.id, type, actor=actor, now=now, data=data, client_id=client_id)
    set_committed_value(conversation, "last_seq", event.seq)
    set_committed_value(conversation, "last_event_at", now)
    return event


def record(
    session: Session,
    conversation_id: str,
    type: EventType,
    *,
    actor: Actor,
    now: datetime,
    data: dict[str, Any] | None = None,
    client_id: str | None = None,
) -> NewEvent:
    """Write the next event of the log and publish it. Whether customers may read it follows from its type."""
    words = (data or {}).get("text") if type is EventType.MESSAGE_CREATED else None
    seq = repository.next_seq(session, conversation_id, words=words, now=now)
    event = new_event(conversation_id, seq, type, actor=actor, data=data or {}, client_id=client_id, now=now)
    if not repository.add_event(session, event):
        raise RuntimeError(f"event {seq} of {conversation_id} is there already")
    publish(session, logged(event))
    return event


def new_event(
    conversation_id: str, seq: int, type: EventType, *, actor: Actor, data: dict[str, Any], client_id: str | None,
    now: datetime,
) -> NewEvent:  # fmt: skip
    """A row that no session knows of: it is written once, and never changes."""
    return NewEvent(
        conversation_id=conversation_id, seq=seq, type=type, actor_kind=actor.kind, actor_id=actor.id,
        actor_name=actor.name, is_internal=type in INTERNAL, sender=actor.sender, client_id=client_id, created_at=now,
        data=data,
    )  # fmt: skip


def logged(event: Event | NewEvent) -> LoggedEvent:
    """What the hub hears of a row."""
    return LoggedEvent(event.conversation_id, event.seq, event.type, event.is_internal, event_to_wire(event))


def move(session: Session, conversation: Conversation, target: Status, *, expected: Status, **fields: Any) -> None:
    """Change who holds the conversation. Raises ConversationMoved when it is not `expected` any more.

    The caller appends the event that tells it.
    """
    if not repository.move(session, conversation.id, expected=expected, target=target, **fields):
        session.refresh(conversation)
        raise ConversationMoved(status=conversation.status)
    publish(session, Changed("queue"), Changed("mine"), Changed(f"conversation:{conversation.id}"))


def close(session: Session, conversation_id: str, *, actor: Actor, reason: CloseReason, now: datetime) -> Conversation:
    """End the conversation; after a person's help the customer is asked for a rating. Closing twice is no error.

    Records `conversation.closed`, and `rating.requested` when an agent held it.
    """
    conversation = get(session, conversation_id, lock=True)
    if conversation.status == Status.CLOSED:
        return conversation
    was_helped = conversation.status == Status.ASSIGNED
    move(
        session, conversation, Status.CLOSED, expected=Status(conversation.status),
        close_reason=reason, closed_at=now, queued_at=None, can_rate=was_helped,
    )  # fmt: skip
    data = {"reason": reason, "by": actor.kind}
    append(session, conversation, EventType.CONVERSATION_CLOSED, actor=actor, data=data, now=now)
    if was_helped:
        append(session, conversation, EventType.RATING_REQUESTED, actor=SYSTEM, now=now)
    return conversation


def reopen(session: Session, conversation: Conversation, *, now: datetime) -> None:
    """The bot holds a closed conversation again; nothing of the last handoff stays. Records `conversation.reopened`."""
    move(
        session, conversation, Status.BOT, expected=Status.CLOSED, can_rate=False, close_reason=None, closed_at=None,
        agent_id=None, priority=Priority.NORMAL, queue_reason=None, summary=None,
    )  # fmt: skip
    append(session, conversation, EventType.CONVERSATION_REOPENED, actor=SYSTEM, now=now)


def rate(
    session: Session, conversation_id: str, *, actor: Actor, score: int, comment: str | None, now: datetime
) -> None:
    """Keep the customer's score of 1–5 for the help that just ended. Raises RatingNotOpen when none was asked for."""
    conversation = get(session, conversation_id, lock=True)
    if not conversation.can_rate:
        raise RatingNotOpen
    conversation.can_rate = False
    comment = clean_remark(comment)
    conversation.rating_score, conversation.rating_comment, conversation.rated_at = score, comment, now
    session.flush()
    data = {"score": score, "comment": comment}
    append(session, conversation, EventType.RATING_GIVEN, actor=actor, data=data, now=now)


def mark_read(session: Session, conversation_id: str, *, side: str, seq: int) -> None:
    """The customer's or the staff's side has seen up to `seq`. Never goes back, never beyond the last event."""
    conversation = get(session, conversation_id, lock=True)
    field = f"{side}_read_seq"
    seq = min(seq, conversation.last_seq)
    if seq > getattr(conversation, field):
        setattr(conversation, field, seq)
        publish(session, ReadMark(conversation_id, side, seq))


def list_events(session: Session, conversation_id: str, *, after_seq: int, limit: int) -> Sequence[Event]:
    """Events after `after_seq`, oldest first, at most `limit` (≤ 300). First load and recovery both use this."""
    return repository.list_events(session, conversation_id, after_seq=after_seq, limit=limit)


def list_changed(session: Session, *, since: datetime) -> list[tuple[str, int]]:
    """Conversations with an event since then, each with the number of its newest."""
    return repository.list_changed(session, since=since)


def list_missed(session: Session, behind: Mapping[str, int | None], *, since: datetime) -> list[Event]:
    """Events of these conversations after the number heard last, in order within each; None: those since then alone.

    Never more than a page of one: readers that see a gap read the log themselves.
    """
    missed: list[Event] = []
    for conversation_id, after in behind.items():
        if after is None:
            missed += repository.list_newest_events(session, conversation_id, since=since)
        else:
            missed += repository.list_events(session, conversation_id, after_seq=after, limit=repository.PAGE_MAX)
    return missed


def keep_bot_state(session: Session, conversation_id: str, state: dict[str, Any]) -> None:
    """What the bot's newest turn left; it has not failed."""
    repository.keep_bot_state(session, conversation_id, state)


def list_words(session: Session, conversation_id: str, *, since: datetime, limit: int) -> list[str]:
    """What the customer wrote since then, the oldest first; at most the newest `limit`."""
    return repository.list_words(session, conversation_id, since=since, limit=limit)


def find_newest_event(session: Session, conversation_id: str, type: EventType) -> Event | None:
    return repository.find_newest_event(session, conversation_id, type)


def find_repeated(session: Session, conversation_id: str, *, actor: Actor, client_id: str) -> Event | None:
    """What this sender's `client_id` became the first time."""
    return repository.find_by_client_id(session, conversation_id, sender=actor.sender, client_id=client_id)
