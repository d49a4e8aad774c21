"""Builds the answer to a turn from the events the turn left in the tracker."""

from typing import Any

from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel.errors import TurnFailed
from bot.channel.messages import effects_of, messages_of
from bot.channel.request import TurnRequest
from bot.channel.trace import trace_of

Answer = dict[str, Any]

STATUS_SLOT = "slot_status"
"""Slot of the dialogue: {slot: "confirmed" | "inferred"}."""

MENTIONED = {"city"}
"""Slots that no form asks for, and the service shows all the same."""


def build_answer(processor: MessageProcessor, tracker: DialogueStateTracker, request: TurnRequest) -> Answer:
    """The body of the 200. Raises TurnFailed when the turn said nothing and wants nothing done."""
    said, caused, until = _turn(tracker, request.turn_id)
    uttered = [event for event in caused if isinstance(event, BotUttered)]
    messages = messages_of(uttered)
    effects = effects_of(uttered)
    if not messages and not effects:
        raise TurnFailed("The bot had nothing to say.")
    state = _state(tracker, until, processor.domain)
    actions = [event for event in caused if isinstance(event, ActionExecuted)]
    return {
        "turn_id": request.turn_id,
        "messages": messages,
        "effects": effects,
        "trace": trace_of(said, actions, uttered, processor, request.text),
        "slots": _slots(state, processor.domain),
        "form": _form(state),
    }


def _turn(tracker: DialogueStateTracker, turn_id: str) -> tuple[UserUttered, list[Event], int]:
    """What the customer said, the events until they spoke again, and how many events that is from the beginning."""
    events = list(tracker.events)
    starts = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    start = next(index for index in starts if events[index].message_id == turn_id)
    until = next((index for index in starts if index > start), len(events))
    return events[start], events[start + 1 : until], until


def _state(tracker: DialogueStateTracker, until: int, domain: Domain) -> DialogueStateTracker:
    """The tracker as it was after the turn."""
    if until == len(tracker.events):
        return tracker
    events = list(tracker.events)[:until]
    return DialogueStateTracker.from_events(tracker.sender_id, events, domain.slots, domain=domain)


def _slots(state: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """Filled slots that a form collects, the dialogue gives a status, or are `MENTIONED`; inferred without a status."""
    statuses = (state.get_slot(STATUS_SLOT) if STATUS_SLOT in state.slots else None) or {}
    collected = {slot for form in domain.forms for slot in domain.required_slots_for_form(form)}
    return {
        name: {"value": slot.value, "status": statuses.get(name, "inferred")}
        for name, slot in state.slots.items()
        if slot.value is not None and (name in collected or name in statuses or name in MENTIONED)
    }


def _form(state: DialogueStateTracker) -> dict[str, Any] | None:
    name = state.active_loop_name
    return {"name": name, "requested_slot": state.get_slot("requested_slot")} if name else None
