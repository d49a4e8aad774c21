"""Giving the customer to a person: asked for, or accepted when it was offered."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import history
from actions.effects import HIGH, NORMAL, Reason, ask_handoff
from actions.foreign import is_foreign
from actions.summary import summary_of
from actions.turn import Turn
from handoff.queue import anger

OFFERS: dict[str, Reason] = {
    "utter_topics_offer_agent": "misunderstood",
    "utter_form_stuck": "misunderstood",
    "utter_answer_wrong": "misunderstood",
    "utter_follow_up_unknown": "misunderstood",
    "utter_topics_trouble": "anger",
    "utter_story_go_on": "asked",
    "utter_story_trouble": "asked",
    "utter_story_noted": "asked",
    "utter_foreign": "asked",
    "utter_account_identity": "account_request",
    "utter_status_number_missing": "account_request",
    "utter_advice_refused": "advice",
    "utter_dissatisfaction_care": "anger",
    "utter_dissatisfaction_in_form": "anger",
    "utter_abuse_care": "anger",
    "utter_abuse_again": "anger",
    "utter_abuse_in_form": "anger",
    "utter_praise_thanks": "asked",
    "utter_addition_ended": "asked",
}
"""Responses that offer a person, and why it was offered."""

_WANTS: dict[Reason, str] = {
    "asked": "客户要求人工服务",
    "misunderstood": "智能客服未能理解客户的问题，客户要求人工服务",
    "account_request": "客户要办理或查询本人账户业务，需核实身份",
    "advice": "客户咨询产品买卖建议，智能客服已按规定说明不提供建议",
    "anger": "客户情绪不满，请优先安抚",
}

ANGRY = ("express_dissatisfaction", "abuse")
"""Intents of an outburst."""
JUST_BEFORE = 3
"""Turns for which an outburst is fresh."""


class RequestAgent(Action):
    """Queues the customer at once, inside a form with everything collected so far."""

    def name(self) -> str:
        return "action_request_agent"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """One sentence and the `handoff` effect."""
        offered = offered_reason(tracker) or "asked"
        hand_over(dispatcher, tracker, reason="anger" if offered == "asked" and is_angry(tracker) else offered)
        return []


def offered_reason(tracker: Tracker) -> Reason | None:
    """Why the previous turn offered a person; None when it did not, or it was for anger that has passed since."""
    offered = next((OFFERS[name] for name in history.responses_of_previous_turn(tracker) if name in OFFERS), None)
    return None if offered == "anger" and history.is_after_a_break(tracker, anger.LASTS) else offered


def is_angry(tracker: Tracker) -> bool:
    """Whether the customer's words of the last hour add up to anger."""
    return anger.measure(history.recent_words(tracker, within=anger.LASTS)).has_risen


def was_upset(tracker: Tracker) -> bool:
    """Whether one of the turns just before was taken for an outburst."""
    before = history.earlier_turns(tracker, limit=JUST_BEFORE)
    return any(past.intent in ANGRY for past in before) and not history.is_after_a_break(tracker, anger.LASTS)


def is_upset(tracker: Tracker) -> bool:
    """Whether the customer is dissatisfied in words, or was just before."""
    return anger.shows_dissatisfaction(Turn.of(tracker).text) or was_upset(tracker)


def hand_over(
    dispatcher: CollectingDispatcher, tracker: Tracker, *, reason: Reason, response: str = "utter_handoff_asked"
) -> None:
    """Tell the customer and ask for the handoff; anger, VIP and elderly customers go before others."""
    is_high = reason == "anger" or is_angry(tracker) or Turn.of(tracker).customer.is_priority
    dispatcher.utter_message(response=response)
    if is_foreign(Turn.of(tracker).text):
        dispatcher.utter_message(response="utter_foreign_handoff")
    summary = summary_of(tracker, _WANTS[reason])
    ask_handoff(dispatcher, reason=reason, priority=HIGH if is_high else NORMAL, summary=summary)
