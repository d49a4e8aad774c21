"""Who a customer is, which conversation is theirs, and what they see of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from handoff.agent import service as agents
from handoff.conversation import posting
from handoff.conversation import service as conversations
from handoff.conversation.models import Conversation, Event, NewEvent
from handoff.conversation.schemas import AgentName, ReadMarks, Snapshot
from handoff.conversation.service import Actor
from handoff.conversation.states import ActorKind, Status
from handoff.customer import repository
from handoff.customer.models import Customer, CustomerSession
from handoff.customer.policy import is_elderly
from handoff.customer.tokens import CustomerClaims
from handoff.errors import NotAuthenticated, NotFound
from handoff.ids import new_id, new_token, token_hash
from handoff.prepared import Row
from handoff.queue import service as queues
from handoff.quick import Quick, quickly

CUSTOMER = Actor(ActorKind.CUSTOMER, name=None)


class SessionExpired(NotAuthenticated):
    """The token is unknown, expired or revoked: the client starts a new session."""

    code, message = "session_expired", "会话已过期，正在为您重新连接。"


class CustomerNotFound(NotFound):
    code, message = "customer_not_found", "没有找到这位客户。"


@dataclass(frozen=True, slots=True)
class Identity:
    """The bearer of a customer session: one customer, one conversation."""

    customer_id: str
    conversation_id: str
    token_hash: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Started:
    token: str
    conversation: Conversation
    customer: Customer
    expires_at: datetime


def start_session(
    session: Session,
    *,
    claims: CustomerClaims | None,
    channel: str,
    locale: str,
    page_url: str | None,
    days: int,
    now: datetime,
) -> Started:
    """A new token for a new stranger, or for the customer the institution vouches for.

    A known customer continues the newest conversation on this channel, on whatever device; a stranger gets a new one.
    """
    customer = _recognise(session, claims, now=now) if claims else _new_customer(session, now=now)
    conversation = conversations.find_latest(session, customer.id, channel=channel) if claims else None
    if conversation is None:
        conversation = conversations.open_conversation(
            session, customer_id=customer.id, channel=channel, locale=locale, page_url=page_url, now=now
        )
    token, expires_at = new_token(), now + timedelta(days=days)
    session.add(
        CustomerSession(
            token_hash=token_hash(token),
            customer_id=customer.id,
            conversation_id=conversation.id,
            created_at=now,
            expires_at=expires_at,
        )
    )
    return Started(token, conversation, customer, expires_at)


def authenticate(session: Session, token: str, *, now: datetime) -> Identity:
    """Raises SessionExpired."""
    found = repository.find_session(session, token_hash(token))
    if found is None or found.expires_at <= now:
        raise SessionExpired
    return Identity(found.customer_id, found.conversation_id, found.token_hash, found.expires_at)


def get(session: Session, customer_id: str) -> Customer:
    """Raises CustomerNotFound."""
    customer = repository.find(session, customer_id)
    if customer is None:
        raise CustomerNotFound
    return customer


def _quick_message(conversation_id: str, **message: Any) -> Quick:
    quick = posting.quick_message(conversation_id, actor=CUSTOMER, **message)

    def finish(row: Row) -> tuple[tuple[Event | NewEvent, bool], list[Any]]:
        posted, published = quick.finish(row)
        return (posted.event, posted.is_new), published

    return quick._replace(finish=finish)


@quickly(_quick_message)
def post_message(
    session: Session, conversation_id: str, *, client_id: str, text: str, max_chars: int, now: datetime
) -> tuple[Event | NewEvent, bool]:
    """What the customer writes, as `conversation.posting.post_message`; of one who waits, the queue takes heed."""
    posted = posting.post_message(
        session, conversation_id, actor=CUSTOMER, client_id=client_id, text=text, max_chars=max_chars, now=now
    )
    assert posted is not None  # customers are never refused their own conversation
    if posted.is_new and posted.status is Status.QUEUED:
        queues.heed(session, conversations.get(session, conversation_id), now=now)
    return posted.event, posted.is_new


def snapshot(session: Session, conversation_id: str, *, now: datetime) -> Snapshot:
    """The conversation as its customer sees it now. Raises ConversationNotFound."""
    conversation = conversations.get(session, conversation_id)
    agent = agents.find(session, conversation.agent_id) if conversation.agent_id else None
    is_helped = conversation.status == Status.ASSIGNED and agent is not None
    return Snapshot(
        id=conversation.id,
        status=conversation.status,
        last_seq=conversation.last_seq,
        queue=queues.place(session, conversation, now=now),
        agent=AgentName(name=agent.name) if is_helped else None,
        can_rate=conversation.can_rate,
        read=ReadMarks(customer_seq=conversation.customer_read_seq, staff_seq=conversation.staff_read_seq),
    )


def waiting_snapshots(session: Session, *, now: datetime) -> dict[str, Snapshot]:
    """Of everybody who waits for a person, what `snapshot` says of one; by conversation."""
    return {
        row.id: Snapshot(
            id=row.id,
            status=Status.QUEUED,
            last_seq=row.last_seq,
            queue=place,
            agent=None,
            can_rate=row.can_rate,
            read=ReadMarks(customer_seq=row.customer_read_seq, staff_seq=row.staff_read_seq),
        )
        for row, place in queues.places(session, now=now)
    }


def _recognise(session: Session, claims: CustomerClaims, *, now: datetime) -> Customer:
    """The customer of these claims, with what the institution says of them now."""
    customer = repository.find_by_external_id(session, claims.sub) or _introduce(session, claims.sub, now=now)
    customer.name, customer.phone = claims.name, claims.phone
    tags = {tag[:30] for tag in claims.tags}
    if claims.birth_date and is_elderly(claims.birth_date, today=now.date()):
        tags.add("elderly")
    customer.tags = sorted(tags)
    session.flush()
    return customer


def _introduce(session: Session, external_id: str, *, now: datetime) -> Customer:
    """A customer of the institution who comes for the first time; of several windows at once, one makes them."""
    customer = Customer(id=new_id("u"), external_id=external_id, tags=[], attributes={}, created_at=now)
    try:
        with session.begin_nested():
            session.add(customer)
    except IntegrityError:
        made = repository.find_by_external_id(session, external_id)
        if made is None:
            raise
        return made
    return customer


def _new_customer(session: Session, *, now: datetime) -> Customer:
    customer = Customer(id=new_id("u"), tags=[], attributes={}, created_at=now)
    session.add(customer)
    session.flush()
    return customer
