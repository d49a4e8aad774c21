"""The complaint form's one action: reads the turn, fills slots, says what is wrong, asks the next question.

Rasa calls it whenever the form runs: for a customer's turn, and once more when the rules have answered an aside.
It asks by itself, so a form turn is one call of the action server.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import history
from actions.answers import Refused
from actions.complaint.earlier import told_before
from actions.complaint.pieces import told_in_pieces
from actions.complaint.reading import Reading, read
from actions.complaint.state import CONFIRMED, FORM, Complaint, cleared_events
from actions.complaint.summary import review_of, shown
from actions.forms import keeps_quiet, refuse
from actions.turn import Turn
from actions.vocabulary import ISSUES, SLOT_LABELS


class ValidateComplaintForm(Action):
    """Called by Rasa's form; never rejects with an error, as that would lose what was filled."""

    def name(self) -> str:
        return f"validate_{FORM}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Slot events and the next `requested_slot`; a rejection when the rules are to answer."""
        complaint = Complaint.of(tracker)
        if complaint.asked is None or history.actions_of_this_turn(tracker, besides=FORM):
            return _come_back(dispatcher, tracker, complaint)
        reading = read(Turn.of(tracker), complaint)
        return _HANDLERS[reading.kind](dispatcher, tracker, complaint, reading)


def _come_back(dispatcher: CollectingDispatcher, tracker: Tracker, complaint: Complaint) -> list[EventType]:
    """After the opening or an aside: ask where the form stands, unless the customer has been given to a person."""
    if keeps_quiet(tracker):
        return [SlotSet("requested_slot", complaint.next_slot)]
    is_read = complaint.asked == "consent" and not _BACK & set(history.actions_of_this_turn(tracker))
    return _ask(dispatcher, complaint, is_read=is_read)


_BACK = {"action_resume", "action_check_status", "action_submit_addition", "action_submit_withdrawal"}
"""Actions after which the customer has lost sight of what was read back."""


def _ask(dispatcher: CollectingDispatcher, complaint: Complaint, *, is_read: bool = False) -> list[EventType]:
    """The next question. `is_read`: the customer has just seen the complaint read back."""
    slot = complaint.next_slot
    if slot == "consent" and is_read:
        dispatcher.utter_message(response="utter_complaint_ask_consent_again")
    elif slot == "consent":
        dispatcher.utter_message(response="utter_complaint_ask_consent", review=review_of(complaint))
    elif slot == "issue" and complaint.values["issue_guesses"]:
        _ask_between(dispatcher, complaint.values["issue_guesses"].split(","))
    elif slot:
        dispatcher.utter_message(response=f"utter_complaint_ask_{slot}")
    return [SlotSet("requested_slot", slot)]


def _ask_between(dispatcher: CollectingDispatcher, guesses: list[str]) -> None:
    """Which issue it is; the likeliest are named and stand first, and all others behind them."""
    labels = [ISSUES[code] for code in dict.fromkeys([*guesses, *ISSUES])]
    dispatcher.utter_message(
        response="utter_complaint_ask_issue_between",
        first=labels[0],
        second=labels[1],
        buttons=[{"title": label, "payload": label} for label in labels],
    )


def _answer(
    dispatcher: CollectingDispatcher, tracker: Tracker, complaint: Complaint, reading: Reading
) -> list[EventType]:
    filled = complaint.given(reading.values, confirmed=complaint.asked)
    return [*filled.events_since(complaint), SlotSet("refusals", None), *_ask(dispatcher, filled)]


def _add(dispatcher: CollectingDispatcher, tracker: Tracker, complaint: Complaint, reading: Reading) -> list[EventType]:
    filled = complaint.given(reading.values)
    dispatcher.utter_message(response="utter_complaint_added")
    return [*filled.events_since(complaint), SlotSet("refusals", None), *_ask(dispatcher, filled)]


def _correct(
    dispatcher: CollectingDispatcher, tracker: Tracker, complaint: Complaint, reading: Reading
) -> list[EventType]:
    """Changed slots are confirmed: the customer said them to set them right."""
    filled = complaint.given(reading.values)
    changed = [slot for slot, value in reading.values.items() if value is not None and slot in SLOT_LABELS]
    filled = replace(filled, status=filled.status | dict.fromkeys(changed, CONFIRMED))
    if changed:
        changes = "、".join(f"{SLOT_LABELS[slot]}为 {shown(filled, slot)}" for slot in changed)
        dispatcher.utter_message(response="utter_complaint_changed", changes=changes)
    for slot in (slot for slot, value in reading.values.items() if value is None and slot in SLOT_LABELS):
        dispatcher.utter_message(response="utter_complaint_cleared", label=SLOT_LABELS[slot])
    return [*filled.events_since(complaint), SlotSet("refusals", None), *_ask(dispatcher, filled)]


def _change(
    dispatcher: CollectingDispatcher, tracker: Tracker, complaint: Complaint, reading: Reading
) -> list[EventType]:
    dispatcher.utter_message(response="utter_complaint_ask_change")
    # Rasa takes a result without any slot but `requested_slot` for "nothing was understood".
    return [SlotSet("refusals", None), SlotSet("requested_slot", complaint.next_slot)]


def _review(
    dispatcher: CollectingDispatcher, tracker: Tracker, complaint: Complaint, reading: Reading
) -> list[EventType]:
    """What is noted down so far, and the question again; all of it is shown where nothing is left to ask."""
    review = review_of(complaint)
    if complaint.asked != "consent":
        said = {"response": "utter_complaint_so_far", "review": review} if review else {}
        dispatcher.utter_message(**(said or {"response": "utter_complaint_nothing_yet"}))
    return [SlotSet("refusals", None), *_ask(dispatcher, complaint)]


def _tell_time(
    dispatcher: CollectingDispatcher, tracker: Tracker, complaint: Complaint, reading: Reading
) -> list[EventType]:
    """How long a complaint takes, and the question again; a value told beside it is kept."""
    filled = complaint.given(reading.values, confirmed=complaint.asked)
    dispatcher.utter_message(response="utter_complaint_how_long")
    return [*filled.events_since(complaint), SlotSet("refusals", None), *_ask(dispatcher, filled, is_read=True)]


def _refer(
    dispatcher: CollectingDispatcher, tracker: Tracker, complaint: Complaint, reading: Reading
) -> list[EventType]:
    """What the customer told before they were asked is the story, and shown to them; else they are asked kindly."""
    told = told_before(tracker)
    if not told:
        untold = Refused("utter_complaint_description_untold")
        return [refuse(dispatcher, tracker, complaint.asked, untold), *_ask(dispatcher, complaint)]
    dispatcher.utter_message(response="utter_complaint_description_found", told=told["description"])
    return _answer(dispatcher, tracker, complaint, replace(reading, values={**complaint.missing(told)}))


def _refuse(
    dispatcher: CollectingDispatcher, tracker: Tracker, complaint: Complaint, reading: Reading
) -> list[EventType]:
    if complaint.asked == "description" and (told := told_in_pieces(tracker)):
        return _answer(dispatcher, tracker, complaint, Reading("answer", reading.values | {"description": told}))
    filled = complaint.given(reading.values)
    refusals = refuse(dispatcher, tracker, complaint.asked, reading.refusal)
    is_read = complaint.asked == "consent" and not filled.events_since(complaint)
    return [*filled.events_since(complaint), refusals, *_ask(dispatcher, filled, is_read=is_read)]


def _doubt(
    dispatcher: CollectingDispatcher, tracker: Tracker, complaint: Complaint, reading: Reading
) -> list[EventType]:
    """Asks once whether a word that may be none is the customer's name."""
    return [
        refuse(dispatcher, tracker, complaint.asked, reading.refusal),
        SlotSet("requested_slot", complaint.next_slot),
    ]


def _step_aside(
    dispatcher: CollectingDispatcher, tracker: Tracker, complaint: Complaint, reading: Reading
) -> list[EventType]:
    filled = complaint.given(reading.values, confirmed=complaint.asked)
    return [*filled.events_since(complaint), ActionExecutionRejected(FORM)]


def _stop(
    dispatcher: CollectingDispatcher, tracker: Tracker, complaint: Complaint, reading: Reading
) -> list[EventType]:
    dispatcher.utter_message(response="utter_complaint_cancelled")
    return [*cleared_events(), SlotSet("requested_slot", None), ActiveLoop(None)]


def _agree(
    dispatcher: CollectingDispatcher, tracker: Tracker, complaint: Complaint, reading: Reading
) -> list[EventType]:
    confirmed = dict.fromkeys(complaint.status, CONFIRMED)
    return [SlotSet("consent", True), SlotSet("slot_status", confirmed), SlotSet("requested_slot", None)]


_HANDLERS: dict[str, Callable[[CollectingDispatcher, Tracker, Complaint, Reading], list[EventType]]] = {
    "answer": _answer,
    "addition": _add,
    "reference": _refer,
    "doubt": _doubt,
    "correction": _correct,
    "change": _change,
    "refusal": _refuse,
    "review": _review,
    "time": _tell_time,
    "aside": _step_aside,
    "stop": _stop,
    "agreed": _agree,
}
