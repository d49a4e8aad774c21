"""What a turn asks the service to do. Shapes: `docs/bot-channel.md`."""

from typing import Any, Literal

from rasa_sdk.executor import CollectingDispatcher

Reason = Literal["asked", "fraud", "hardship", "self_harm", "anger", "misunderstood", "account_request", "advice"]

NORMAL, HIGH, URGENT, EMERGENCY = range(4)


def ask_handoff(dispatcher: CollectingDispatcher, *, reason: Reason, priority: int, summary: str) -> None:
    """Queue the customer for a person; `summary` is one Chinese sentence for the agent."""
    _ask(dispatcher, {"type": "handoff", "reason": reason, "priority": priority, "summary": summary})


def ask_ticket(dispatcher: CollectingDispatcher, ticket: dict[str, Any]) -> None:
    """Make a ticket of a confirmed complaint; the service answers the customer with number and due time."""
    _ask(dispatcher, {"type": "ticket", **ticket})


def ask_ticket_status(dispatcher: CollectingDispatcher, *, number: str, phone: str) -> None:
    """Tell the customer how a ticket stands, if number and phone belong together."""
    _ask(dispatcher, {"type": "ticket_status", "number": number, "phone": phone})


def ask_ticket_note(dispatcher: CollectingDispatcher, *, number: str, phone: str | None, text: str) -> None:
    """Add the customer's words to a ticket of this conversation, or one that number and phone prove."""
    _ask(dispatcher, {"type": "ticket_note", "number": number, "phone": phone, "text": text})


def ask_ticket_withdrawal(dispatcher: CollectingDispatcher, *, number: str, phone: str | None) -> None:
    """Withdraw such a ticket; the service tells the customer what came of it."""
    _ask(dispatcher, {"type": "ticket_withdraw", "number": number, "phone": phone})


def _ask(dispatcher: CollectingDispatcher, effect: dict[str, Any]) -> None:
    dispatcher.utter_message(json_message={"effect": effect})
