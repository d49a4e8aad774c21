"""Adding to a complaint that is registered already: the customer's words go into its history."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers.telling import announced_words
from actions.complaint.corrections import SHORT
from actions.complaint.reading import SMALL_TALK
from actions.doubt import URGENT
from actions.effects import ask_ticket_note
from actions.language import is_grievance, is_nothing, is_question, is_stop, letters, sounds_urgent
from actions.sensitive import masked
from actions.ticket_form import TicketForm, ended, opened
from actions.tickets import known_tickets, open_tickets, ticket_number_in
from actions.turn import Turn

CHAT = SMALL_TALK | {
    "affirm",
    "stop_form",
    "faq",
    "ask_advice",
    "ask_account",
    "ask_complaint_status",
    "withdraw_complaint",
}
"""Intents whose few words are not what is to be added; more words than a few may well be."""


class OpenAddition(Action):
    """Finds which complaint is meant: the one named, else the newest open one of this conversation."""

    def name(self) -> str:
        return "action_open_addition"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Slot events; the form asks for what is left. When every complaint here is over, says what can be done."""
        turn = Turn.of(tracker)
        number = ticket_number_in(turn) or next((ticket.number for ticket in open_tickets(tracker)), None)
        ended_ones = [ticket.number for ticket in known_tickets(tracker) if not ticket.is_open]
        if number is None and ended_ones:
            dispatcher.utter_message(response="utter_addition_ended", number=ended_ones[0])
            return [FollowupAction("action_listen")]
        if number is None:
            dispatcher.utter_message(response="utter_addition_none")
        return [*opened(tracker, number), SlotSet("addition", announced_words(turn))]


class ValidateAdditionForm(TicketForm):
    topic, form, last = "addition", "addition_form", "addition"

    def read_last(self, turn: Turn) -> dict[str, Any]:
        """Any words that are neither a question, nor small talk, nor something that cannot wait."""
        is_chat = turn.intent in CHAT and letters(turn.text) <= SHORT
        asks = is_question(turn.text) and not is_grievance(turn.text)
        is_urgent = turn.intent in URGENT and sounds_urgent(turn.text)
        if is_urgent or is_chat or asks or is_stop(turn.text) or is_nothing(turn.text):
            return {}
        return {"addition": masked(turn.original)} if letters(turn.text) > 1 else {}


class SubmitAddition(Action):
    """Asks the service to add the words; it says to which complaint, or why not."""

    def name(self) -> str:
        return "action_submit_addition"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Forgets number and words."""
        number, words = tracker.get_slot("ticket_number"), tracker.get_slot("addition")
        if number and words:
            ask_ticket_note(dispatcher, number=number, phone=tracker.get_slot("phone"), text=words)
        return ended(tracker, "addition")
