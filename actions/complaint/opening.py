"""Opening a complaint: everything the customer already said, or the institution already knows, is filled in."""

import uuid
from dataclasses import replace
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers.telling import LONGEST_DESCRIPTION
from actions.complaint.earlier import story_before, told_before
from actions.complaint.state import CONFIRMED, FORM, Complaint
from actions.complaint.summary import facts_of
from actions.facts import doubtful_in, facts_in, telling_in
from actions.language import is_stop, points_back
from actions.questions import answer_first
from actions.sensitive import holds_secret
from actions.story import was_told
from actions.turn import Turn


class OpenComplaint(Action):
    """Starts a complaint with an id of its own; inside one it only says so. "我不要投诉" starts none."""

    def name(self) -> str:
        return "action_open_complaint"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Events that fill the form; answers what was asked beside the complaint, and says what was understood."""
        answer_first(dispatcher, tracker)
        before = Complaint.of(tracker)
        turn = Turn.of(tracker)
        if before.id:
            dispatcher.utter_message(response="utter_complaint_in_progress")
            return []
        if is_stop(turn.text):
            dispatcher.utter_message(response="utter_nothing_to_stop")
            return [FollowupAction("action_listen")]
        if holds_secret(turn.original):
            dispatcher.utter_message(response="utter_secret_warning")
        complaint = _prefilled(tracker, before)
        facts = facts_of(complaint)
        response = "utter_complaint_open_known" if facts else "utter_complaint_open"
        dispatcher.utter_message(response=response, **({"facts": facts} if facts else {}))
        for doubtful in doubtful_in(turn):
            dispatcher.utter_message(response=doubtful.response, **doubtful.details)
        return [SlotSet("complaint_id", str(uuid.uuid4())), *complaint.events_since(before)]


async def open_in_spite_of_doubt(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """Open a complaint where the interpreter took the turn for something else, so that no rule leads to the form."""
    opened = await OpenComplaint().run(dispatcher, tracker, {})
    return opened if not opened or is_stop(Turn.of(tracker).text) else [*opened, FollowupAction(FORM)]


def _prefilled(tracker: Tracker, before: Complaint) -> Complaint:
    turn = Turn.of(tracker)
    complaint = before.given(_contact(tracker, turn))
    complaint = replace(complaint, status=dict.fromkeys(complaint.status, CONFIRMED))
    told = _told(tracker, turn)
    complaint = complaint.given(facts_in(turn) | _telling(turn, told))
    overheard = complaint.missing(told)
    return replace(complaint.given(overheard), overheard=tuple(overheard))


def _told(tracker: Tracker, turn: Turn) -> dict[str, str]:
    """What was told before it was asked. Who tells it now has begun anew, unless the bot was listening already."""
    if points_back(turn.text):
        return told_before(tracker)
    return story_before(tracker) if was_told(tracker) or not telling_in(turn) else {}


def _telling(turn: Turn, told: dict[str, str]) -> dict[str, str]:
    """The turn as the description, below what was told before it."""
    telling = telling_in(turn)
    pieces = [told["description"], telling["description"]] if telling and "description" in told else []
    return {"description": "\n".join(pieces)[:LONGEST_DESCRIPTION]} if pieces else telling


def _contact(tracker: Tracker, turn: Turn) -> dict[str, str]:
    """Name and phone from the customer's sign-in, else from earlier in the conversation."""
    known = {"name": turn.customer.name, "phone": turn.customer.phone}
    earlier = tracker.get_slot("contact") or {}
    return {slot: value for slot in known if (value := known[slot] or earlier.get(slot))}
