"""The one sentence an agent reads before taking a conversation over."""

import re

from rasa_sdk import Tracker

from actions import history
from actions.complaint.earlier import told_before
from actions.complaint.state import Complaint
from actions.complaint.summary import quoted, sentence_of
from actions.language import letters
from actions.sensitive import masked
from actions.story import was_told
from actions.turn import Turn

LOOK_BACK = 6
"""Customer turns; what was said before that is rarely why a person is asked for now."""

_SAYS_NOTHING = {
    "request_agent", "greet", "thank", "say_goodbye", "affirm", "deny", "ask_bot", "stop_form", "inform",
    "resume_conversation", "share_secret",
}  # fmt: skip


def summary_of(tracker: Tracker, wants: str) -> str:
    """`wants` ("客户要求人工服务"), with the complaint in hand or the latest thing the customer was after."""
    complaint = Complaint.of(tracker)
    if complaint.id:
        return f"{wants}；{sentence_of(complaint)}"
    matter = _latest_matter(tracker)
    return f"{wants}，此前{matter}。" if matter else f"{wants}。"


def words_of(tracker: Tracker) -> str:
    """The customer's latest words, without secrets, at a length for a sentence."""
    return quoted(masked(Turn.of(tracker).original))


def _latest_matter(tracker: Tracker) -> str | None:
    """What the customer last did or said that tells what they are after; a complaint handed in ends the search."""
    if was_told(tracker) and (story := told_before(tracker).get("description")):
        return f"讲述“{quoted(story)}”"
    for past in history.earlier_turns(tracker, limit=LOOK_BACK):
        complaint = next((effect for effect in past.effects if effect.get("type") == "ticket"), None)
        if complaint:
            return f"登记了投诉“{quoted(masked(complaint['description']))}”"
        if past.intent not in _SAYS_NOTHING and not past.is_answer and _has_words(past.text):
            return f"说“{quoted(masked(past.text))}”"
    return None


def _has_words(text: str) -> bool:
    """Whether more than a number is said."""
    return letters(re.sub(r"[\d\s*-]+", "", text)) > 1
