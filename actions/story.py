"""A grievance told in pieces (上个月办的卡 … 说好免年费 … 扣了三百): the bot listens, and offers to take it down."""

import re
from datetime import timedelta

from rasa_sdk import Tracker

from actions import history
from actions.language import is_grievance, is_number, is_question, is_vague, letters, says_to_record
from actions.turn import Turn
from handoff.queue import anger

LISTENS, GOES_ON = "utter_story_listen", "utter_story_go_on"
TROUBLE, NOTED = "utter_story_trouble", "utter_story_noted"
OFFERED = {TROUBLE, NOTED, "utter_topics_trouble", "utter_dissatisfaction_care"}
"""Responses that have offered a complaint already."""
INVITING = {LISTENS, GOES_ON, *OFFERED}
"""Responses after which a plain statement is the next piece."""
PIECES = {"inform", "nlu_fallback", "out_of_scope", "correct_answer"}
"""What a piece is taken for when it is read alone."""

LEAST_FIRST = 4
"""Letters beside dates, sums, names and places with which a story begins; 朝阳支行 alone is an answer to nothing."""
LEAST_NEXT = 2
"""Letters of a piece that follows: 报警了."""
_NARRATED = re.compile(
    r"问(了|过|我|他|她|起|原因|柜|客服)|(叫|让)(我|人家?|老人|工人)|不是.{1,8}(嘛|吗)|这?(叫|算)什么"
)
"""What is told or thrown in as a question and asks nothing of the bot: 问了句要不要带证件, 叫我怎么交代."""
_VALUES = ("time", "branch", "city", "channel", "amount", "name", "phone", "ticket_number", "product")


def accepts_complaint(tracker: Tracker) -> bool:
    """Whether, right after a complaint was offered, the customer says to take it down, with a yes before it or not."""
    is_offered = bool(set(history.responses_of_previous_turn(tracker)) & OFFERED)
    return is_offered and says_to_record(Turn.of(tracker).text)


def reply_to_piece(tracker: Tracker) -> str | None:
    """The response to a turn, outside a form, that tells a piece of a story; None when it tells none."""
    turn = Turn.of(tracker)
    if tracker.active_loop_name or turn.intent not in PIECES or is_number(turn.text) or is_vague(turn.text):
        return None
    shown = set(history.responses_of_previous_turn(tracker))
    if not is_being_told(tracker):
        goes_on = was_told(tracker, within=anger.LASTS)
        return (TROUBLE if goes_on or _shows_trouble(turn) else LISTENS) if _begins(turn) else None
    if is_question(turn.text) and not _NARRATED.search(turn.text):
        return None
    if letters(turn.text) < LEAST_NEXT:
        return None
    if shown & OFFERED:
        return NOTED
    return TROUBLE if _shows_trouble(turn) or GOES_ON in shown else GOES_ON


def is_being_told(tracker: Tracker) -> bool:
    """Whether the bot was listening when this turn was said."""
    shown = set(history.responses_of_previous_turn(tracker))
    return bool(shown & INVITING) and not history.is_after_a_break(tracker, anger.LASTS)


def was_told(tracker: Tracker, *, within: timedelta | None = None) -> bool:
    """Whether the bot has listened since the last complaint was handed in, whatever was spoken of in between."""
    return history.has_shown_since_ticket(tracker, {LISTENS, GOES_ON, TROUBLE, NOTED}, within=within)


def _begins(turn: Turn) -> bool:
    """Whether a first statement tells something; a doubtful one may be anything, and is no beginning."""
    values = {entity.text for kind in _VALUES for entity in turn.found(kind)}
    tells = turn.intent == "inform" and not is_question(turn.text)
    return tells and letters(turn.text) - sum(map(letters, values)) >= LEAST_FIRST


def _shows_trouble(turn: Turn) -> bool:
    """Whether words of the piece, and no mere guess, say that something went wrong."""
    return is_grievance(turn.text) or bool(turn.found("issue"))
