"""A customer as the action server meets them: a tracker that grows turn by turn, without Rasa."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answers.kinds import Answer
from actions.complaint.form import ValidateComplaintForm
from actions.complaint.opening import OpenComplaint
from actions.complaint.submission import SubmitComplaint
from actions.ticket_form import TicketForm
from actions.turn import Turn

NOW = "2026-11-22T10:30:00+08:00"
"""A Sunday morning in Beijing: every turn of these tests is said then."""

Found = dict[str, Any]


def found(kind: str, value: Any, text: str) -> Found:
    """An entity as the bot's extractor reports it."""
    return {"entity": kind, "value": value, "text": text, "start": 0, "end": len(text)}


def on(start: str, text: str, grain: str = "day") -> Found:
    """A time entity."""
    return found("time", {"start": start, "end": start, "grain": grain}, text)


def a_turn(text: str, *entities: Found, intent: str = "inform") -> Turn:
    """A turn that stands alone, for what is decided without a conversation."""
    customer = Customer()
    customer.says(text, *entities, intent=intent)
    return Turn.of(customer.tracker())


class Customer:
    """Speaks, lets actions run, and shows what they said, asked for and changed."""

    def __init__(self, **known: Any) -> None:
        self.slots: dict[str, Any] = {}
        self.events: list[dict[str, Any]] = []
        self.loop: str | None = None
        self.known = known
        self.tickets: list[dict[str, Any]] = []
        self.heard: list[dict[str, Any]] = []
        self._message: dict[str, Any] = {}

    def tracker(self) -> Tracker:
        loop = {"name": self.loop} if self.loop else {}
        slots = {**dict.fromkeys(SLOTS), **self.slots}
        return Tracker("c_test", slots, self._message, list(self.events), False, None, loop, "action_listen")

    def says(self, text: str, *entities: Found, intent: str = "inform", **parsed: Any) -> None:
        """One thing the customer says, as the bot understood it."""
        metadata = {"now": NOW, "customer": self.known, "tickets": self.tickets}
        parse = {"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": list(entities), **parsed}
        self._message = {**parse, "metadata": metadata}
        self.events.append({"event": "user", "text": text, "parse_data": parse, "metadata": metadata})
        self.heard = []

    async def meets(self, action: Action, domain: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Runs one action on this customer's tracker; its events and messages become part of the conversation."""
        dispatcher = CollectingDispatcher()
        events = await action.run(dispatcher, self.tracker(), domain or {})
        self.events.append({"event": "action", "name": action.name()})
        for message in dispatcher.messages:
            self.hears(message)
        for event in events:
            self._apply(event)
        return events

    def hears(self, message: dict[str, Any]) -> None:
        """One message of the bot's, as the dispatcher carries it."""
        self.heard.append(message)
        bot = {"event": "bot", "data": {"custom": message.get("custom") or {}}}
        self.events.append({**bot, "metadata": {"utter_action": message.get("response")}})

    def _apply(self, event: dict[str, Any]) -> None:
        self.events.append(event)
        if event["event"] == "slot":
            self.slots[event["name"]] = event["value"]
        if event["event"] == "active_loop":
            self.loop = event["name"]

    @property
    def responses(self) -> list[str]:
        """Names of the responses heard since the customer last spoke."""
        return [message["response"] for message in self.heard if message.get("response")]

    @property
    def effects(self) -> list[dict[str, Any]]:
        """What the service was asked for since the customer last spoke."""
        return [message["custom"]["effect"] for message in self.heard if (message.get("custom") or {}).get("effect")]

    async def complains(self, text: str, *entities: Found) -> None:
        """Opens the complaint form with a first sentence."""
        self.says(text, *entities, intent="file_complaint")
        await self.meets(OpenComplaint())
        self._apply({"event": "active_loop", "name": "complaint_form"})
        await self.meets(ValidateComplaintForm())

    def has_ticket(self, number: str, *, subject: str = "信用卡收费", is_open: bool = True) -> None:
        """The service tells of one more complaint of this conversation; the newest comes first."""
        self.tickets.insert(0, {"number": number, "subject": subject, "is_open": is_open})

    async def fills(self, form: TicketForm, end: Action, *, intent: str, words: str, opening: Action) -> None:
        """Opens a form about a registered complaint, as its rule does."""
        self.says(words, intent=intent)
        events = await self.meets(opening)
        if not any(event["event"] == "followup" for event in events):
            self.loop = form.form
            await self.goes_on(form, end)

    async def goes_on(self, form: TicketForm, end: Action) -> bool:
        """The form takes its turn, and its end when nothing is left to ask. False when it stepped aside."""
        events = await self.meets(form)
        if self.loop and self.slots["requested_slot"] is None:
            self.loop = None
        if self.loop is None:
            await self.meets(end)
        return not any(event["event"] == "action_execution_rejected" for event in events)

    async def answers(self, text: str, *entities: Found, intent: str = "inform") -> bool:
        """Says something inside the form. False when the form stepped aside for the rules to answer."""
        self.says(text, *entities, intent=intent)
        events = await self.meets(ValidateComplaintForm())
        if any(event["event"] == "action_execution_rejected" for event in events):
            return False
        if self.slots.get("requested_slot") is None:
            self.loop = None
            await self.meets(SubmitComplaint())
        return True


SLOTS = (
    "description", "product", "issue", "occurred", "occurred_text", "demand_text", "issue_guesses", "place", "amount",
    "demand", "name", "phone", "evidence",
    "consent", "complaint_id", "slot_status", "overheard", "refusals", "contact", "ticket_number", "addition",
    "withdrawal", "requested_slot",
)  # fmt: skip


def value_of(answer: Answer, slot: str) -> str | None:
    """The value an answer gives a slot; None when it gives none."""
    return getattr(answer, "values", {}).get(slot)
