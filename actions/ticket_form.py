"""What the forms about a registered complaint share: it is found by number and phone, then one thing more is asked."""

import re
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import history
from actions.absence import is_absent
from actions.answers import Given, Refused
from actions.answers.contact import read_phone
from actions.complaint.corrections import SHORT
from actions.complaint.reading import OTHER_MATTERS, SMALL_TALK
from actions.doubt import URGENT
from actions.forms import keeps_quiet, refuse
from actions.language import is_nothing, is_question, is_stop, is_unknown, letters
from actions.tickets import known_tickets, open_tickets, ticket_number_in, without_number
from actions.turn import Turn

_NO_NUMBER = re.compile(r"没有|没收到|没给|忘|丢|找不到|不记得|不知道|不清楚|记不")

_PLACES = {numeral: place for place, numerals in enumerate(("一1", "二2", "三3", "四4", "五5")) for numeral in numerals}
_ORDINAL = re.compile(r"^(?:是|就|查|看|撤回?|补充)*第?([一二三四五1-5])[个件条]?(?:投诉)?[吧的。.!！ ]*$")

Values = dict[str, Any]


class TicketForm(Action, ABC):
    """The form's one action: as in `actions.complaint.form`, it asks by itself.

    `topic` is in the names of its responses (`utter_<topic>_ask_<slot>`, `utter_<topic>_cancelled`); `last` is the slot
    that is asked when the complaint is known.
    """

    topic: ClassVar[str]
    last: ClassVar[str | None] = None

    @property
    @abstractmethod
    def form(self) -> str:
        """Its name in the domain."""

    def name(self) -> str:
        return f"validate_{self.form}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Slot events and the next `requested_slot`; a rejection when the rules are to answer."""
        slots = ["ticket_number", "phone", *([self.last] if self.last else [])]
        values = {slot: tracker.get_slot(slot) for slot in slots}
        asked = tracker.get_slot("requested_slot")
        if asked not in slots or history.actions_of_this_turn(tracker, besides=self.form):
            return self._ask(dispatcher, tracker, values, is_quiet=keeps_quiet(tracker))
        turn = Turn.of(tracker)
        given = self.read_last(turn) if asked == self.last else _identity_in(turn) or _pointed_at(tracker, turn, asked)
        if given:
            changed = [SlotSet(slot, value) for slot, value in given.items()]
            return [*changed, SlotSet("refusals", None), *self._ask(dispatcher, tracker, values | given)]
        return self._without_value(dispatcher, tracker, turn, values, asked)

    def read_last(self, turn: Turn) -> Values:
        """What the turn gives for the slot `last`; empty when it gives nothing."""
        return {}

    def needs_phone(self, tracker: Tracker, number: str) -> bool:
        """A complaint made in this conversation is the customer's own."""
        return number not in {ticket.number for ticket in known_tickets(tracker)}

    def _ask(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, values: Values, *, is_quiet: bool = False
    ) -> list[EventType]:
        slot = self._next(tracker, values)
        if slot == "ticket_number" and len(open_tickets(tracker)) > 1 and not is_quiet:
            buttons = [{"title": f"{t.subject} {t.number}", "payload": t.number} for t in open_tickets(tracker)]
            dispatcher.utter_message(response="utter_ticket_which", buttons=buttons)
        elif slot and not is_quiet:
            about = {"number": values["ticket_number"]} if slot == self.last else {}
            dispatcher.utter_message(response=f"utter_{self.topic}_ask_{slot}", **about)
        return [SlotSet("requested_slot", slot)]

    def _next(self, tracker: Tracker, values: Values) -> str | None:
        number = values["ticket_number"]
        if not number:
            return "ticket_number"
        if not values["phone"] and self.needs_phone(tracker, number):
            return "phone"
        return self.last if self.last and values[self.last] is None else None

    def _without_value(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn, values: Values, asked: str
    ) -> list[EventType]:
        if turn.intent in URGENT | {"resume_conversation"}:
            return [ActionExecutionRejected(self.form)]
        if turn.intent == "withdraw_complaint" and self.topic != "withdrawal":  # 撤回投诉 would stop any other form
            return [ActionExecutionRejected(self.form)]
        has_no_number = asked == "ticket_number" and _has_no_number(turn)
        if is_stop(turn.text) or (turn.intent == "stop_form" and letters(turn.text) <= SHORT and not has_no_number):
            dispatcher.utter_message(response=f"utter_{self.topic}_cancelled", number=values["ticket_number"] or "")
            return [*self._forgotten(tracker), SlotSet("requested_slot", None), ActiveLoop(None)]
        if has_no_number:
            dispatcher.utter_message(response="utter_status_number_missing")
            return [*self._forgotten(tracker), SlotSet("requested_slot", None), ActiveLoop(None)]
        if (
            is_absent(turn.text)
            or turn.intent in OTHER_MATTERS | SMALL_TALK
            or (turn.intent == "nlu_fallback" and is_question(turn.text))
        ):
            return [ActionExecutionRejected(self.form)]
        refusal = read_phone(turn, turn.text) if asked == "phone" else None
        refused = refusal if isinstance(refusal, Refused) else Refused(self._invalid(asked))
        return [refuse(dispatcher, tracker, asked, refused), *self._ask(dispatcher, tracker, values)]

    def _invalid(self, asked: str) -> str:
        shared = {"ticket_number": "utter_status_ticket_number_invalid", "phone": "utter_phone_invalid"}
        return shared.get(asked, f"utter_{self.topic}_{asked}_invalid")

    def _forgotten(self, tracker: Tracker) -> list[EventType]:
        return [SlotSet(slot, None) for slot in ("ticket_number", self.last) if slot]


def opened(tracker: Tracker, number: str | None) -> list[EventType]:
    """The slots a form about a complaint begins with: what the sentence, the sign-in or the conversation told."""
    turn = Turn.of(tracker)
    phone = read_phone(turn, without_number(turn.text))
    told = phone.values["phone"] if isinstance(phone, Given) else None
    earlier = (tracker.get_slot("contact") or {}).get("phone")
    known = told or turn.customer.phone or tracker.get_slot("phone") or earlier
    return [SlotSet("ticket_number", number), SlotSet("phone", known)]


def ended(tracker: Tracker, *slots: str) -> list[EventType]:
    """The number and `slots` forgotten; a complaint that was being taken down goes on."""
    forgotten = ("ticket_number", "refusals", *slots)
    events: list[EventType] = [SlotSet(slot, None) for slot in forgotten]
    if tracker.get_slot("complaint_id"):
        return [*events, ActiveLoop("complaint_form")]
    contact = tracker.get_slot("contact") or {}
    if tracker.get_slot("phone"):
        contact = contact | {"phone": tracker.get_slot("phone")}
    return [*events, SlotSet("phone", None), SlotSet("contact", contact or None)]


def _identity_in(turn: Turn) -> Values:
    number = ticket_number_in(turn)
    phone = read_phone(turn, without_number(turn.text))
    given = {"ticket_number": number} if number else {}
    return given | (phone.values if isinstance(phone, Given) else {})


def _pointed_at(tracker: Tracker, turn: Turn, asked: str | None) -> Values:
    """第二个: one of the complaints that the question for the number showed, in their order there."""
    shown, pointed = open_tickets(tracker), _ORDINAL.match(turn.text)
    if asked != "ticket_number" or len(shown) < 2 or not pointed:  # one is never asked about
        return {}
    place = _PLACES[pointed[1]]
    return {"ticket_number": shown[place].number} if place < len(shown) else {}


def _has_no_number(turn: Turn) -> bool:
    says_none = is_nothing(turn.text) or is_unknown(turn.text) or bool(_NO_NUMBER.search(turn.text))
    return says_none and not is_question(turn.text)
