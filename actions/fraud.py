"""Fraud and theft in progress: the emergency steps first, then a person before everybody else."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import history, scam
from actions.complaint.state import Complaint
from actions.complaint.summary import quoted, sentence_of
from actions.effects import EMERGENCY, ask_handoff
from actions.facts import facts_in
from actions.foreign import is_foreign
from actions.sensitive import masked
from actions.summary import words_of
from actions.turn import Turn


class ReportFraud(Action):
    def name(self) -> str:
        return "action_report_fraud"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """The emergency steps, also in English, then a sentence and the `handoff` effect, in one turn."""
        if is_foreign(Turn.of(tracker).text):
            dispatcher.utter_message(response="utter_foreign_fraud")
        dispatcher.utter_message(response="utter_fraud_emergency")
        dispatcher.utter_message(response="utter_fraud_handoff")
        ask_handoff(dispatcher, reason="fraud", priority=EMERGENCY, summary=_summary(tracker))
        return []


def _summary(tracker: Tracker) -> str:
    amount = facts_in(Turn.of(tracker)).get("amount")
    involved = f"，涉及 {amount} 元" if amount else ""
    told = f"客户反映资金被盗用或受骗：“{_words(tracker)}”{involved}；已提示锁卡挂失、报警和保留证据。"
    complaint = Complaint.of(tracker)
    return told + sentence_of(complaint) if complaint.id else told


def _words(tracker: Tracker) -> str:
    """The customer's latest words, or all pieces of what only together is a scam."""
    said = history.recent_words(tracker, within=scam.LASTS)[-scam.LOOK_BACK :]
    return quoted(masked("；".join(said))) if scam.is_unfolding(said) else words_of(tracker)
