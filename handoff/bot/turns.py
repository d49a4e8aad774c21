"""What comes of a bot turn, in one transaction: its messages, its trace, the effects it asked for, or its failure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.orm import Session

from handoff.bot import policy, service
from handoff.bot.client import BotMessage, TurnAnswer, TurnRequest
from handoff.bot.effects import TOLD_FIRST, perform
from handoff.bot.forbidden import load_forbidden, without_quotations
from handoff.bot.service import OwedTurn
from handoff.bot.states import TurnKind, TurnStatus
from handoff.bot.voice import Voice
from handoff.conversation import service as conversations
from handoff.conversation.states import EventType, HandoffReason, Priority, Status
from handoff.metrics import BOT_WITHHELD
from handoff.queue import anger
from handoff.queue.service import Handoff
from handoff.settings import Settings
from handoff.ticket import service as tickets
from handoff.ticket.models import Ticket

log = structlog.get_logger(__name__)


def build_request(session: Session, conversation_id: str, *, now: datetime, settings: Settings) -> TurnRequest | None:
    """The oldest turn the bot owes in this conversation, as Rasa's channel wants it; None when there is none."""
    turn = service.find_owed(session, conversation_id)
    if turn is None:
        return None
    complaints = tickets.list_by_conversation(session, conversation_id) if turn.has_tickets else []
    return request_of(turn, complaints, now=now, settings=settings)


def request_of(turn: OwedTurn, complaints: Sequence[Ticket], *, now: datetime, settings: Settings) -> TurnRequest:
    """`complaints`: of the conversation, when it `has_tickets`."""
    known = {"is_known": bool(turn.external_id), "name": turn.name, "phone": turn.phone}
    return TurnRequest(
        conversation_id=turn.conversation_id,
        turn_id=f"{turn.conversation_id}:{turn.seq}",
        kind=turn.kind,
        is_last=turn.is_last,
        text=turn.data["text"] if turn.kind == TurnKind.MESSAGE else None,
        metadata={
            "locale": turn.locale,
            "now": now.astimezone(settings.zone).isoformat(timespec="seconds"),
            "customer": {**known, "tags": turn.tags},
            "tickets": policy.tickets_for_bot(complaints),
        },
    )


class Recorder:
    """Records how one turn ended. Made inside the transaction, used once."""

    def __init__(self, session: Session, turn_id: str, *, now: datetime, settings: Settings) -> None:
        conversation_id, _, seq = turn_id.rpartition(":")
        self.session, self.now, self.settings = session, now, settings
        self.turn = service.take(session, conversation_id, int(seq))
        self.voice = Voice(session, conversation_id, key=turn_id, now=now, settings=settings)

    def is_wanted(self) -> bool:
        """Whether the turn is still owed to a conversation that the bot holds; drops it when it is not."""
        if self.turn is None or self.turn.status != TurnStatus.PENDING:
            return False
        if self.turn.holder != Status.BOT:
            service.end(self.session, self.turn, TurnStatus.DROPPED, now=self.now)
            return False
        return True

    def answered(self, answer: TurnAnswer) -> None:
        """Store what was understood and said, and do what was asked for."""
        self.voice.append(EventType.BOT_UNDERSTOOD, self._understood(answer))
        facts = policy.facts_of(answer.slots)
        first = [effect for effect in answer.effects if effect.get("type") in TOLD_FIRST]
        for effect in first:
            perform(self.voice, effect, facts)
        if all(message.name != policy.SECRET_WARNING for message in answer.messages):
            self._warn_of_secrets()
        was_sent = self._speak(answer)
        state = {"slots": answer.slots, "form": answer.form, "facts": facts}
        conversations.keep_bot_state(self.session, self.voice.conversation_id, state)
        self._end(TurnStatus.DONE)
        for effect in answer.effects:
            if effect not in first:
                perform(self.voice, effect, facts)
        if not was_sent:
            self.voice.call_person(Handoff(HandoffReason.BOT_FAILURE, Priority.HIGH, policy.WITHHELD_SUMMARY, facts))

    def failed(self, reason: str) -> None:
        """The customer is told, and after too many failures in a row, or when they asked for a person, gets one."""
        assert self.turn is not None
        self.voice.append(EventType.BOT_FAILED, {"code": reason, "in_reply_to": self.turn.seq})
        self._warn_of_secrets()
        conversation = self.voice.conversation
        conversation.bot_failures += 1
        asked = policy.asks_for_person(self.turn.said.get("text", ""))
        is_broken = conversation.bot_failures >= self.settings.bot_failures_before_handoff
        self._end(TurnStatus.FAILED, failure=reason)
        if asked or is_broken:
            self.voice.say(policy.FALLBACK_HANDOFF_TEXT, name="fallback_handoff")
            cause = HandoffReason.ASKED if asked else HandoffReason.BOT_FAILURE
            priority = Priority.HIGH if is_broken else Priority.NORMAL
            facts = conversation.bot_state.get("facts", [])
            self.voice.call_person(Handoff(cause, priority, "智能客服故障，客户需要人工服务。", facts))
        else:
            self.voice.say(policy.FALLBACK_TEXT, name="fallback", quick_replies=[policy.PERSON])

    def _speak(self, answer: TurnAnswer) -> bool:
        """The bot's words, with care for an angry customer: a form's question comes last. False: some were withheld."""
        needs_care = self._needs_care(answer)
        if needs_care and answer.form:
            self.voice.say(policy.CARE_IN_FORM_TEXT, name="care", quick_replies=[policy.PERSON])
        quoted = policy.words_of(answer.slots)
        were_sent = [self._say_message(message, quoted) for message in answer.messages]
        if needs_care and not answer.form:
            self.voice.say(policy.CARE_TEXT, name="care", quick_replies=[policy.PERSON, policy.COMPLAINT])
        return all(were_sent)

    def _needs_care(self, answer: TurnAnswer) -> bool:
        assert self.turn is not None
        if self.turn.kind != TurnKind.MESSAGE or policy.offers_person(answer):
            return False
        since = self.now - anger.LASTS
        words = conversations.list_words(self.session, self.voice.conversation_id, since=since, limit=anger.LOOK_BACK)
        return policy.needs_care(answer, words)

    def _end(self, status: TurnStatus, *, failure: str | None = None) -> None:
        assert self.turn is not None
        service.end(self.session, self.turn, status, now=self.now, failure=failure)

    def _warn_of_secrets(self) -> None:
        """When something of the message was concealed: the customer hears it even if the bot did not notice."""
        assert self.turn is not None
        if kinds := self.turn.said.get("hidden"):
            self.voice.say(policy.hidden_text(kinds, hotline=self.settings.hotline), name="secret_hidden")

    def _say_message(self, message: BotMessage, quoted: list[str]) -> bool:
        """False when it said what must never be said, and was withheld; `quoted` are the customer's own words."""
        today = self.now.astimezone(self.settings.zone).date()
        if not policy.is_current(message.metadata, today=today):
            log.warning("bot.answer_expired", name=message.name)
            self.voice.say(policy.EXPIRED_TEXT, name="expired", quick_replies=[policy.PERSON])
            return True
        replies = [reply.model_dump() for reply in message.quick_replies]
        words = "\n".join([message.text, *(reply["title"] for reply in replies)])
        broken = load_forbidden(self.settings.forbidden_file).find(without_quotations(words, quoted))
        if broken:
            rule, _ = broken
            log.error("bot.answer_withheld", name=message.name, rule=rule.name)
            BOT_WITHHELD.labels(rule=rule.name).inc()
            self.voice.say(policy.WITHHELD_TEXT, name="withheld")
            return False
        self.voice.say(message.text, name=message.name or "", quick_replies=replies, metadata=message.metadata)
        return True

    def _understood(self, answer: TurnAnswer) -> dict[str, Any]:
        assert self.turn is not None
        return {"trace": answer.trace, "slots": answer.slots, "form": answer.form, "in_reply_to": self.turn.seq}


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
