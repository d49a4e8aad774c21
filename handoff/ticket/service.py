"""Complaints come in and are found again. What staff do with them is in `handling`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from handoff.conversation import service as conversations
from handoff.conversation.schemas import to_wire_time
from handoff.conversation.service import SYSTEM, Actor
from handoff.conversation.states import ActorKind
from handoff.database import publish
from handoff.errors import InvalidRequest, NotFound
from handoff.ids import new_id
from handoff.realtime.messages import Changed
from handoff.settings import Settings
from handoff.ticket import clock, labels, repository
from handoff.ticket.history import record
from handoff.ticket.models import Ticket, TicketHistory
from handoff.ticket.policy import Grading, grade_complaint, is_same_phone, new_number, normalise_number
from handoff.ticket.schemas import ComplaintFacts, load_grading_policy
from handoff.ticket.states import ENDED, HistoryKind, TicketStatus

__all__ = [
    "ComplaintFacts", "Opened", "Ticket", "TicketNotFound", "check_files", "count_by_grade", "create_complaint",
    "created_data", "find_for_customer", "get", "list_by_conversation", "list_history", "list_tickets",
]  # fmt: skip

NUMBER_ATTEMPTS = 5  # of 28 million tails a day; five taken in a row means something else is wrong
_DECOY_PHONE = "0" * 11


class TicketNotFound(NotFound):
    """Also for a right number with a wrong phone: whoever does not know both learns nothing."""

    code, message = "ticket_not_found", "没有查到相符的投诉，请核对编号和联系电话。"


@dataclass(frozen=True, slots=True)
class Opened:
    """A complaint's ticket, and whether this call made it."""

    ticket: Ticket
    is_new: bool


def check_files(settings: Settings) -> None:
    """Read the grading rules now, so that a mistake in them is told at start."""
    load_grading_policy(settings.grading_policy_file)


def create_complaint(
    session: Session,
    *,
    conversation_id: str | None,
    customer_id: str | None,
    facts: ComplaintFacts,
    now: datetime,
    settings: Settings,
    channel: str = "web",
) -> Opened:
    """Register a complaint: number, grade with reasons, deadlines, history. The caller tells the customer.

    The same `facts.complaint_id` always gives the first ticket, also to two callers at once.
    """
    for _ in range(NUMBER_ATTEMPTS):
        existing = repository.find_by_complaint_id(session, facts.complaint_id)
        if existing is not None:
            return Opened(existing, is_new=False)
        ticket = _new_ticket(session, facts, customer_id=customer_id, now=now, settings=settings)
        ticket.conversation_id, ticket.channel = conversation_id, channel
        try:
            with session.begin_nested():
                session.add(ticket)
        except IntegrityError:  # somebody else had the complaint_id (found in the next round) or the number
            continue
        _begin(session, ticket, now=now, settings=settings)
        return Opened(ticket, is_new=True)
    raise RuntimeError("no free ticket number")


def created_data(ticket: Ticket) -> dict[str, Any]:
    """The `data` of `ticket.created` (docs/wire.md)."""
    return {
        "number": ticket.number, "kind": "complaint", "complaint_class": ticket.complaint_class, "grade": ticket.grade,
        "status": ticket.status, "due_at": ticket.due_at and to_wire_time(ticket.due_at),
        "product": ticket.product, "issue": ticket.issue, "demand": ticket.demand,
    }  # fmt: skip


def find_for_customer(session: Session, *, number: str, phone: str) -> Ticket | None:
    """The ticket when number and phone belong together; otherwise None, whichever of the two was wrong."""
    ticket = find(session, number)
    is_match = is_same_phone(ticket.phone if ticket else _DECOY_PHONE, phone)
    return ticket if is_match else None


def find(session: Session, number: str, *, lock: bool = False) -> Ticket | None:
    """By its number, however it is typed.

    `lock` takes the conversation it came from first, as all that is done in a conversation does: of two who lock in
    one order, one waits, and never each for the other.
    """
    normalised = normalise_number(number)
    ticket = repository.find_by_number(session, normalised) if normalised else None
    if ticket is None or not lock:
        return ticket
    if ticket.conversation_id is not None:
        conversations.get(session, ticket.conversation_id, lock=True)
    return repository.find_by_number(session, ticket.number, lock=True)


def get(session: Session, number: str, *, lock: bool = False) -> Ticket:
    """By its number, however it is typed. Raises TicketNotFound."""
    ticket = find(session, number, lock=lock)
    if ticket is None:
        raise TicketNotFound
    return ticket


def list_by_conversation(session: Session, conversation_id: str) -> Sequence[Ticket]:
    """The oldest first."""
    return repository.list_by_conversation(session, conversation_id)


def standing_of(ticket: Ticket) -> str:
    """Its number, with how it ended when it has: TS20261122-7K3QM（已撤诉）."""
    status = TicketStatus(ticket.status)
    return f"{ticket.number}（{labels.STATUS[status]}）" if status in ENDED else ticket.number


def list_tickets(
    session: Session, *, status: str | None, grade: int | None, q: str | None, before: str | None, limit: int
) -> Sequence[Ticket]:
    """The newest first, from the one after `before` on. Raises InvalidRequest for a `before` that is no ticket."""
    last = find(session, before) if before else None
    if before and last is None:
        raise InvalidRequest(fields=[{"path": "query.before", "message": "not a next_before"}])
    words = (q or "").replace("\x00", "").strip()
    if words[:2].upper() == "TS":
        words = normalise_number(words) or words
    return repository.list_tickets(session, status=status, grade=grade, q=words, before=last, limit=limit)


def list_history(session: Session, ticket: Ticket) -> Sequence[TicketHistory]:
    """The oldest first."""
    return repository.list_history(session, ticket.id)


def count_by_grade(session: Session, *, since: datetime, until: datetime) -> dict[int, int]:
    """How many complaints of each grade were made from `since` to before `until`; a grade without any is missing."""
    return repository.count_by_grade(session, since=since, until=until)


def _new_ticket(
    session: Session, facts: ComplaintFacts, *, customer_id: str | None, now: datetime, settings: Settings
) -> Ticket:
    grading, repeat_of = _grade(session, facts, customer_id=customer_id, now=now, settings=settings)
    return Ticket(
        id=new_id("t"),
        number=new_number(now.astimezone(settings.zone).date()),
        customer_id=customer_id,
        status=TicketStatus.REGISTERED,
        grade=int(grading.grade),
        complaint_class=grading.complaint_class,
        is_repeat=grading.is_repeat,
        repeat_of=repeat_of,
        grade_reasons=grading.reasons,
        grading_version=grading.version,
        consented_at=now,
        created_at=now,
        clock_starts_at=now,
        **facts.model_dump(exclude={"consent"}),
    )


def _grade(
    session: Session, facts: ComplaintFacts, *, customer_id: str | None, now: datetime, settings: Settings
) -> tuple[Grading, str | None]:
    policy = load_grading_policy(settings.grading_policy_file)
    earlier = repository.find_earlier(
        session,
        customer_id=customer_id,
        phone=facts.phone,
        product=facts.product,
        issue=facts.issue,
        since=now - timedelta(days=policy.repeat_within_days),
    )
    repeat_of = earlier.number if earlier else None
    return grade_complaint(facts, policy, repeat_of=repeat_of), repeat_of


def _begin(session: Session, ticket: Ticket, *, now: datetime, settings: Settings) -> None:
    """Its first history and its deadlines; registration is done as soon as it has a number."""
    customer = Actor(ActorKind.CUSTOMER, id=ticket.customer_id)
    record(session, ticket.id, HistoryKind.SUBMITTED, "客户确认并提交投诉", actor=customer, now=now)
    moved = {"from": TicketStatus.SUBMITTED, "to": TicketStatus.REGISTERED}
    record(session, ticket.id, HistoryKind.MOVED, f"登记为 {ticket.number}", actor=SYSTEM, now=now, **moved)
    text = f"初步定级：{labels.GRADE[ticket.grade]}（{labels.COMPLAINT_CLASS[ticket.complaint_class]}）"
    graded = {"grade": ticket.grade, "reasons": ticket.grade_reasons, "version": ticket.grading_version}
    record(session, ticket.id, HistoryKind.GRADED, text, actor=SYSTEM, now=now, **graded)
    clock.start(session, ticket, now=now, settings=settings)
    publish(session, Changed("tickets"))
