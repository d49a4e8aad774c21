"""A customer who types a password, a code or a card number is stopped; what they came for goes on."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.complaint.opening import open_in_spite_of_doubt
from actions.doubt import says_complaint
from actions.turn import Turn


class WarnSecret(Action):
    def name(self) -> str:
        return "action_warn_secret"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """The warning; with a complaint in the same breath, the complaint is opened as well."""
        if not tracker.active_loop_name and says_complaint(Turn.of(tracker).text):
            return await open_in_spite_of_doubt(dispatcher, tracker)  # warns of the secret itself
        dispatcher.utter_message(response="utter_secret_warning")
        return []
