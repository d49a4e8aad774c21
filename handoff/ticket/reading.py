"""Tickets as people read them: staff with masked contacts, customers without grades."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from handoff.customer.masking import Mask
from handoff.customer.policy import mask_name, mask_phone
from handoff.settings import Settings
from handoff.sla import service as sla
from handoff.sla.schemas import DeadlineRead
from handoff.ticket import labels, service
from handoff.ticket.models import Ticket, TicketHistory
from handoff.ticket.policy import status_text
from handoff.ticket.schemas import (
    HistoryRead,
    NextDeadline,
    TicketForCustomer,
    TicketItem,
    TicketPage,
    TicketRead,
    load_grading_policy,
)
from handoff.ticket.service import TicketNotFound
from handoff.ticket.states import ALLOWED, ENDED, TicketStatus, needs_note

WHOLE_PHONE = 11  # digits; who knows that many needs no search to learn them
_RUNNING = {"running", "warned", "breached"}


def read_ticket(session: Session, number: str, *, now: datetime, settings: Settings) -> TicketRead:
    """Everything staff may know. Raises TicketNotFound."""
    ticket = service.get(session, number)
    status = TicketStatus(ticket.status)
    deadlines = sla.read_deadlines(session, [ticket.id], now=now).get(ticket.id, [])
    mask = Mask([ticket.name])
    moves = sorted(ALLOWED[status], key=list(TicketStatus).index)
    return TicketRead(
        **_item(ticket, deadlines),
        repeat_of=ticket.repeat_of,
        description=mask.text(ticket.description),
        occurred_at=ticket.occurred_at,
        occurred_text=mask.data(ticket.occurred_text),
        place=mask.data(ticket.place),
        evidence=mask.data(ticket.evidence),
        lead=load_grading_policy(settings.grading_policy_file).leads[ticket.grade],
        grading_version=ticket.grading_version,
        allowed_moves=moves,
        note_required_for=[move for move in moves if needs_note(status, move)],
        deadlines=deadlines,
        history=[_step(step, mask) for step in service.list_history(session, ticket)],
    )


def read_page(session: Session, *, now: datetime, limit: int, **filters: Any) -> TicketPage:
    """At most `limit` tickets, and where the next page begins. Filters as in `service.list_tickets`."""
    tickets = service.list_tickets(session, limit=limit + 1, **filters)
    shown = tickets[:limit]
    next_before = shown[-1].number if len(tickets) > limit else None
    found = [ticket for ticket in shown if _may_be_found(ticket, filters.get("q") or "")]
    return TicketPage(items=read_items(session, found, now=now), next_before=next_before)


def _may_be_found(ticket: Ticket, q: str) -> bool:
    """False when `q` is a part of a name or number of the description that nobody sees."""
    is_part = q.strip().lower() in ticket.description.lower() and q != ticket.name and len(q) < WHOLE_PHONE
    return not is_part or q.strip().lower() in Mask([ticket.name]).text(ticket.description).lower()


def read_items(session: Session, tickets: Iterable[Ticket], *, now: datetime) -> list[TicketItem]:
    tickets = list(tickets)
    deadlines = sla.read_deadlines(session, [ticket.id for ticket in tickets], now=now)
    return [TicketItem(**_item(ticket, deadlines.get(ticket.id, []))) for ticket in tickets]


def list_of_conversation(session: Session, conversation_id: str, *, now: datetime) -> list[TicketItem]:
    """The complaints made in it, the oldest first."""
    return read_items(session, service.list_by_conversation(session, conversation_id), now=now)


def look_up(session: Session, *, number: str, phone: str, settings: Settings) -> TicketForCustomer:
    """What a customer may know. Raises TicketNotFound unless number and phone belong together."""
    ticket = service.find_for_customer(session, number=number, phone=phone)
    if ticket is None:
        raise TicketNotFound
    status = TicketStatus(ticket.status)
    return TicketForCustomer(
        number=ticket.number, status=status, status_label=labels.STATUS_FOR_CUSTOMER.get(status, labels.STATUS[status]),
        product=ticket.product, issue=ticket.issue, submitted_at=ticket.created_at,
        due_at=None if status in ENDED else ticket.due_at, text=status_text(ticket, settings=settings),
    )  # fmt: skip


def _item(ticket: Ticket, deadlines: list[DeadlineRead]) -> dict[str, Any]:
    codes = (
        "number",
        "status",
        "complaint_class",
        "grade",
        "is_repeat",
        "product",
        "issue",
        "demand",
        "channel",
    )
    places = ("conversation_id", "customer_id", "created_at", "due_at", "closed_at")
    return {name: getattr(ticket, name) for name in (*codes, *places)} | {
        "status_label": labels.STATUS[ticket.status],
        "class_label": labels.COMPLAINT_CLASS[ticket.complaint_class],
        "grade_label": labels.GRADE[ticket.grade],
        "product_label": labels.PRODUCT[ticket.product],
        "issue_label": labels.ISSUE[ticket.issue],
        "demand_label": labels.DEMAND[ticket.demand],
        "amount": None if ticket.amount is None else f"{ticket.amount:.2f}",
        "name": mask_name(ticket.name),
        "phone": mask_phone(ticket.phone),
        "grade_reasons": Mask([ticket.name]).data(ticket.grade_reasons),
        "next_deadline": _next(deadlines),
    }


def _next(deadlines: list[DeadlineRead]) -> NextDeadline | None:
    """The first that is still to be met; they come in the order of their due times."""
    running = next((deadline for deadline in deadlines if deadline.state in _RUNNING), None)
    return running and NextDeadline(**running.model_dump(include=set(NextDeadline.model_fields)))


def _step(step: TicketHistory, mask: Mask) -> HistoryRead:
    actor = {"kind": step.actor_kind, "id": step.actor_id, "name": step.actor_name}
    return HistoryRead(
        at=step.at, kind=step.kind, actor=actor, text=mask.text(step.text), note=mask.data(step.note),
        data=mask.data(step.data),
    )  # fmt: skip
