"""What staff read: the queue, lists of conversations, one conversation with its customer and tickets."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from handoff.assignment import listing
from handoff.assignment.listing import Filter
from handoff.assignment.schemas import (
    CustomerBrief,
    CustomerMasked,
    Detail,
    Holder,
    Item,
    ItemPage,
    LastMessage,
    QueueCounts,
    QueueRead,
)
from handoff.conversation import service as conversations
from handoff.conversation.models import Conversation
from handoff.conversation.schemas import ReadMarks
from handoff.conversation.service import ConversationNotFound
from handoff.conversation.states import Status
from handoff.customer import service as customers
from handoff.customer.masking import Mask, names_of
from handoff.customer.models import Customer
from handoff.customer.policy import mask_name, mask_phone
from handoff.errors import InvalidRequest
from handoff.queue import service as queues
from handoff.ticket import reading as ticket_reading
from handoff.ticket import service as tickets

WHOLE_PHONE = 11  # digits; who knows that many needs no search to learn them
PREVIEW_CHARS = 200  # of a message in a list
BEFORE_CHARS = 12  # of what stands before the words that were searched


def read_queue(session: Session, *, now: datetime) -> QueueRead:
    """Who waits, most urgent first, then longest; and how much there is to do."""
    counts = queues.count_by_status(session)
    return QueueRead(
        waiting=[_item(row, now=now) for row in listing.list_waiting(session)],
        counts=QueueCounts(
            waiting=counts.get(Status.QUEUED, 0), assigned=counts.get(Status.ASSIGNED, 0), bot=counts.get(Status.BOT, 0)
        ),
        agents_online=queues.count_online(session, now=now),
    )


def list_conversations(
    session: Session, *, status: str | None, agent_id: str | None, q: str | None, before: str | None, limit: int,
    now: datetime,
) -> ItemPage:  # fmt: skip
    """A page, newest activity first. Raises InvalidRequest for a `before` that is no page's `next_before`.

    A page may be shorter than `limit`: what only hidden digits would have found is left out of it.
    """
    wanted = Filter(status=status, agent_id=agent_id, q=_cleaned(q), before=_parse_cursor(before) if before else None)
    rows = listing.list_page(session, wanted, limit=limit + 1)
    shown = rows[:limit]
    items = list(_found(session, shown, wanted.q, now=now)) if wanted.q else [_item(row, now=now) for row in shown]
    return ItemPage(items=items, next_before=_cursor(rows[limit - 1].Conversation) if len(rows) > limit else None)


def read_conversation(session: Session, conversation_id: str, *, now: datetime) -> Detail:
    """One conversation. Raises ConversationNotFound."""
    row = listing.find_line(session, conversation_id)
    if row is None:
        raise ConversationNotFound
    conversation = row.Conversation
    return Detail(
        **_item(row, now=now).model_dump(exclude={"customer"}),
        customer=masked(row.Customer, _told_name(row)),
        read=ReadMarks(customer_seq=conversation.customer_read_seq, staff_seq=conversation.staff_read_seq),
        tickets=ticket_reading.read_items(session, tickets.list_by_conversation(session, conversation_id), now=now),
    )


def mask_of(session: Session, conversation_id: str) -> Mask:
    """Masks the names known in this conversation. Raises ConversationNotFound."""
    conversation = conversations.get(session, conversation_id)
    mask = _mask(conversation, customers.get(session, conversation.customer_id))
    for ticket in tickets.list_by_conversation(session, conversation_id):
        mask.learn(ticket.name)
    return mask


def _mask(conversation: Conversation, customer: Customer) -> Mask:
    return Mask([customer.name, *_told_names(conversation)])


def _told_name(row: Row[Any]) -> str | None:
    """What a stranger says their name is: to the bot just now, or in a complaint that was registered."""
    told: str | None = next(iter(_told_names(row.Conversation)), row.ticket_name)
    return None if row.Customer.name else told


def _told_names(conversation: Conversation) -> list[str]:
    state = conversation.bot_state
    return names_of(slots=state.get("slots") or {}, facts=state.get("facts") or [])


def _found(session: Session, rows: Sequence[Row[Any]], q: str, *, now: datetime) -> Iterator[Item]:
    """With the newest message that holds `q`, where that is not the last. Without what only hidden parts would find:
    a part of a name or a number that nobody sees would tell what masking hides.
    """
    masks = {row.Conversation.id: _mask(row.Conversation, row.Customer) for row in rows}
    hits: dict[str, list[Row[Any]]] = {}
    for hit in listing.list_hits(session, list(masks), q):
        hits.setdefault(hit.conversation_id, []).append(hit)
    for conversation_id, name in listing.list_names(session, list(hits)):
        masks[conversation_id].learn(name)
    for row in rows:
        mask, said = masks[row.Conversation.id], hits.get(row.Conversation.id, [])
        is_seen = mask.knows(q) or len(q) >= WHOLE_PHONE
        seen = next((hit for hit in said if is_seen or q.lower() in mask.text(hit.text).lower()), None)
        if seen is not None:
            is_last = (seen.text, seen.created_at) == (row.text, row.said_at)
            yield _item(row, now=now).model_copy(update={} if is_last else {"found": _excerpt(seen, q, mask)})
        elif not said:
            yield _item(row, now=now)


def _excerpt(hit: Row[Any], q: str, mask: Mask) -> LastMessage:
    """From a little before the words on."""
    text = mask.text(hit.text)
    start = max(0, text.lower().find(q.lower()) - BEFORE_CHARS)
    excerpt = ("…" if start else "") + text[start : start + PREVIEW_CHARS]
    return LastMessage(text=excerpt, actor_kind=hit.actor_kind, created_at=hit.created_at)


def masked(customer: Customer, told_name: str | None = None) -> CustomerMasked:
    """A customer as the desk sees them before anybody says why more is needed."""
    return CustomerMasked(
        id=customer.id,
        name=mask_name(customer.name),
        told_name=mask_name(told_name),
        phone=mask_phone(customer.phone),
        is_known=customer.external_id is not None,
        tags=customer.tags,
        created_at=customer.created_at,
    )


def _item(row: Row[Any], *, now: datetime) -> Item:
    conversation, customer = row.Conversation, row.Customer
    is_waiting = conversation.status == Status.QUEUED and conversation.queued_at is not None
    is_held = conversation.status in (Status.ASSIGNED, Status.CLOSED) and conversation.agent_id is not None
    mask, last = _mask(conversation, customer), None
    brief = masked(customer, _told_name(row))
    if row.text is not None:
        last = LastMessage(text=mask.text(row.text)[:PREVIEW_CHARS], actor_kind=row.actor_kind, created_at=row.said_at)
    return Item(
        id=conversation.id,
        status=conversation.status,
        channel=conversation.channel,
        priority=conversation.priority,
        reason=conversation.queue_reason,
        summary=conversation.summary and mask.text(conversation.summary),
        queued_at=conversation.queued_at,
        waiting_s=max(0, round((now - conversation.queued_at).total_seconds())) if is_waiting else None,
        agent=Holder(id=conversation.agent_id, name=row.agent_name) if is_held else None,
        customer=CustomerBrief(**brief.model_dump(exclude={"phone", "created_at"})),
        last_message=last,
        found=None,
        last_seq=conversation.last_seq,
        unread=row.unread,
        created_at=conversation.created_at,
    )


def _cleaned(q: str | None) -> str | None:
    """Without what no stored text holds: control characters and broken ones."""
    return "".join(char for char in q if char.isprintable()).strip() or None if q else None


def _cursor(conversation: Conversation) -> str:
    return f"{conversation.last_event_at.isoformat().replace('+00:00', 'Z')}~{conversation.id}"


def _parse_cursor(text: str) -> tuple[datetime, str]:
    at, _, last_id = text.partition("~")
    try:
        parsed = datetime.fromisoformat(at)
        if parsed.tzinfo is None or not last_id.isidentifier():
            raise ValueError(text)
        return parsed.astimezone(UTC), last_id
    except (ValueError, OverflowError):  # the latter: an offset that leads out of the calendar
        raise InvalidRequest(fields=[{"path": "query.before", "message": "not a next_before of this list"}]) from None
