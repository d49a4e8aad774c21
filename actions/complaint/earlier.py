"""What was told before it was asked: an outburst right before a complaint, and the story that 就刚才说的那个 means."""

import re
from itertools import groupby

from rasa_sdk import Tracker

from actions import history
from actions.answers import Given
from actions.answers.telling import LONGEST_DESCRIPTION, is_only_a_fact, read_description, substance
from actions.facts import facts_in
from actions.history import Event
from actions.language import is_grievance, is_question, points_back
from actions.sensitive import masked
from actions.story import was_told
from actions.turn import Turn

TELLS = {
    "inform", "express_dissatisfaction", "abuse", "file_complaint", "nlu_fallback", "correct_answer", "out_of_scope",
}  # fmt: skip
"""Intents of a telling that has no word of a grievance; any other intent is another matter."""
STATED = {"faq", "ask_account"}
"""Intents of what is a piece too while the bot listens, unless it asks: 最后说系统升级办不了 is no question."""
MOST_PIECES = 12
"""Turns that one telling is told in."""
ENOUGH_PIECES = 3
"""Pieces that are a story even where none of them shows what went wrong."""
LEAST_PIECE = 2
"""Letters of a turn that belongs to a telling, be it as short as 屏碎了."""
JUST_BEFORE = 3
"""Turns before 我要投诉 in which a grievance or an outburst is still its story."""
OUTBURSTS = {"express_dissatisfaction", "abuse"}
PRAISE = "give_praise"
"""In the midst of a telling it is sarcasm, and ends nothing."""
_FACTUAL = re.compile(
    r"[\d一二两三四五六七八九十几半好多](?:个|多|来)?(?:[次趟遍回天周月年张家号块千万]|星期|小时|钟头|分钟)|[叫让喊要]我"
)
"""What happened, how often and how long: 打了四遍电话, 让我回去开证明. 什么破银行 has none of it."""


def grievance_before(tracker: Tracker) -> dict[str, str]:
    """What the customer was angry about just before saying 我要投诉, so that it need not be told twice.

    A grievance, or an outburst told in facts, of the last few turns, with other facts beside it; mere anger and sarcasm
    between them are passed by.
    """
    telling: list[Turn] = []
    for said in history.said_since_ticket(tracker)[:JUST_BEFORE]:
        turn = _turn(tracker, said)
        if is_grievance(turn.text) or _tells_facts(turn):
            if _is_of_another_product(turn, telling):
                break
            telling.append(turn)
        elif turn.intent not in TELLS | {PRAISE}:
            break
    if not any(is_grievance(turn.text) or turn.intent in OUTBURSTS or turn.told("issue") for turn in telling):
        return {}
    return _facts_of(telling) | (_description_of(telling) if _is_told(telling) else {})


def story_before(tracker: Tracker) -> dict[str, str]:
    """What the bot has been listening to, where it says what went wrong or is long enough to; else an outburst."""
    told = told_before(tracker) if was_told(tracker) else {}
    pieces = told.get("description", "").split("\n")
    says_enough = {"issue", "issue_guesses"} & told.keys() or len(pieces) >= ENOUGH_PIECES
    return told if says_enough else grievance_before(tracker)


def told_before(tracker: Tracker) -> dict[str, str]:
    """The latest telling of this conversation as a complaint's facts and description; empty when there was none.

    Turns in a row that all tell are one telling, and one with a grievance goes before mere displeasure. A complaint
    that was handed in ends the search.
    """
    said = [_turn(tracker, said) for said in history.said_since_ticket(tracker)]
    turns = [turn for turn in said if turn.intent != PRAISE or is_grievance(turn.text)]
    intents = TELLS | STATED if was_told(tracker) else TELLS
    tellings = [list(telling) for tells, telling in groupby(turns, key=lambda turn: _tells(turn, intents)) if tells]
    told = [telling for telling in tellings if _is_told(telling)]
    grave = (telling for telling in told if any(is_grievance(turn.text) for turn in telling))
    telling = next(grave, next(iter(told), []))[:MOST_PIECES]
    return _facts_of(telling) | _description_of(telling) if telling else {}


def _facts_of(telling: list[Turn]) -> dict[str, str]:
    """What a telling, the newest turn first, says last of each fact."""
    facts: dict[str, str] = {}
    for turn in telling:
        facts = facts_in(turn) | facts
    return facts


def _description_of(telling: list[Turn]) -> dict[str, str]:
    return {"description": "\n".join(masked(turn.original) for turn in reversed(telling))[:LONGEST_DESCRIPTION]}


def _tells_facts(turn: Turn) -> bool:
    is_statement = turn.intent in TELLS and not is_question(turn.text) and not points_back(turn.text)
    return is_statement and bool(_FACTUAL.search(turn.text))


def _is_of_another_product(turn: Turn, telling: list[Turn]) -> bool:
    """Whether it is about another product than what was told after it."""
    product, later = facts_in(turn).get("product"), _facts_of(telling).get("product")
    return None not in (product, later) and product != later


def _is_told(telling: list[Turn]) -> bool:
    """Whether the pieces together, mere facts among them, tell what happened."""
    whole = "，".join(turn.text for turn in telling)
    return isinstance(read_description(telling[0], whole[:LONGEST_DESCRIPTION]), Given) and not all(
        is_only_a_fact(turn, turn.text) for turn in telling
    )


def _tells(turn: Turn, intents: set[str]) -> bool:
    if substance(turn.text) < LEAST_PIECE or points_back(turn.text):
        return False
    return is_grievance(turn.text) or (turn.intent in intents and not is_question(turn.text))


def _turn(tracker: Tracker, said: Event) -> Turn:
    """Something said earlier, as a turn; 昨天 is counted from the clock of now where it brings none."""
    message = said.get("parse_data") or {}
    metadata = said.get("metadata") or (tracker.latest_message or {}).get("metadata")
    events = [said] if said.get("event") else []
    return Turn.of(Tracker(tracker.sender_id, {}, {**message, "metadata": metadata}, events, False, None, {}, None))
