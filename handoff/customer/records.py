"""What staff may see of a customer: masked, until they say why they need the whole."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel
from sqlalchemy.orm import Session

from handoff.agent.access import STAFF, requires
from handoff.agent.states import SignedIn
from handoff.assignment.reading import masked
from handoff.assignment.schemas import CustomerMasked, RevealPost
from handoff.audit import service as audit
from handoff.clock import Clock
from handoff.conversation.policy import MessageEmpty, clean_text
from handoff.conversation.schemas import WireTime
from handoff.customer import service
from handoff.customer.service import CustomerNotFound
from handoff.http import Address, Svc, errors

router = APIRouter(prefix="/api/v1/customers", tags=["desk"])
CustomerId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_]{1,40}$")]


class CustomerWhole(BaseModel):
    """Personal data: in this answer only, after a reason was written into the audit log."""

    id: str
    external_id: str | None
    name: str | None
    phone: str | None
    is_known: bool
    tags: list[str]
    created_at: WireTime


@router.get("/{customer_id}", responses={**STAFF, **errors(CustomerNotFound)})
async def read_customer(
    customer_id: CustomerId, agent: Annotated[SignedIn, requires("customer.read")], svc: Svc
) -> CustomerMasked:
    """A customer with name and phone masked."""
    return await svc.database.read(lambda session: masked(service.get(session, customer_id)))


@router.post("/{customer_id}/reveal", responses={**STAFF, **errors(CustomerNotFound, MessageEmpty)})
async def reveal_customer(
    customer_id: CustomerId,
    body: RevealPost,
    agent: Annotated[SignedIn, requires("customer.reveal")],
    address: Address,
    svc: Svc,
) -> CustomerWhole:
    """A customer unmasked; who looked, when and why is kept."""
    return await svc.database.write(
        reveal, customer_id, agent=agent, reason=body.reason, address=address, clock=svc.clock
    )


def reveal(
    session: Session, customer_id: str, *, agent: SignedIn, reason: str, address: str, clock: Clock
) -> CustomerWhole:
    """Answer and audit entry are one transaction: nothing is shown that was not recorded. Raises CustomerNotFound."""
    customer = service.get(session, customer_id)
    audit.record(
        session,
        "customer.reveal",
        at=clock.now(),
        agent_id=agent.id,
        agent_name=agent.name,
        target=customer.id,
        address=address,
        reason=clean_text(reason, max_chars=200),
    )
    return CustomerWhole(
        id=customer.id,
        external_id=customer.external_id,
        name=customer.name,
        phone=customer.phone,
        is_known=customer.external_id is not None,
        tags=customer.tags,
        created_at=customer.created_at,
    )
