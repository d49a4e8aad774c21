"""Withdrawing a registered complaint: confirmed once by its number, then done by the service."""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.effects import ask_ticket_withdrawal
from actions.language import bare, is_agreement, is_disagreement, is_question
from actions.ticket_form import TicketForm, ended, opened
from actions.tickets import known_tickets, open_tickets, ticket_number_in
from actions.turn import Turn

_DOES = re.compile(r"^(?!.*(?:不|别|先|再想)).*(?:撤|取消|销掉|收回)")
_KEEPS = re.compile(r"(不|别|先不|暂不)(要|想|用)?(撤|取消)|继续(处理|办|投诉|查)|保留|不撤了?")
_MEANS_REGISTERED = re.compile(r"撤|投诉")


class OpenWithdrawal(Action):
    """Finds which complaint is meant: the one named, else the only open one of this conversation."""

    def name(self) -> str:
        return "action_open_withdrawal"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Slot events; the form asks for what is left. When every complaint here is over, says so."""
        known, running = known_tickets(tracker), open_tickets(tracker)
        number = ticket_number_in(Turn.of(tracker)) or (running[0].number if len(running) == 1 else None)
        if number is None and known and not running:
            dispatcher.utter_message(response="utter_withdrawal_ended", number=known[0].number)
            return [FollowupAction("action_listen")]
        return [*opened(tracker, number), SlotSet("withdrawal", None)]


class ValidateWithdrawalForm(TicketForm):
    topic, form, last = "withdrawal", "withdrawal_form", "withdrawal"

    def read_last(self, turn: Turn) -> dict[str, Any]:
        """A plain yes or no, or either in the words of the matter (撤了吧, 先不撤)."""
        text = bare(turn.text)
        if is_disagreement(text) or turn.intent == "deny" or _KEEPS.search(text):
            return {"withdrawal": False}
        agrees = is_agreement(text) or turn.intent == "affirm" or bool(_DOES.match(text))
        return {"withdrawal": True} if agrees and not is_question(text) else {}


class SubmitWithdrawal(Action):
    """Asks the service to withdraw what the customer confirmed."""

    def name(self) -> str:
        return "action_submit_withdrawal"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Forgets the number; without a yes the complaint goes on, and the customer hears it."""
        number = tracker.get_slot("ticket_number")
        if number and tracker.get_slot("withdrawal") is True:
            ask_ticket_withdrawal(dispatcher, number=number, phone=tracker.get_slot("phone"))
        elif number and tracker.get_slot("withdrawal") is False:
            dispatcher.utter_message(response="utter_withdrawal_cancelled", number=number)
        return ended(tracker, "withdrawal")


async def withdraw_instead_of_stopping(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
    """ "撤回投诉" with nothing being filled in means the registered one; None where no complaint is open."""
    if not open_tickets(tracker) or not _MEANS_REGISTERED.search(Turn.of(tracker).text):
        return None
    events = await OpenWithdrawal().run(dispatcher, tracker, {})
    return [*events, FollowupAction(ValidateWithdrawalForm.form)]
