"""Several questions in one message: each that was understood gets its answer, in the order asked."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.catalogue import buttons_of, neither, person
from actions.handoff import is_upset
from actions.language import is_grievance


class AnswerQuestions(Action):
    """Needs the domain, for the titles of the topics a half understood question may be about."""

    def name(self) -> str:
        return "action_answer_questions"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """One message an answer, as `utter_faq` gives it; then what to choose from for the question left over."""
        for question in _asked(tracker).get("answered") or []:
            dispatcher.utter_message(response=f"utter_{question['topic']}")
        unclear = _asked(tracker).get("unclear")
        buttons = buttons_of(unclear["ranking"], domain) if unclear else []
        ways_out = [neither(), person()] if is_upset(tracker) else [neither()]
        if buttons:
            dispatcher.utter_message(
                response="utter_questions_unclear", words=unclear["text"], buttons=[*buttons, *ways_out]
            )
        return []


def answer_first(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Answer what was asked beside a complaint or an outburst. "凭什么扣我年费" is the complaint, and no question."""
    for question in _asked(tracker).get("answered") or []:
        if not is_grievance(question["text"]):
            dispatcher.utter_message(response=f"utter_{question['topic']}")


def _asked(tracker: Tracker) -> dict[str, Any]:
    return (tracker.latest_message or {}).get("questions") or {}
