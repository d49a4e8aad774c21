"""What comes of a bot turn, in one transaction: its messages, its trace, the effects it asked for, or its failure."""

from datetime import datetime
from typing import Any

import structlog
from pydantic import BaseModel, ValidationError
from sqlalchemy.orm import Session

from handoff.bot import policy, repository, service
from handoff.bot.client import BotMessage, TurnAnswer, TurnRequest
from handoff.bot.models import BotTurn
from handoff.bot.states import TurnKind, TurnStatus
from handoff.conversation import service as conversations
from handoff.conversation.models import Conversation
from handoff.conversation.service import Actor
from handoff.conversation.states import ActorKind, EventType, HandoffReason, Priority, Status
from handoff.customer import service as customers
from handoff.queue import service as queues
from handoff.queue.policy import is_within_hours
from handoff.queue.service import Handoff
from handoff.settings import Settings
from handoff.ticket import service as tickets
from handoff.ticket.labels import GRADE
from handoff.ticket.policy import NO_MATCH_TEXT, receipt_text, status_text
from handoff.ticket.states import Grade

log = structlog.get_logger(__name__)


class HandoffEffect(BaseModel):
    reason: HandoffReason
    priority: int = Priority.NORMAL
    summary: str = ""


class StatusEffect(BaseModel):
    number: str
    phone: str


def build_request(session: Session, conversation_id: str, *, now: datetime, settings: Settings) -> TurnRequest | None:
    """The oldest turn the bot owes in this conversation, as Rasa's channel wants it; None when there is none."""
    turn = service.find_owed(session, conversation_id)
    if turn is None:
        return None
    conversation = conversations.get(session, conversation_id)
    customer = customers.get(session, conversation.customer_id)
    event = conversations.get_event(session, conversation_id, turn.seq)
    known = {"is_known": bool(customer.external_id), "name": customer.name, "phone": customer.phone}
    return TurnRequest(
        conversation_id=conversation_id,
        turn_id=f"{conversation_id}:{turn.seq}",
        kind=turn.kind,
        text=event.data["text"] if turn.kind == TurnKind.MESSAGE else None,
        metadata={
            "locale": conversation.locale,
            "now": now.astimezone(settings.zone).isoformat(timespec="seconds"),
            "customer": {**known, "tags": customer.tags},
        },
    )


class Recorder:
    """Records how one turn ended. Made inside the transaction, used once."""

    def __init__(self, session: Session, turn_id: str, *, now: datetime, settings: Settings) -> None:
        conversation_id, _, seq = turn_id.rpartition(":")
        self.session, self.now, self.settings = session, now, settings
        self.conversation: Conversation = conversations.get(session, conversation_id, lock=True)
        self.turn: BotTurn | None = repository.find(session, conversation_id, int(seq))
        self.bot = Actor(ActorKind.BOT, name=settings.bot_name)
        self.office_is_open = is_within_hours(now, hours=settings.office_hours, zone=settings.zone)

    def is_wanted(self) -> bool:
        """Whether the turn is still owed to a conversation that the bot holds; drops it when it is not."""
        if self.turn is None or self.turn.status != TurnStatus.PENDING:
            return False
        if self.conversation.status != Status.BOT:
            service.end(self.session, self.turn, TurnStatus.DROPPED, now=self.now)
            return False
        return True

    def answered(self, answer: TurnAnswer) -> None:
        """A status that was asked for is told first: the bot's words then go on, with the next question of a form."""
        self._append(EventType.BOT_UNDERSTOOD, self._understood(answer))
        facts = policy.facts_of(answer.slots)
        asked = [effect for effect in answer.effects if effect.get("type") == "ticket_status"]
        for effect in asked:
            self._perform(effect, facts)
        for message in answer.messages:
            self._say_message(message)
        self.conversation.bot_state = {"slots": answer.slots, "form": answer.form, "facts": facts}
        self.conversation.bot_failures = 0
        self._end(TurnStatus.DONE)
        for effect in answer.effects:
            if effect not in asked:
                self._perform(effect, facts)

    def failed(self, reason: str) -> None:
        """The customer is told, and after too many failures in a row, or when they asked for a person, gets one."""
        assert self.turn is not None
        self._append(EventType.BOT_FAILED, {"code": reason, "in_reply_to": self.turn.seq})
        self.conversation.bot_failures += 1
        event = conversations.get_event(self.session, self.conversation.id, self.turn.seq)
        asked = policy.asks_for_person(event.data.get("text", ""))
        is_broken = self.conversation.bot_failures >= self.settings.bot_failures_before_handoff
        self._end(TurnStatus.FAILED, failure=reason)
        if asked or is_broken:
            self._say(policy.FALLBACK_HANDOFF_TEXT, name="fallback_handoff")
            cause = HandoffReason.ASKED if asked else HandoffReason.BOT_FAILURE
            priority = Priority.HIGH if is_broken else Priority.NORMAL
            facts = self.conversation.bot_state.get("facts", [])
            self._enqueue(Handoff(cause, priority, "智能客服故障，客户需要人工服务。", facts))
        else:
            self._say(policy.FALLBACK_TEXT, name="fallback", quick_replies=[policy.PERSON])

    def _end(self, status: TurnStatus, *, failure: str | None = None) -> None:
        assert self.turn is not None
        service.end(self.session, self.turn, status, now=self.now, failure=failure)

    def _append(self, type: EventType, data: dict[str, Any]) -> None:
        conversations.append(self.session, self.conversation, type, actor=self.bot, data=data, now=self.now)

    def _say(
        self,
        text: str,
        *,
        name: str,
        quick_replies: list[dict[str, Any]] | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        data = policy.message_data(text, name=name, quick_replies=quick_replies or [], metadata=metadata or {})
        self._append(EventType.MESSAGE_CREATED, data)

    def _say_message(self, message: BotMessage) -> None:
        today = self.now.astimezone(self.settings.zone).date()
        if not policy.is_current(message.metadata, today=today):
            log.warning("bot.answer_expired", name=message.name)
            self._say(policy.EXPIRED_TEXT, name="expired", quick_replies=[policy.PERSON])
            return
        replies = [reply.model_dump() for reply in message.quick_replies]
        self._say(message.text, name=message.name or "", quick_replies=replies, metadata=message.metadata)

    def _understood(self, answer: TurnAnswer) -> dict[str, Any]:
        assert self.turn is not None
        return {"trace": answer.trace, "slots": answer.slots, "form": answer.form, "in_reply_to": self.turn.seq}

    def _enqueue(self, handoff: Handoff) -> None:
        if self.conversation.status == Status.BOT:
            queues.enqueue(self.session, self.conversation, handoff, now=self.now, is_within_hours=self.office_is_open)

    def _perform(self, effect: dict[str, Any], facts: list[dict[str, Any]]) -> None:
        """One effect of docs/bot-channel.md. One that does not make sense is logged, and a person is called."""
        try:
            match effect.get("type"):
                case "handoff":
                    wanted = HandoffEffect.model_validate(effect)
                    self._enqueue(Handoff(wanted.reason, min(max(wanted.priority, 0), 3), wanted.summary, facts))
                case "ticket":
                    self._open_ticket(tickets.ComplaintFacts.model_validate(effect), facts)
                case "ticket_status":
                    self._tell_status(StatusEffect.model_validate(effect))
                case unknown:
                    log.error("bot.unknown_effect", type=str(unknown)[:40])
        except ValidationError as error:
            log.error("bot.bad_effect", type=effect.get("type"), errors=error.error_count())
            self._say(policy.FALLBACK_HANDOFF_TEXT, name="fallback_handoff")
            self._enqueue(Handoff(HandoffReason.BOT_FAILURE, Priority.HIGH, "智能客服未能提交客户的请求。", facts))

    def _open_ticket(self, complaint: tickets.ComplaintFacts, facts: list[dict[str, Any]]) -> None:
        """The same `complaint_id` finds the first ticket; a serious grade calls a person at once."""
        opened = tickets.create_complaint(
            self.session,
            conversation_id=self.conversation.id,
            customer_id=self.conversation.customer_id,
            facts=complaint,
            now=self.now,
            settings=self.settings,
        )
        ticket = opened.ticket
        if opened.is_new:
            self._append(EventType.TICKET_CREATED, tickets.created_data(ticket))
        self._say(receipt_text(ticket, settings=self.settings), name="ticket_receipt")
        if opened.is_new and ticket.grade <= 2:
            priority = Priority.URGENT if ticket.grade == 1 else Priority.HIGH
            summary = f"投诉 {ticket.number} 初步定为{GRADE[Grade(ticket.grade)]}，需人工优先处理。"
            self._enqueue(Handoff(HandoffReason.GRADE, priority, summary, facts))

    def _tell_status(self, wanted: StatusEffect) -> None:
        ticket = tickets.find_for_customer(self.session, number=wanted.number, phone=wanted.phone)
        text = status_text(ticket, settings=self.settings) if ticket else NO_MATCH_TEXT
        self._say(text, name="ticket_status", quick_replies=[] if ticket else [policy.PERSON])


def record_answer(session: Session, answer: TurnAnswer, *, now: datetime, settings: Settings) -> TurnStatus | None:
    """Store what the bot said and do what it asked for; None when the turn was not owed any more."""
    recorder = Recorder(session, answer.turn_id, now=now, settings=settings)
    if not recorder.is_wanted():
        return None
    recorder.answered(answer)
    return TurnStatus.DONE


def record_failure(
    session: Session, turn_id: str, reason: str, *, now: datetime, settings: Settings
) -> TurnStatus | None:
    """Tell the customer that the bot gave no answer; None when the turn was not owed any more."""
    recorder = Recorder(session, turn_id, now=now, settings=settings)
    if not recorder.is_wanted():
        return None
    recorder.failed(reason)
    return TurnStatus.FAILED
