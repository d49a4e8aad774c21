"""What the bot asks for beside its words (docs/bot-channel.md, "Effects"), done in the transaction of its turn."""

from typing import Any

import structlog
from pydantic import BaseModel, Field, ValidationError

from handoff.bot import policy
from handoff.bot.voice import Voice
from handoff.conversation.states import EventType, HandoffReason, Priority
from handoff.queue.service import Handoff
from handoff.ticket import own
from handoff.ticket import policy as texts
from handoff.ticket import service as tickets
from handoff.ticket.labels import GRADE
from handoff.ticket.states import Grade

log = structlog.get_logger(__name__)

TOLD_FIRST = frozenset({"ticket_status", "ticket_note", "ticket_withdraw"})
"""Effects whose answer comes before the bot's words, which go on from there: with the next question of a form."""

Facts = list[dict[str, Any]]


class HandoffEffect(BaseModel):
    reason: HandoffReason
    priority: int = Priority.NORMAL
    summary: str = ""


class OwnTicketEffect(BaseModel):
    """`phone` may be missing for a ticket of this conversation."""

    number: str
    phone: str | None = None


class NoteEffect(OwnTicketEffect):
    text: str = Field(min_length=1)


def perform(voice: Voice, effect: dict[str, Any], facts: Facts) -> None:
    """One effect. One that does not make sense is logged, and a person is called."""
    try:
        match effect.get("type"):
            case "handoff":
                wanted = HandoffEffect.model_validate(effect)
                voice.call_person(Handoff(wanted.reason, min(max(wanted.priority, 0), 3), wanted.summary, facts))
            case "ticket":
                _open_ticket(voice, tickets.ComplaintFacts.model_validate(effect), facts)
            case "ticket_status":
                _tell_status(voice, OwnTicketEffect.model_validate(effect))
            case "ticket_note":
                _add_note(voice, NoteEffect.model_validate(effect))
            case "ticket_withdraw":
                _withdraw(voice, OwnTicketEffect.model_validate(effect))
            case unknown:
                log.error("bot.unknown_effect", type=str(unknown)[:40])
    except ValidationError as error:
        log.error("bot.bad_effect", type=effect.get("type"), errors=error.error_count())
        voice.say(policy.FALLBACK_HANDOFF_TEXT, name="fallback_handoff")
        voice.call_person(Handoff(HandoffReason.BOT_FAILURE, Priority.HIGH, "智能客服未能提交客户的请求。", facts))


def _open_ticket(voice: Voice, complaint: tickets.ComplaintFacts, facts: Facts) -> None:
    """The same `complaint_id` finds the first ticket; a serious grade calls a person at once."""
    opened = tickets.create_complaint(
        voice.session,
        conversation_id=voice.conversation_id,
        customer_id=voice.conversation.customer_id,
        facts=complaint,
        now=voice.now,
        settings=voice.settings,
    )
    ticket = opened.ticket
    if opened.is_new:
        voice.append(EventType.TICKET_CREATED, tickets.created_data(ticket))
    voice.say(texts.receipt_text(ticket, settings=voice.settings), name="ticket_receipt")
    if opened.is_new and ticket.grade <= 2:
        priority = Priority.URGENT if ticket.grade == 1 else Priority.HIGH
        summary = f"投诉 {ticket.number} 初步定为{GRADE[Grade(ticket.grade)]}，需人工优先处理。"
        voice.call_person(Handoff(HandoffReason.GRADE, priority, summary, facts))


def _tell_status(voice: Voice, wanted: OwnTicketEffect) -> None:
    ticket = tickets.find_for_customer(voice.session, number=wanted.number, phone=wanted.phone or "")
    if ticket is None:
        _say_no_match(voice, name="ticket_status")
    else:
        voice.say(texts.status_text(ticket, settings=voice.settings), name="ticket_status")


def _add_note(voice: Voice, wanted: NoteEffect) -> None:
    ticket = _own_ticket(voice, wanted)
    if ticket is None:
        _say_no_match(voice, name="ticket_note")
    elif own.add(voice.session, ticket, wanted.text, key=voice.key, now=voice.now):
        voice.say(texts.added_text(ticket), name="ticket_note")
    else:
        ways_on = [policy.PERSON, policy.COMPLAINT]
        voice.say(texts.not_added_text(ticket), name="ticket_note", quick_replies=ways_on)


def _withdraw(voice: Voice, wanted: OwnTicketEffect) -> None:
    ticket = _own_ticket(voice, wanted)
    if ticket is None:
        _say_no_match(voice, name="ticket_withdraw")
    elif own.withdraw(voice.session, ticket, now=voice.now, settings=voice.settings):
        voice.say(texts.withdrawn_text(ticket, settings=voice.settings), name="ticket_withdraw")
    else:
        voice.say(texts.not_withdrawn_text(ticket), name="ticket_withdraw", quick_replies=[policy.PERSON])


def _own_ticket(voice: Voice, wanted: OwnTicketEffect) -> tickets.Ticket | None:
    about = {"conversation_id": voice.conversation_id, "number": wanted.number, "phone": wanted.phone}
    return own.find(voice.session, **about)


def _say_no_match(voice: Voice, *, name: str) -> None:
    voice.say(texts.NO_MATCH_TEXT, name=name, quick_replies=[policy.PERSON])
