"""What staff do with a complaint: move it on, grade it anew, see who complained."""

from datetime import datetime

from sqlalchemy.orm import Session

from handoff.audit import service as audit
from handoff.conversation import service as conversations
from handoff.conversation.policy import clean_text
from handoff.conversation.schemas import to_wire_time
from handoff.conversation.service import SYSTEM, Actor
from handoff.conversation.states import EventType
from handoff.database import publish
from handoff.errors import Conflict, InvalidRequest
from handoff.realtime.messages import Changed
from handoff.settings import Settings
from handoff.ticket import clock, labels, repository
from handoff.ticket.history import record
from handoff.ticket.models import Ticket
from handoff.ticket.service import get
from handoff.ticket.states import (
    ALLOWED,
    CLASS_OF,
    CUSTOMER_IS_TOLD,
    ENDED,
    Grade,
    HistoryKind,
    TicketStatus,
    is_reopening,
    needs_note,
)

NOTE_MAX_CHARS = 2000


class TicketMoveNotAllowed(Conflict):
    """`details.status` is where the ticket stands, `details.allowed` where it may go from there."""

    code, message = "ticket_move_not_allowed", "当前状态下不能这样操作，请刷新后重试。"


class TicketGradeUnchanged(Conflict):
    code, message = "ticket_grade_unchanged", "投诉已经是这个等级，无需调整。"


class TicketNoteMissing(InvalidRequest):
    code, message = "ticket_note_missing", "请填写说明后再提交。"


def move_ticket(
    session: Session, number: str, *, target: TicketStatus, note: str, actor: Actor, now: datetime, settings: Settings
) -> Ticket:
    """Take the complaint one legal step further; the state reached settles its deadlines and the customer hears of it.

    Raises TicketNotFound, TicketMoveNotAllowed, TicketNoteMissing.
    """
    ticket = get(session, number, lock=True)
    status = TicketStatus(ticket.status)
    note = note.strip() and clean_text(note, max_chars=NOTE_MAX_CHARS)
    if target in ALLOWED[status] and needs_note(status, target) and not note:
        raise TicketNoteMissing(fields=[{"path": "note", "message": "required for this step"}])
    closed_at = now if target in ENDED else None
    if target not in ALLOWED[status] or not repository.move(
        session, ticket, expected=status, target=target, closed_at=closed_at
    ):
        session.refresh(ticket)
        raise TicketMoveNotAllowed(status=ticket.status, allowed=sorted(ALLOWED[TicketStatus(ticket.status)]))
    text = f"{labels.STATUS[status]} → {labels.STATUS[target]}"
    moved = {"from": status, "to": target}
    record(session, ticket.id, _kind(status, target), text, actor=actor, note=note or None, now=now, **moved)
    clock.follow_move(session, ticket, status, now=now, settings=settings)
    if target in CUSTOMER_IS_TOLD:
        _tell_customer(session, ticket, now=now)
    publish(session, Changed("tickets"))
    return ticket


def grade_ticket(
    session: Session, number: str, *, grade: Grade, reason: str, actor: Actor, now: datetime, settings: Settings
) -> Ticket:
    """A person sets another grade, with a reason; class and open deadlines follow, the history keeps what was before.

    Raises TicketNotFound, TicketGradeUnchanged, TicketMoveNotAllowed when the procedure is over, and MessageEmpty
    for a reason without words.
    """
    ticket = get(session, number, lock=True)
    reason = clean_text(reason, max_chars=NOTE_MAX_CHARS)
    before, was_due_at = Grade(ticket.grade), ticket.due_at
    if ticket.status in ENDED:
        raise TicketMoveNotAllowed("投诉已办结，如需调整等级请先重开。", status=ticket.status, allowed=[])
    if grade == before:
        raise TicketGradeUnchanged
    text = f"{labels.GRADE[before]} → {labels.GRADE[grade]}"
    graded = {"grade_before": int(before), "grade": int(grade), "reasons_before": ticket.grade_reasons}
    record(session, ticket.id, HistoryKind.GRADED, text, actor=actor, note=reason, now=now, **graded)
    ticket.grade, ticket.complaint_class = int(grade), CLASS_OF[grade]
    ticket.is_repeat = grade is Grade.REPEAT or (ticket.is_repeat and grade is not Grade.GENERAL)
    spoken = f"人工调整：{reason} → {labels.GRADE[grade]}"
    ticket.grade_reasons = [{"rule": "person", "grade": int(grade), "text": spoken}]
    clock.follow_grade(session, ticket, now=now, settings=settings)
    if ticket.due_at != was_due_at:
        _tell_customer(session, ticket, now=now)
    publish(session, Changed("tickets"))
    return ticket


def reveal(session: Session, number: str, *, reason: str, actor: Actor, now: datetime, address: str | None) -> Ticket:
    """Who complained, unmasked, to somebody who says why. Audited, and written into the history."""
    ticket = get(session, number)
    reason = clean_text(reason, max_chars=NOTE_MAX_CHARS)
    record(session, ticket.id, HistoryKind.REVEALED, "查看投诉人完整联系信息", actor=actor, note=reason, now=now)
    audit.record(
        session, "customer.reveal", at=now, agent_id=actor.id, agent_name=actor.name, target=ticket.number,
        address=address, reason=reason,
    )  # fmt: skip
    return ticket


def _kind(status: TicketStatus, target: TicketStatus) -> HistoryKind:
    if is_reopening(status, target):
        return HistoryKind.REOPENED
    return HistoryKind.WITHDRAWN if target is TicketStatus.WITHDRAWN else HistoryKind.MOVED


def _tell_customer(session: Session, ticket: Ticket, *, now: datetime) -> None:
    """In the conversation the complaint came from, when there is one."""
    if ticket.conversation_id is None:
        return
    conversation = conversations.get(session, ticket.conversation_id, lock=True)
    due_at = to_wire_time(ticket.due_at) if ticket.due_at and ticket.status not in ENDED else None
    data = {"number": ticket.number, "status": ticket.status, "due_at": due_at}
    conversations.append(session, conversation, EventType.TICKET_UPDATED, actor=SYSTEM, data=data, now=now)
