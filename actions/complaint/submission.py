"""Handing in a confirmed complaint."""

from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.complaint.state import Complaint, cleared_events
from actions.effects import ask_ticket
from actions.vocabulary import NONE


class SubmitComplaint(Action):
    """Runs when the form has ended, also when it was cancelled: only consent makes a ticket.

    Number and due time are the service's to tell.
    """

    def name(self) -> str:
        return "action_submit_complaint"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Forgets the complaint, but for how to reach the customer."""
        complaint = Complaint.of(tracker)
        if complaint.values["consent"] is not True:
            return []
        ask_ticket(dispatcher, ticket_of(complaint))
        contact = {"name": complaint.values["name"], "phone": complaint.values["phone"]}
        return [*cleared_events(), SlotSet("contact", contact)]


def ticket_of(complaint: Complaint) -> dict[str, Any]:
    """The complaint in the shape of the `ticket` effect; what the customer could not say is null."""
    values = {slot: None if value == NONE else value for slot, value in complaint.values.items()}
    occurred = values.pop("occurred")
    demanded = values.pop("demand_text")
    del values["issue_guesses"]
    if demanded and values["demand"] == "other":
        values["description"] = f"{values['description']}\n诉求：{demanded}"
    return {**values, "complaint_id": complaint.id, "occurred_at": occurred if _is_iso(occurred) else None}


def _is_iso(value: str | None) -> bool:
    try:
        return bool(value and datetime.fromisoformat(value))
    except ValueError:
        return False
