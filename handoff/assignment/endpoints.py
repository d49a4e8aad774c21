"""Conversations as staff read them and act on them. Messages and notes are the same verbs as on the staff socket."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response, status
from sqlalchemy.orm import Session

from handoff.agent.access import STAFF, requires
from handoff.agent.states import SignedIn
from handoff.assignment import reading, reveal, service
from handoff.assignment.schemas import (
    Assignment,
    ClosePost,
    Detail,
    Empty,
    Holder,
    ItemPage,
    Revealed,
    RevealPost,
    StatusName,
    TransferPost,
)
from handoff.assignment.service import AgentAtCapacity, ConversationAlreadyClaimed, ConversationNotYours
from handoff.conversation import service as conversations
from handoff.conversation.models import Conversation
from handoff.conversation.policy import MessageEmpty, MessageTooLong
from handoff.conversation.schemas import EventPage, MessagePost, MessageReceipt, Seq, event_to_wire
from handoff.conversation.service import ConversationMoved, ConversationNotFound
from handoff.conversation.states import CloseReason
from handoff.customer.masking import StaffView
from handoff.http import Address, Services, Svc, errors
from handoff.queue.policy import is_open

router = APIRouter(prefix="/api/v1/conversations", tags=["desk"])
ConversationId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_]{1,40}$")]
FOUND = {**STAFF, **errors(ConversationNotFound)}
HELD = {**FOUND, **errors(ConversationNotYours, ConversationMoved)}
WRITTEN: dict[int | str, dict[str, Any]] = {
    **FOUND,
    **errors(MessageEmpty, MessageTooLong),
    200: {"model": MessageReceipt, "description": "A repeat: the first answer"},
}


@router.get("", responses=STAFF)
async def list_conversations(
    agent: Annotated[SignedIn, requires("conversation.list")],
    svc: Svc,
    status: StatusName | None = None,
    agent_id: Annotated[str | None, Query(pattern=r"^[A-Za-z0-9_]{1,40}$")] = None,
    q: Annotated[str | None, Query(max_length=100)] = None,
    before: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> ItemPage:
    """Newest activity first; `q` finds last messages, ids, ticket numbers, whole names and phones."""
    return await svc.database.read(
        reading.list_conversations,
        status=status,
        agent_id=agent_id,
        q=q,
        before=before,
        limit=limit,
        now=svc.clock.now(),
    )


@router.get("/{conversation_id}", responses=FOUND)
async def read_conversation(
    conversation_id: ConversationId, agent: Annotated[SignedIn, requires("conversation.read")], svc: Svc
) -> Detail:
    """One conversation with its customer, masked, and its tickets."""
    return await svc.database.read(reading.read_conversation, conversation_id, now=svc.clock.now())


@router.get("/{conversation_id}/events", responses=FOUND)
async def list_events(
    conversation_id: ConversationId,
    agent: Annotated[SignedIn, requires("conversation.read")],
    svc: Svc,
    after_seq: Annotated[Seq, Query()] = 0,
    limit: Annotated[int, Query(ge=1, le=300)] = 300,
) -> EventPage:
    """What happened after `after_seq`, oldest first, internal events included; names and numbers masked."""
    return await svc.database.read(_event_page, conversation_id, after_seq=after_seq, limit=limit)


@router.post("/{conversation_id}/reveal", responses={**FOUND, **errors(MessageEmpty)})
async def reveal_conversation(
    conversation_id: ConversationId,
    body: RevealPost,
    agent: Annotated[SignedIn, requires("customer.reveal")],
    address: Address,
    svc: Svc,
) -> Revealed:
    """The events whose names and numbers are masked, unmasked; who looked, when and why is kept."""
    return await svc.database.write(
        reveal.reveal, conversation_id, agent=agent, reason=body.reason, address=address, now=svc.clock.now()
    )


@router.post("/{conversation_id}/claim", responses={**FOUND, **errors(ConversationAlreadyClaimed, AgentAtCapacity)})
async def claim_conversation(
    conversation_id: ConversationId,
    agent: Annotated[SignedIn, requires("conversation.claim")],
    svc: Svc,
    body: Empty | None = None,
) -> Assignment:
    """Take a waiting conversation out of the queue."""
    claimed = await svc.database.write(service.claim, conversation_id, agent=agent, now=svc.clock.now())
    return _assignment(claimed, agent)


@router.post("/{conversation_id}/messages", status_code=201, responses={**WRITTEN, **errors(ConversationNotYours)})
async def post_message(
    conversation_id: ConversationId,
    body: MessagePost,
    agent: Annotated[SignedIn, requires("message.send")],
    svc: Svc,
    response: Response,
) -> MessageReceipt:
    """Answer the customer. Repeating a `client_id` returns the first receipt and does nothing else."""
    receipt, is_new = await write(svc, service.send_message, conversation_id, agent, body.client_id, body.text)
    if not is_new:
        response.status_code = status.HTTP_200_OK
    return receipt


@router.post("/{conversation_id}/notes", status_code=201, responses=WRITTEN)
async def post_note(
    conversation_id: ConversationId,
    body: MessagePost,
    agent: Annotated[SignedIn, requires("note.create")],
    svc: Svc,
    response: Response,
) -> MessageReceipt:
    """Leave a note for colleagues. The customer never sees it."""
    receipt, is_new = await write(svc, service.add_note, conversation_id, agent, body.client_id, body.text)
    if not is_new:
        response.status_code = status.HTTP_200_OK
    return receipt


@router.post("/{conversation_id}/transfer", responses={**HELD, **errors(MessageEmpty, MessageTooLong)})
async def transfer_conversation(
    conversation_id: ConversationId,
    body: TransferPost,
    agent: Annotated[SignedIn, requires("conversation.transfer")],
    svc: Svc,
) -> Assignment:
    """Back to the queue, with a note for whoever takes it next."""
    now = svc.clock.now()
    moved = await svc.database.write(
        service.transfer,
        conversation_id,
        agent=agent,
        note=body.note,
        is_within_hours=is_open(now, svc.settings),
        now=now,
    )
    return _assignment(moved)


@router.post("/{conversation_id}/return", responses=HELD)
async def return_conversation(
    conversation_id: ConversationId,
    agent: Annotated[SignedIn, requires("conversation.return")],
    svc: Svc,
    body: Empty | None = None,
) -> Assignment:
    """Give it back to the bot, which goes on where it was."""
    return _assignment(await svc.database.write(service.hand_back, conversation_id, agent=agent, now=svc.clock.now()))


@router.post("/{conversation_id}/close", responses={**HELD, **errors(MessageEmpty, MessageTooLong)})
async def close_conversation(
    conversation_id: ConversationId,
    body: ClosePost,
    agent: Annotated[SignedIn, requires("conversation.close")],
    svc: Svc,
) -> Assignment:
    """End it, with a reason."""
    closed = await svc.database.write(
        service.close,
        conversation_id,
        agent=agent,
        reason=CloseReason(body.reason),
        note=body.note,
        now=svc.clock.now(),
    )
    return _assignment(closed)


async def write(
    svc: Services, verb: Any, conversation_id: str, agent: SignedIn, client_id: str, text: str
) -> tuple[MessageReceipt, bool]:
    """A message or a note (`verb`), from HTTP or the socket; the receipt, and whether it is new."""
    event, is_new = await svc.database.write(
        verb,
        conversation_id,
        agent=agent,
        client_id=client_id,
        text=text,
        max_chars=svc.settings.message_max_chars,
        now=svc.clock.now(),
    )
    return MessageReceipt(client_id=client_id, seq=event.seq, created_at=event.created_at), is_new


def _event_page(session: Session, conversation_id: str, *, after_seq: int, limit: int) -> EventPage:
    view = StaffView(reading.mask_of(session, conversation_id))
    events = conversations.list_events(session, conversation_id, after_seq=after_seq, limit=limit)
    return EventPage.model_validate(
        {"events": [view(event_to_wire(event)) for event in events], "has_more": len(events) == limit}
    )


def _assignment(conversation: Conversation, holder: SignedIn | None = None) -> Assignment:
    return Assignment(
        conversation_id=conversation.id,
        status=conversation.status,
        agent=Holder(id=holder.id, name=holder.name) if holder else None,
        last_seq=conversation.last_seq,
    )
