"""What customers do with a complaint of their own after it was registered: add to it, withdraw it."""

from datetime import datetime

from sqlalchemy.orm import Session

from handoff.conversation.service import Actor
from handoff.conversation.states import ActorKind
from handoff.database import publish
from handoff.realtime.messages import Changed
from handoff.settings import Settings
from handoff.ticket import handling, repository, service
from handoff.ticket.history import record
from handoff.ticket.models import Ticket
from handoff.ticket.states import ALLOWED, ENDED, HistoryKind, TicketStatus

WITHDRAWN_NOTE = "客户在会话中确认撤诉"


def find(session: Session, *, number: str, conversation_id: str, phone: str | None) -> Ticket | None:
    """The ticket, if it was made in this conversation, or number and phone belong together; locked for the writer."""
    ticket = service.find(session, number, lock=True)
    if ticket is not None and ticket.conversation_id == conversation_id:
        return ticket
    return service.find_for_customer(session, number=number, phone=phone or "")


def add(session: Session, ticket: Ticket, text: str, *, key: str, now: datetime) -> bool:
    """Write the customer's words into the history, once a `key`. False when the procedure is over: nothing is added."""
    if ticket.status in ENDED:
        return False
    if not any(step.data.get("key") == key for step in repository.list_history(session, ticket.id)):
        note = text.strip()[: handling.NOTE_MAX_CHARS]
        record(session, ticket.id, HistoryKind.NOTED, "客户补充说明", actor=_who(ticket), note=note, now=now, key=key)
        publish(session, Changed("tickets"))
    return True


def withdraw(session: Session, ticket: Ticket, *, now: datetime, settings: Settings) -> bool:
    """End the procedure because the customer wants it. False when it cannot be withdrawn (any more)."""
    if TicketStatus.WITHDRAWN not in ALLOWED[TicketStatus(ticket.status)]:
        return False
    handling.move_ticket(
        session, ticket.number, target=TicketStatus.WITHDRAWN, note=WITHDRAWN_NOTE, actor=_who(ticket), now=now,
        settings=settings,
    )  # fmt: skip
    return True


def _who(ticket: Ticket) -> Actor:
    return Actor(ActorKind.CUSTOMER, id=ticket.customer_id)
