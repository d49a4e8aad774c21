"""Praise: thanked for; a person can pass it on."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher


class ThankPraise(Action):
    def name(self) -> str:
        return "action_thank_praise"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Thanks, and the offer of a person to pass it on; inside a form only a word, as its question follows."""
        response = "utter_praise_in_form" if tracker.active_loop_name else "utter_praise_thanks"
        dispatcher.utter_message(response=response)
        return []
