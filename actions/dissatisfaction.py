"""Anger: care and the two ways on; where it grows, a person."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import history
from actions.handoff import ANGRY, hand_over
from actions.questions import answer_first
from handoff.queue import anger


class CareDissatisfaction(Action):
    """Cares and shows the two ways on; a second outburst while anger lasts goes to a person."""

    def name(self) -> str:
        return "action_care_dissatisfaction"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Answers what was asked in the same breath; then a response, with the second outburst a `handoff` effect."""
        answer_first(dispatcher, tracker)
        if is_second_outburst(tracker):
            hand_over(dispatcher, tracker, reason="anger", response="utter_dissatisfaction_handoff")
        elif tracker.active_loop_name:
            dispatcher.utter_message(response="utter_dissatisfaction_in_form")
        else:
            dispatcher.utter_message(response="utter_dissatisfaction_care")
        return []


class CalmAbuse(Action):
    """Stays calm, and offers a person or a complaint; abuse alone never takes the conversation away from the bot."""

    def name(self) -> str:
        return "action_calm_abuse"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """A response."""
        if tracker.active_loop_name:
            dispatcher.utter_message(response="utter_abuse_in_form")
        elif history.turns_in_a_row(tracker, *ANGRY) > 1:
            dispatcher.utter_message(response="utter_abuse_again")
        else:
            dispatcher.utter_message(response="utter_abuse_care")
        return []


def is_second_outburst(tracker: Tracker) -> bool:
    """Whether the turn before was angry too, or the words of the last hour add up to risen anger over several turns."""
    if history.turns_in_a_row(tracker, *ANGRY) > 1:
        return True
    words = history.recent_words(tracker, within=anger.LASTS)
    return anger.is_rising(words) and anger.measure(words[:-1]).points > 0
