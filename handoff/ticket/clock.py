"""How a complaint's steps move its deadlines."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from handoff.settings import Settings
from handoff.sla import service as sla
from handoff.sla.states import DeadlineKind
from handoff.ticket.models import Ticket
from handoff.ticket.states import ENDED, MEETS, SECOND_ROUND, TicketStatus, settled_by, starts_second_round

_FIRST_ANSWER = (DeadlineKind.FIRST_FEEDBACK, DeadlineKind.FINDINGS)  # what a customer hears before the result


def start(session: Session, ticket: Ticket, *, now: datetime, settings: Settings) -> None:
    """All deadlines of a complaint just registered."""
    _plan(session, ticket, set(DeadlineKind), now=now, settings=settings)
    sla.meet(session, ticket.id, MEETS[TicketStatus.REGISTERED], now=now)


def follow_move(session: Session, ticket: Ticket, status: TicketStatus, *, now: datetime, settings: Settings) -> None:
    """The complaint went from `status` to where it stands: what that settles is met, an end stops the rest."""
    target = TicketStatus(ticket.status)
    sla.meet(session, ticket.id, MEETS.get(target, set()), now=now)
    if target in ENDED:
        sla.stop(session, ticket.id, now=now)
    elif starts_second_round(status, target):
        ticket.clock_starts_at = now
        _plan(session, ticket, SECOND_ROUND, now=now, settings=settings)


def follow_grade(session: Session, ticket: Ticket, *, now: datetime, settings: Settings) -> None:
    """The grade is another one: what is still to be done gets that grade's time, counted from where the clock began."""
    is_first_round = ticket.clock_starts_at == ticket.created_at
    kinds = set(DeadlineKind) if is_first_round else SECOND_ROUND
    _plan(session, ticket, kinds - settled_by(TicketStatus(ticket.status)), now=now, settings=settings)


def _plan(
    session: Session, ticket: Ticket, kinds: Collection[DeadlineKind], *, now: datetime, settings: Settings
) -> None:
    """Plan, and keep what the customer is promised on the ticket itself."""
    deadlines = sla.plan(
        session,
        ticket.id,
        grade=ticket.grade,
        is_repeat=ticket.is_repeat,
        starts_at=ticket.clock_starts_at,
        now=now,
        settings=settings,
        kinds=kinds,
    )
    due_at = {deadline.kind: deadline.due_at for deadline in deadlines}
    answers = [due_at[kind] for kind in _FIRST_ANSWER if kind in due_at]
    if answers:
        ticket.feedback_due_at = min(answers)
    ticket.due_at = due_at.get(DeadlineKind.RESOLUTION, ticket.due_at)
    session.flush()
