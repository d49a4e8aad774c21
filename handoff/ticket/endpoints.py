"""Complaints over HTTP: a customer's own by number and phone."""

from fastapi import APIRouter

from handoff.customer.access import CurrentCustomer
from handoff.customer.service import SessionExpired
from handoff.errors import TooManyRequests
from handoff.http import Svc, errors
from handoff.ticket import reading
from handoff.ticket.schemas import LookupPost, TicketForCustomer
from handoff.ticket.service import TicketNotFound

router = APIRouter()


@router.post(
    "/api/v1/chat/tickets/lookup", tags=["chat"], responses=errors(SessionExpired, TicketNotFound, TooManyRequests)
)
async def look_up_ticket(body: LookupPost, customer: CurrentCustomer, svc: Svc) -> TicketForCustomer:
    """Where a complaint stands, for whoever knows number and phone. A wrong phone is answered like a wrong number."""
    svc.limits.lookups.check(customer.conversation_id)
    return await svc.database.read(reading.look_up, number=body.number, phone=body.phone, settings=svc.settings)
