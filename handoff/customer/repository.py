"""All SQL about customers and their sessions."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from handoff.customer.models import Customer, CustomerSession


def find_by_external_id(session: Session, external_id: str) -> Customer | None:
    return session.scalar(select(Customer).where(Customer.external_id == external_id).with_for_update())


def find(session: Session, customer_id: str) -> Customer | None:
    return session.get(Customer, customer_id)


def find_session(session: Session, token_hash: str) -> CustomerSession | None:
    return session.get(CustomerSession, token_hash)
