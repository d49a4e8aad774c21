"""What every form does alike: refusing an answer, and keeping quiet when there is nothing to ask."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import history
from actions.answers import Refused

PATIENCE = 2
"""Refused answers in a row to one question before a person is offered."""

_LAST_WORDS = {"action_say_goodbye"}


def refuse(dispatcher: CollectingDispatcher, tracker: Tracker, slot: str | None, refusal: Refused | None) -> EventType:
    """Say what is wrong with the answer; the second time in a row offer a person as well. What was refused is kept."""
    if refusal:
        dispatcher.utter_message(response=refusal.response, **refusal.details)
    before = tracker.get_slot("refusals") or {}
    count = (before.get("count", 0) if before.get("slot") == slot else 0) + 1
    if count >= PATIENCE:
        dispatcher.utter_message(response="utter_form_stuck")
    return SlotSet("refusals", {"slot": slot, "count": count, **(refusal.details if refusal else {})})


def keeps_quiet(tracker: Tracker) -> bool:
    """Whether this turn already ended with a goodbye or with the customer given to a person."""
    said_goodbye = _LAST_WORDS & set(history.actions_of_this_turn(tracker))
    return bool(said_goodbye) or history.has_asked_handoff(tracker)
