"""What a customer can do over HTTP. The same verbs as on the socket, for apps and for the first call of a session."""

from typing import Annotated

from fastapi import APIRouter, Query, Response, status

from handoff.conversation import service as conversations
from handoff.conversation.policy import MessageEmpty, MessageTooLong
from handoff.conversation.schemas import (
    EventPage,
    MessagePost,
    MessageReceipt,
    RatingPost,
    Seq,
    Snapshot,
    customer_view,
    event_to_wire,
)
from handoff.conversation.service import ConversationMoved, ConversationNotFound, RatingNotOpen
from handoff.conversation.states import CloseReason
from handoff.customer import service
from handoff.customer.access import OwnConversation
from handoff.customer.schemas import CustomerSummary, PageSettings, SessionPost, SessionStarted
from handoff.customer.service import CUSTOMER, SessionExpired
from handoff.customer.tokens import CustomerTokenExpired, CustomerTokenInvalid, read_token
from handoff.errors import TooManyRequests
from handoff.http import Address, Services, Svc, errors
from handoff.limits import line_of
from handoff.queue import service as queues
from handoff.queue.policy import is_within_hours

router = APIRouter(prefix="/api/v1/chat", tags=["chat"])
OWN = errors(SessionExpired, ConversationNotFound)
MOVED = errors(SessionExpired, ConversationNotFound, TooManyRequests)


@router.post(
    "/sessions", status_code=201, responses=errors(CustomerTokenInvalid, CustomerTokenExpired, TooManyRequests)
)
async def start_session(body: SessionPost, address: Address, svc: Svc) -> SessionStarted:
    """Begin or, for a customer the institution vouches for, continue a conversation."""
    svc.limits.sessions.check(line_of(address))
    now, settings = svc.clock.now(), svc.settings
    key = settings.customer_token_key.get_secret_value()
    claims = read_token(body.customer_token, key, now=now) if body.customer_token else None
    started = await svc.database.write(
        service.start_session,
        claims=claims,
        channel=body.channel,
        locale=body.locale,
        page_url=body.page_url,
        days=settings.customer_session_days,
        now=now,
    )
    return SessionStarted(
        session_token=started.token,
        conversation_id=started.conversation.id,
        customer=CustomerSummary(is_known=claims is not None, name=started.customer.name),
        expires_at=started.expires_at,
        settings=_page_settings(svc),
    )


@router.get("/conversations/{conversation_id}", responses=OWN)
async def read_conversation(customer: OwnConversation, svc: Svc) -> Snapshot:
    """Who holds the conversation, and the place in the queue."""
    return await svc.database.read(service.snapshot, customer.conversation_id, now=svc.clock.now())


@router.get("/conversations/{conversation_id}/events", responses=OWN)
async def list_events(
    customer: OwnConversation,
    svc: Svc,
    after_seq: Annotated[Seq, Query()] = 0,
    limit: Annotated[int, Query(ge=1, le=300)] = 300,
) -> EventPage:
    """What happened after `after_seq`, oldest first."""
    return await svc.database.read(_event_page, customer.conversation_id, after_seq, limit)


@router.post(
    "/conversations/{conversation_id}/messages",
    status_code=201,
    responses={**errors(SessionExpired, ConversationNotFound, MessageEmpty, MessageTooLong, TooManyRequests),
               200: {"model": MessageReceipt, "description": "A repeat: the first answer"}},
)  # fmt: skip
async def post_message(body: MessagePost, customer: OwnConversation, svc: Svc, response: Response) -> MessageReceipt:
    """Say something. Repeating a `client_id` returns the first receipt and does nothing else."""
    receipt, is_new = await send_message(svc, customer.conversation_id, client_id=body.client_id, text=body.text)
    if not is_new:
        response.status_code = status.HTTP_200_OK
    return receipt


@router.post("/conversations/{conversation_id}/handoff", responses=MOVED)
async def request_handoff(customer: OwnConversation, svc: Svc) -> Snapshot:
    """Ask for a person. Asking again while waiting or being helped changes nothing."""
    svc.limits.moves.check(customer.conversation_id)
    now = svc.clock.now()
    is_open = is_within_hours(now, hours=svc.settings.office_hours, zone=svc.settings.zone)
    await svc.database.write(
        queues.enqueue_on_request, customer.conversation_id, actor=CUSTOMER, is_within_hours=is_open, now=now
    )
    return await svc.database.read(service.snapshot, customer.conversation_id, now=now)


@router.post("/conversations/{conversation_id}/handoff/cancel", responses={**MOVED, **errors(ConversationMoved)})
async def cancel_handoff(customer: OwnConversation, svc: Svc) -> Snapshot:
    """Stop waiting for a person and go on with the bot."""
    svc.limits.moves.check(customer.conversation_id)
    now = svc.clock.now()
    await svc.database.write(queues.leave, customer.conversation_id, actor=CUSTOMER, now=now)
    return await svc.database.read(service.snapshot, customer.conversation_id, now=now)


@router.post("/conversations/{conversation_id}/close", responses=MOVED)
async def close_conversation(customer: OwnConversation, svc: Svc) -> Snapshot:
    """End the conversation. Writing again reopens it."""
    svc.limits.moves.check(customer.conversation_id)
    now = svc.clock.now()
    reason = CloseReason.CUSTOMER_LEFT
    await svc.database.write(conversations.close, customer.conversation_id, actor=CUSTOMER, reason=reason, now=now)
    return await svc.database.read(service.snapshot, customer.conversation_id, now=now)


@router.post("/conversations/{conversation_id}/rating", status_code=204, responses={**OWN, **errors(RatingNotOpen)})
async def rate_conversation(body: RatingPost, customer: OwnConversation, svc: Svc) -> None:
    """Score the person's help that just ended, once."""
    await svc.database.write(
        conversations.rate,
        customer.conversation_id,
        actor=CUSTOMER,
        score=body.score,
        comment=body.comment,
        now=svc.clock.now(),
    )


async def send_message(
    svc: Services, conversation_id: str, *, client_id: str, text: str
) -> tuple[MessageReceipt, bool]:
    """A customer's message, from HTTP or the socket. Raises TooManyRequests, MessageEmpty, MessageTooLong."""
    svc.limits.messages.check(conversation_id)
    event, is_new = await svc.database.write(
        service.post_message,
        conversation_id,
        client_id=client_id,
        text=text,
        max_chars=svc.settings.message_max_chars,
        now=svc.clock.now(),
    )
    return MessageReceipt(client_id=client_id, seq=event.seq, created_at=event.created_at), is_new


def _event_page(session: object, conversation_id: str, after_seq: int, limit: int) -> EventPage:
    events = conversations.list_events(session, conversation_id, after_seq=after_seq, limit=limit)
    return EventPage.model_validate(
        {"events": [customer_view(event_to_wire(event)) for event in events], "has_more": len(events) == limit}
    )


def _page_settings(svc: Services) -> PageSettings:
    settings = svc.settings
    return PageSettings(
        title=settings.widget_title,
        bot_name=settings.bot_name,
        office_hours=settings.office_hours,
        timezone=settings.timezone,
        is_within_hours=is_within_hours(svc.clock.now(), hours=settings.office_hours, zone=settings.zone),
        hotline=settings.hotline,
        disclaimer=settings.disclaimer,
        message_max_chars=settings.message_max_chars,
    )
