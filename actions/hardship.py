"""A customer who cannot pay: care, no promise, and a person soon."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.effects import HIGH, ask_handoff
from actions.summary import words_of


class ReportHardship(Action):
    def name(self) -> str:
        return "action_report_hardship"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """Two sentences and the `handoff` effect."""
        dispatcher.utter_message(response="utter_hardship_care")
        dispatcher.utter_message(response="utter_hardship_handoff")
        summary = f"客户表示还款困难：“{words_of(tracker)}”，需协商还款安排。"
        ask_handoff(dispatcher, reason="hardship", priority=HIGH, summary=summary)
        return []
