"""What the bot does when it is unsure: up to three topics to choose from, and at the second miss a person."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions import history
from actions.absence import comes_back, goes_away
from actions.bereaved import asks_for_legacy
from actions.catalogue import Button, buttons_of, metadata_of, neither, person
from actions.complaint.opening import open_in_spite_of_doubt
from actions.foreign import asks_for_english, is_foreign
from actions.forwarded import response_to
from actions.fraud import ReportFraud
from actions.handoff import RequestAgent, is_upset
from actions.hardship import ReportHardship
from actions.language import asks_again, asks_bare_price, is_charged_twice, is_grievance, is_question, letters
from actions.out_of_scope import doubts_another_firm
from actions.secret import WarnSecret
from actions.self_harm import ReportSelfHarm
from actions.story import accepts_complaint, is_being_told, reply_to_piece
from actions.turn import Turn
from actions.urgency import is_over, is_seen

LEAST_CONFIDENCE = 0.05
"""Of the ranking's probabilities over some 60 topics; less than three times chance is no guess worth showing."""
GOOD_GUESS = 0.3
"""A topic as likely as this may stand beside the words of care for a customer in trouble."""
PATIENCE = 2
"""Misses in a row before a person is offered."""

MISSES = ("nlu_fallback", "inform")
"""What is not understood outside a form: a bare word is no more a question than noise is."""

SETTLED: dict[str, Action] = {
    "request_agent": RequestAgent(),
    "report_fraud": ReportFraud(),
    "report_hardship": ReportHardship(),
    "report_self_harm": ReportSelfHarm(),
    "share_secret": WarnSecret(),
}
"""Done at once even when the interpreter was not sure: better one handoff too many than a cry for help missed."""


class OfferTopics(Action):
    """Needs the domain: the titles and questions of the topics stand in the metadata of their responses.

    Also what the bot does when no rule fits a turn; then it listens, or it would be called again at once.
    """

    def name(self) -> str:
        return "action_offer_topics"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        """A response, with a button a topic; a press sends the topic's own question."""
        intent = Turn.of(tracker).intent
        if intent in SETTLED:
            return await SETTLED[intent].run(dispatcher, tracker, domain)
        if intent == "file_complaint" or (not tracker.active_loop_name and accepts_complaint(tracker)):
            return await open_in_spite_of_doubt(dispatcher, tracker)
        text = Turn.of(tracker).text
        misses = 1 if is_being_told(tracker) else history.turns_in_a_row(tracker, *MISSES)
        if is_foreign(text) or asks_for_english(text):
            dispatcher.utter_message(response="utter_foreign")
        elif goes_away(text):
            dispatcher.utter_message(response="utter_away")
        elif comes_back(text):
            _go_on(dispatcher, tracker, domain)
        elif tracker.active_loop_name:
            dispatcher.utter_message(response="utter_form_stuck" if misses >= PATIENCE else "utter_topics_in_form")
        elif asks_for_legacy(text):
            dispatcher.utter_message(response="utter_bereaved_deposit")
        elif forwarded := response_to(text):
            dispatcher.utter_message(response=forwarded)
        elif asks_again(text) and (answers := _answers_before(tracker)):
            for response in ("utter_topics_repeat", *answers):
                dispatcher.utter_message(response=response)
        elif piece := reply_to_piece(tracker):
            dispatcher.utter_message(response=piece)
        elif misses >= PATIENCE and not is_charged_twice(text):
            dispatcher.utter_message(response="utter_topics_offer_agent")
        elif not letters(text):  # emoji and marks alone: any topic would be made up
            dispatcher.utter_message(response="utter_topics_none")
        elif asks_bare_price(text):
            dispatcher.utter_message(response="utter_ask_need")
        elif doubts_another_firm(text):
            dispatcher.utter_message(response="utter_out_of_scope_other_firm")
        elif _tells_trouble(text):
            dispatcher.utter_message(response="utter_topics_trouble", buttons=_ways_on(tracker, domain))
        else:
            _offer(dispatcher, topic_buttons(tracker, domain), is_upset=is_upset(tracker))
        return [] if intent in MISSES else [FollowupAction("action_listen")]


def _go_on(dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> None:
    """For who was away for a moment: what was spoken of last, or the form, which asks by itself."""
    topic = history.latest_response(tracker, prefix="utter_faq/")
    title = metadata_of(topic.removeprefix("utter_"), domain).get("title") if topic else None
    if tracker.active_loop_name:
        dispatcher.utter_message(response="utter_back_in_form")
    elif title:
        dispatcher.utter_message(response="utter_back_topic", title=title)
    else:
        dispatcher.utter_message(response="utter_back")


def _answers_before(tracker: Tracker) -> list[str]:
    """The answers about topics that the customer was just looking at."""
    return [name for name in history.responses_of_previous_turn(tracker) if name.startswith("utter_faq/")]


def _tells_trouble(text: str) -> bool:
    """Whether something went wrong for the customer: topics that are mere guesses would be an insult."""
    is_past = is_seen(text) or is_over(text)
    return is_charged_twice(text) or (is_grievance(text) and not is_question(text) and not is_past)


def _ways_on(tracker: Tracker, domain: dict[str, Any]) -> list[Button]:
    """The topic that is a good guess, a complaint and a person."""
    likely = topic_buttons(tracker, domain, least=GOOD_GUESS)[:1]
    return [*likely, {"title": "我要投诉", "payload": "我要投诉"}, person()]


def _offer(dispatcher: CollectingDispatcher, buttons: list[Button], *, is_upset: bool) -> None:
    """Who is angry is shown the way to a person too."""
    if not buttons:
        dispatcher.utter_message(response="utter_topics_none")
        return
    ways_out = [neither(), person()] if is_upset else [neither()]
    dispatcher.utter_message(response="utter_topics_offer", buttons=[*buttons, *ways_out])


def topic_buttons(tracker: Tracker, domain: dict[str, Any], *, least: float = LEAST_CONFIDENCE) -> list[Button]:
    """The likeliest topics that have a title and a question, best first."""
    return buttons_of(_ranking(tracker, least), domain)


def _ranking(tracker: Tracker, least: float) -> list[str]:
    """Names "faq/<topic>" of the topics worth a guess."""
    selectors = ((tracker.latest_message or {}).get("response_selector") or {}).values()
    rankings = [selector["ranking"] for selector in selectors if isinstance(selector, dict) and selector.get("ranking")]
    ranking = rankings[0] if rankings else []
    likely = [entry for entry in ranking if entry.get("confidence", 0) >= least]
    return [entry["intent_response_key"] for entry in likely if entry.get("intent_response_key")]
