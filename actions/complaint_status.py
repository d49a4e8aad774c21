"""How a complaint is going: number and phone are taken down here, and looked up by the service."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.effects import ask_ticket_status
from actions.ticket_form import TicketForm, ended, opened
from actions.tickets import known_tickets, open_tickets, ticket_number_in
from actions.turn import Turn


class OpenStatus(Action):
    """Fills what the sentence, the sign-in or the conversation already told."""

    def name(self) -> str:
        return "action_open_status"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Slot events; the form asks for what is left."""
        return opened(tracker, ticket_number_in(Turn.of(tracker)) or _only_one(tracker))


def _only_one(tracker: Tracker) -> str | None:
    """The complaint of this conversation that alone can be meant: the only open one, or the only one at all."""
    meant = open_tickets(tracker) or known_tickets(tracker)
    return meant[0].number if len(meant) == 1 else None


class ValidateStatusForm(TicketForm):
    topic, form = "status", "status_form"

    def needs_phone(self, tracker: Tracker, number: str) -> bool:
        return True


class CheckStatus(Action):
    """Asks the service for the state; number and phone must belong together, which only the service knows."""

    def name(self) -> str:
        return "action_check_status"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Forgets the number; a complaint that was being taken down goes on."""
        number, phone = tracker.get_slot("ticket_number"), tracker.get_slot("phone")
        if number and phone:
            ask_ticket_status(dispatcher, number=number, phone=phone)
        return ended(tracker)
