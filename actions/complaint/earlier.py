"""What was told before it was asked: an outburst right before a complaint, and the story that 就刚才说的那个 means."""

from itertools import groupby

from rasa_sdk import Tracker

from actions import history
from actions.answers import Given
from actions.answers.telling import LONGEST_DESCRIPTION, read_description
from actions.facts import facts_in, telling_in
from actions.history import Event
from actions.language import is_grievance, is_question
from actions.turn import Turn

TELLS = {"inform", "express_dissatisfaction", "abuse", "file_complaint", "nlu_fallback", "correct_answer"}
"""Intents of a telling that has no word of a grievance; any other intent is another matter."""
MOST_PIECES = 6
"""Turns that one telling is told in."""


def grievance_before(tracker: Tracker) -> dict[str, str]:
    """What the customer was angry about just before saying 我要投诉, so that it need not be told twice."""
    said = history.previous_message(tracker)
    if said is None or not is_grievance(said.get("text") or ""):
        return {}
    turn = _turn(tracker, {"parse_data": said})
    return facts_in(turn) | telling_in(turn)


def told_before(tracker: Tracker) -> dict[str, str]:
    """The latest telling of this conversation as a complaint's facts and description; empty when there was none.

    Turns in a row that all tell are one telling, and one with a grievance goes before mere displeasure. A complaint
    that was handed in ends the search.
    """
    turns = [_turn(tracker, said) for said in history.said_since_ticket(tracker)]
    tellings = [list(telling) for is_told, telling in groupby(turns, key=lambda turn: bool(_words(turn))) if is_told]
    grave = (telling for telling in tellings if any(is_grievance(turn.text) for turn in telling))
    telling = next(grave, next(iter(tellings), []))[:MOST_PIECES]
    facts: dict[str, str] = {}
    for turn in telling:
        facts = facts_in(turn) | facts
    description = "\n".join(reversed([_words(turn) for turn in telling]))[:LONGEST_DESCRIPTION]
    return facts | {"description": description} if telling else {}


def _words(turn: Turn) -> str:
    """What the turn tells, as it would be taken down; "" when it tells nothing."""
    answer = read_description(turn, turn.text) if _tells(turn) else None
    return answer.values["description"] if isinstance(answer, Given) else ""


def _tells(turn: Turn) -> bool:
    return is_grievance(turn.text) or (turn.intent in TELLS and not is_question(turn.text))


def _turn(tracker: Tracker, said: Event) -> Turn:
    """Something said earlier, as a turn; 昨天 is counted from the clock of now where it brings none."""
    message = said.get("parse_data") or {}
    metadata = said.get("metadata") or (tracker.latest_message or {}).get("metadata")
    events = [said] if said.get("event") else []
    return Turn.of(Tracker(tracker.sender_id, {}, {**message, "metadata": metadata}, events, False, None, {}, None))
