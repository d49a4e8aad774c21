"""A life in danger: help lines at once, and a person before everybody else."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.effects import EMERGENCY, ask_handoff
from actions.foreign import is_foreign
from actions.summary import words_of
from actions.turn import Turn


class ReportSelfHarm(Action):
    def name(self) -> str:
        return "action_report_self_harm"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Care with the help lines, also in English, and the `handoff` effect."""
        if is_foreign(Turn.of(tracker).text):
            dispatcher.utter_message(response="utter_foreign_self_harm")
        dispatcher.utter_message(response="utter_self_harm_care")
        dispatcher.utter_message(response="utter_self_harm_handoff")
        summary = f"客户有轻生表述：“{words_of(tracker)}”，已提供心理援助与急救电话，请立即接入并按应急流程处置。"
        ask_handoff(dispatcher, reason="self_harm", priority=EMERGENCY, summary=summary)
        return []
