"""The complaint form as the tracker holds it, and the events that change it."""

from dataclasses import dataclass, replace
from typing import Any, Self

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

FORM = "complaint_form"
ORDER = (
    "description", "product", "issue", "occurred", "place", "amount", "demand", "name", "phone", "evidence", "consent",
)  # fmt: skip
"""The slots in the order they are asked: `required_slots` in `bot/domain/complaint.yml`; a test compares them."""
WORDS = {"occurred_text": "occurred", "demand_text": "demand", "issue_guesses": "issue"}
"""Slots beside a value: the customer's own words for it, or what it may be where the story leaves it in doubt."""
HELPERS = ("complaint_id", *WORDS, "slot_status", "overheard", "refusals")

CONFIRMED, INFERRED = "confirmed", "inferred"


@dataclass(frozen=True)
class Complaint:
    """What is known so far. `status` is in order of filling; `asked` is None before the first question.

    `overheard` are the slots an outburst filled before anybody spoke of a complaint: another story takes their place.
    `doubted` is what was given for a name, and asked about because it may be none.
    """

    values: dict[str, Any]
    status: dict[str, str]
    asked: str | None
    id: str | None
    overheard: tuple[str, ...] = ()
    doubted: str | None = None

    @classmethod
    def of(cls, tracker: Tracker) -> Self:
        """The complaint in the tracker's slots."""
        return cls(
            values={slot: tracker.get_slot(slot) for slot in (*ORDER, *WORDS)},
            status=dict(tracker.get_slot("slot_status") or {}),
            asked=tracker.get_slot("requested_slot"),
            id=tracker.get_slot("complaint_id"),
            overheard=tuple(tracker.get_slot("overheard") or ()),
            doubted=(tracker.get_slot("refusals") or {}).get("name"),
        )

    def given(self, values: dict[str, Any], *, confirmed: str | None = None) -> Self:
        """With values filled in; they are inferred, but for the slot named `confirmed`. None empties a slot."""
        status = {slot: how for slot, how in self.status.items() if slot not in values}
        for slot in (slot for slot, value in values.items() if value is not None and slot in ORDER):
            status[slot] = CONFIRMED if slot == confirmed else INFERRED
        overheard = tuple(slot for slot in self.overheard if slot not in values)
        return replace(self, values=self.values | values, status=status, overheard=overheard)

    def missing(self, facts: dict[str, str]) -> dict[str, str]:
        """Those facts whose slot is still empty. Words go with the value they are for."""
        return {slot: value for slot, value in facts.items() if self.values.get(WORDS.get(slot, slot)) is None}

    @property
    def next_slot(self) -> str | None:
        """The slot to ask for now; None when everything is there."""
        return next((slot for slot in ORDER if self.values.get(slot) is None), None)

    def events_since(self, before: Self) -> list[EventType]:
        """The slots that differ, as events."""
        changed = [SlotSet(slot, value) for slot, value in self.values.items() if before.values.get(slot) != value]
        if list(self.status.items()) != list(before.status.items()):
            changed.append(SlotSet("slot_status", self.status))
        if self.overheard != before.overheard:
            changed.append(SlotSet("overheard", list(self.overheard)))
        return changed


def cleared_events() -> list[EventType]:
    """Everything about a complaint forgotten, so that the next one starts fresh."""
    return [SlotSet(slot, None) for slot in (*ORDER, *HELPERS)]
