"""How a complaint is going: number and phone are taken down here, and looked up by the service."""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import history
from actions.answers import Given, Refused
from actions.answers.contact import read_phone
from actions.complaint.reading import OTHER_MATTERS, SHORT, SMALL_TALK
from actions.doubt import URGENT
from actions.effects import ask_ticket_status
from actions.forms import keeps_quiet, refuse
from actions.language import is_nothing, is_question, is_stop, is_unknown, letters
from actions.turn import Turn

FORM = "status_form"
ORDER = ("ticket_number", "phone")

_NUMBER = re.compile(r"ts[\s_-]*(\d{8})[\s_-]*([0-9a-z]{4,6})(?![0-9a-z])", re.IGNORECASE)
_NO_NUMBER = re.compile(r"没有|没收到|没给|忘|丢|找不到|不记得|不知道|不清楚|记不")


class OpenStatus(Action):
    """Fills what the sentence, the sign-in or the conversation already told."""

    def name(self) -> str:
        return "action_open_status"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Slot events; the form asks for what is left."""
        turn = Turn.of(tracker)
        phone = read_phone(turn, _without_number(turn.text))
        told = phone.values["phone"] if isinstance(phone, Given) else None
        earlier = (tracker.get_slot("contact") or {}).get("phone")
        known = told or turn.customer.phone or tracker.get_slot("phone") or earlier
        return [SlotSet("ticket_number", ticket_number_in(turn)), SlotSet("phone", known)]


class ValidateStatusForm(Action):
    """The form's one action: as in `actions.complaint.form`, it asks by itself."""

    def name(self) -> str:
        return f"validate_{FORM}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Slot events and the next `requested_slot`; a rejection when the rules are to answer."""
        values = {slot: tracker.get_slot(slot) for slot in ORDER}
        asked = tracker.get_slot("requested_slot")
        if asked not in ORDER or history.actions_of_this_turn(tracker, besides=FORM):
            return _ask(dispatcher, values, is_quiet=keeps_quiet(tracker))
        turn = Turn.of(tracker)
        given = _values_in(turn, asked)
        if given:
            changed = [SlotSet(slot, value) for slot, value in given.items()]
            return [*changed, SlotSet("refusals", None), *_ask(dispatcher, values | given)]
        return _without_value(dispatcher, tracker, turn, values, asked)


class CheckStatus(Action):
    """Asks the service for the state; number and phone must belong together, which only the service knows."""

    def name(self) -> str:
        return "action_check_status"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Forgets the number; a complaint that was being taken down goes on."""
        number, phone = tracker.get_slot("ticket_number"), tracker.get_slot("phone")
        if number and phone:
            ask_ticket_status(dispatcher, number=number, phone=phone)
        return _ended(tracker)


def ticket_number_in(turn: Turn) -> str | None:
    """The ticket number of the turn, as it is printed: TS20261122-7K3QM."""
    match = _NUMBER.search(turn.text)
    if match:
        return f"TS{match[1]}-{match[2].upper()}"
    return next((str(entity.value) for entity in turn.found("ticket_number")), None)


def _without_number(text: str) -> str:
    return _NUMBER.sub(" ", text)


def _values_in(turn: Turn, asked: str) -> dict[str, str]:
    number = ticket_number_in(turn)
    phone = read_phone(turn, _without_number(turn.text))
    given = {"ticket_number": number} if number else {}
    return given | (phone.values if isinstance(phone, Given) else {})


def _without_value(
    dispatcher: CollectingDispatcher, tracker: Tracker, turn: Turn, values: dict[str, Any], asked: str
) -> list[EventType]:
    if turn.intent in URGENT | {"resume_conversation"}:
        return [ActionExecutionRejected(FORM)]
    if is_stop(turn.text) or (turn.intent == "stop_form" and letters(turn.text) <= SHORT):
        dispatcher.utter_message(response="utter_status_cancelled")
        return [SlotSet("ticket_number", None), SlotSet("requested_slot", None), ActiveLoop(None)]
    if asked == "ticket_number" and _has_no_number(turn):
        dispatcher.utter_message(response="utter_status_number_missing")
        return [SlotSet("ticket_number", None), SlotSet("requested_slot", None), ActiveLoop(None)]
    if turn.intent in OTHER_MATTERS | SMALL_TALK or (turn.intent == "nlu_fallback" and is_question(turn.text)):
        return [ActionExecutionRejected(FORM)]
    refusal = read_phone(turn, turn.text) if asked == "phone" else None
    refused = refusal if isinstance(refusal, Refused) else Refused(_INVALID[asked])
    return [refuse(dispatcher, tracker, asked, refused), *_ask(dispatcher, values)]


_INVALID = {"ticket_number": "utter_status_ticket_number_invalid", "phone": "utter_phone_invalid"}


def _has_no_number(turn: Turn) -> bool:
    says_none = is_nothing(turn.text) or is_unknown(turn.text) or bool(_NO_NUMBER.search(turn.text))
    return says_none and not is_question(turn.text)


def _ask(dispatcher: CollectingDispatcher, values: dict[str, Any], *, is_quiet: bool = False) -> list[EventType]:
    slot = next((slot for slot in ORDER if not values.get(slot)), None)
    if slot and not is_quiet:
        dispatcher.utter_message(response=f"utter_status_ask_{slot}")
    return [SlotSet("requested_slot", slot)]


def _ended(tracker: Tracker) -> list[EventType]:
    events: list[EventType] = [SlotSet("ticket_number", None), SlotSet("refusals", None)]
    if tracker.get_slot("complaint_id"):
        return [*events, ActiveLoop("complaint_form")]
    contact = (tracker.get_slot("contact") or {}) | {"phone": tracker.get_slot("phone")}
    return [*events, SlotSet("phone", None), SlotSet("contact", contact)]
