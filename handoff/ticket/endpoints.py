"""Complaints over HTTP: a customer's own by number and phone; all of them for staff, with what staff do to them."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlalchemy.orm import Session

from handoff.agent.access import STAFF, requires
from handoff.agent.states import SignedIn
from handoff.conversation.policy import MessageEmpty
from handoff.conversation.service import Actor
from handoff.conversation.states import ActorKind
from handoff.customer.access import CurrentCustomer
from handoff.customer.service import SessionExpired
from handoff.errors import TooManyRequests
from handoff.http import Address, Services, Svc, errors
from handoff.ticket import handling, reading
from handoff.ticket.handling import TicketGradeUnchanged, TicketMoveNotAllowed, TicketNoteMissing
from handoff.ticket.models import Ticket
from handoff.ticket.schemas import (
    Contact,
    GradePost,
    LookupPost,
    RevealPost,
    StatusPost,
    TicketForCustomer,
    TicketPage,
    TicketRead,
)
from handoff.ticket.service import TicketNotFound
from handoff.ticket.states import Grade, TicketStatus

router = APIRouter()
Number = Annotated[str, Path(min_length=1, max_length=40)]
ONE = {**STAFF, **errors(TicketNotFound)}


@router.post(
    "/api/v1/chat/tickets/lookup", tags=["chat"], responses=errors(SessionExpired, TicketNotFound, TooManyRequests)
)
async def look_up_ticket(body: LookupPost, customer: CurrentCustomer, svc: Svc) -> TicketForCustomer:
    """Where a complaint stands, for whoever knows number and phone. A wrong phone is answered like a wrong number."""
    svc.limits.lookups.check(customer.conversation_id)
    return await svc.database.read(reading.look_up, number=body.number, phone=body.phone, settings=svc.settings)


@router.get("/api/v1/tickets", tags=["tickets"], responses=STAFF)
async def list_tickets(
    agent: Annotated[SignedIn, requires("ticket.list")],
    svc: Svc,
    status: TicketStatus | None = None,
    grade: Annotated[int | None, Query(ge=1, le=4)] = None,
    q: Annotated[str | None, Query(max_length=100)] = None,
    before: Annotated[str | None, Query(max_length=40)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> TicketPage:
    """The newest first. `q` is part of a number or description, or a whole name or phone; `before` a `next_before`."""
    about: dict[str, Any] = {"status": status, "grade": grade, "q": q, "before": before, "limit": limit}
    return await svc.database.read(reading.read_page, now=svc.clock.now(), **about)


@router.get("/api/v1/tickets/{number}", tags=["tickets"], responses=ONE)
async def read_ticket(number: Number, agent: Annotated[SignedIn, requires("ticket.read")], svc: Svc) -> TicketRead:
    """One complaint: facts, reasons of its grade, deadlines with their arithmetic, history, possible moves."""
    return await svc.database.read(reading.read_ticket, number, now=svc.clock.now(), settings=svc.settings)


@router.post(
    "/api/v1/tickets/{number}/grade",
    tags=["tickets"],
    responses={**STAFF, **errors(TicketNotFound, TicketGradeUnchanged, TicketMoveNotAllowed, MessageEmpty)},
)
async def grade_ticket(
    number: Number, body: GradePost, agent: Annotated[SignedIn, requires("ticket.grade")], svc: Svc
) -> TicketRead:
    """Set another grade and say why; open deadlines follow."""
    return await svc.database.write(
        _and_read, handling.grade_ticket, number, svc, grade=Grade(body.grade), reason=body.reason, actor=_actor(agent)
    )


@router.post(
    "/api/v1/tickets/{number}/status",
    tags=["tickets"],
    responses={**STAFF, **errors(TicketNotFound, TicketMoveNotAllowed, TicketNoteMissing)},
)
async def move_ticket(
    number: Number, body: StatusPost, agent: Annotated[SignedIn, requires("ticket.move")], svc: Svc
) -> TicketRead:
    """One step on; `allowed_moves` says which there are, `note_required_for` which must be explained."""
    return await svc.database.write(
        _and_read, handling.move_ticket, number, svc, target=body.status, note=body.note, actor=_actor(agent)
    )


@router.post("/api/v1/tickets/{number}/reveal", tags=["tickets"], responses={**ONE, **errors(MessageEmpty)})
async def reveal_contact(
    number: Number,
    body: RevealPost,
    agent: Annotated[SignedIn, requires("customer.reveal")],
    address: Address,
    svc: Svc,
) -> Contact:
    """Name and phone of whoever complained, for a reason that is audited."""
    ticket = await svc.database.write(
        handling.reveal, number, reason=body.reason, actor=_actor(agent), address=address, now=svc.clock.now()
    )
    return Contact(name=ticket.name, phone=ticket.phone)


def _actor(agent: SignedIn) -> Actor:
    return Actor(ActorKind.AGENT, agent.id, agent.name)


def _and_read(session: Session, verb: Any, number: str, svc: Services, **about: Any) -> TicketRead:
    """Do it, and answer with the ticket as it then is."""
    now, settings = svc.clock.now(), svc.settings
    ticket: Ticket = verb(session, number, now=now, settings=settings, **about)
    return reading.read_ticket(session, ticket.number, now=now, settings=settings)
