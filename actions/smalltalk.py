"""Greeting, parting, coming back, and a yes or no to what was offered last."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import history
from actions.complaint.opening import open_in_spite_of_doubt
from actions.forwarded import response_to
from actions.handoff import OFFERS, hand_over, offered_reason
from actions.language import disputes
from actions.story import GOES_ON, LISTENS, NOTED, TROUBLE, accepts_complaint, reply_to_piece
from actions.topics import MISSES, PATIENCE
from actions.turn import Turn
from actions.withdrawal import withdraw_instead_of_stopping

ASKED_OUTRIGHT = {
    "utter_topics_offer_agent", "utter_account_identity", "utter_status_number_missing", "utter_abuse_again",
    "utter_praise_thanks", "utter_follow_up_unknown", "utter_addition_ended",
}  # fmt: skip
"""Responses that end with 需要为您转接人工吗: after these a plain yes is a request for a person."""
ASKED_TO_COMPLAIN = {"utter_topics_trouble", TROUBLE}
"""Responses after which a plain yes opens a complaint."""


class Greet(Action):
    def name(self) -> str:
        return "action_greet"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """The menu; inside a form only a word, as the form's question follows."""
        dispatcher.utter_message(response="utter_greet_again" if tracker.active_loop_name else "utter_greet")
        return []


class SayGoodbye(Action):
    def name(self) -> str:
        return "action_say_goodbye"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """A goodbye; inside a form it says that nothing filled in is lost."""
        is_unfinished = bool(tracker.active_loop_name)
        dispatcher.utter_message(response="utter_goodbye_unfinished" if is_unfinished else "utter_goodbye")
        return []


class Resume(Action):
    """For the turn the service sends when a person hands the conversation back."""

    def name(self) -> str:
        return "action_resume"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Says that the bot is back; outside a form offers help, inside one the form asks on."""
        dispatcher.utter_message(response="utter_resume")
        if not tracker.active_loop_name:
            dispatcher.utter_message(response="utter_resume_help")
        return []


class AnswerOffer(Action):
    """A yes, a no or a bare word outside a form: it only means something against what the bot said last."""

    def name(self) -> str:
        return "action_answer_offer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """A response; a `handoff` effect when an offer of a person was accepted."""
        intent = Turn.of(tracker).intent
        if intent == "file_complaint":
            return await open_in_spite_of_doubt(dispatcher, tracker)
        withdrawing = await withdraw_instead_of_stopping(dispatcher, tracker) if intent == "stop_form" else None
        if withdrawing:
            return withdrawing
        offered = set(history.responses_of_previous_turn(tracker))
        reason = offered_reason(tracker)
        if accepts_complaint(tracker) or (intent == "affirm" and offered & ASKED_TO_COMPLAIN):
            return await open_in_spite_of_doubt(dispatcher, tracker)
        if intent == "affirm" and reason and offered & ASKED_OUTRIGHT:
            hand_over(dispatcher, tracker, reason=reason)
        elif intent == "inform" and (forwarded := response_to(Turn.of(tracker).text)):
            dispatcher.utter_message(response=forwarded)
        elif piece := reply_to_piece(tracker):
            dispatcher.utter_message(response=piece)
        elif intent == "inform" and history.turns_in_a_row(tracker, *MISSES) >= PATIENCE:
            dispatcher.utter_message(response="utter_topics_offer_agent")
        else:
            dispatcher.utter_message(response=_response(tracker, intent, offered))
        return []


def _response(tracker: Tracker, intent: str, offered: set[str]) -> str:
    if intent == "deny" and "utter_topics_offer" in offered:
        return "utter_topics_offer_agent"
    if intent == "deny" and "utter_topics_offer_agent" in offered:
        return "utter_topics_rephrase"
    if intent == "affirm" and "utter_topics_offer" in offered:
        return "utter_topics_choose"
    if intent == "affirm" and history.has_just_submitted(tracker):
        return "utter_already_submitted"
    if intent in ("deny", "correct_answer") and disputes((tracker.latest_message or {}).get("text") or ""):
        return "utter_answer_wrong"
    if intent == "deny" and tracker.active_loop_name:
        return "utter_back_in_form"
    if intent == "affirm" and offered & {LISTENS, GOES_ON, NOTED}:
        return LISTENS
    if intent == "stop_form" and not offered & set(OFFERS):
        return "utter_nothing_to_stop"
    return "utter_anything_else" if intent in ("affirm", "deny", "stop_form") else "utter_ask_need"
