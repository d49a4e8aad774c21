"""What is done about an urgent intent: settled by words alone, ruled out by them, or heard in a doubt.

`said_plainly` is sure of itself. `may_be` rules out only where the words speak for something else (trade or leisure
and no word of danger, a theft that is only supposed, 人工智能): people cry for help in words no list holds.
"""

from collections.abc import Mapping

from actions.absence import is_absent
from actions.foreign import is_foreign
from actions.urgency import despair, person, theft
from actions.urgency.people import INTRODUCED, is_in_passing

SELF_HARM, FRAUD, PERSON = "report_self_harm", "report_fraud", "request_agent"
HEARD_FROM = {SELF_HARM: 0.25, FRAUD: 0.2, PERSON: 0.25}
"""Least confidence, most urgent first, at which one is heard although something else is likelier.

Of examples kept aside by runs of neighbours: despair 83.3 → 88.4 % heard for 14 false alarms more among 15,925 other
sentences, theft 91.2 → 93.8 % for 30 among 15,141, the wish for a person 91.3 → 93.2 % for 36 among 15,297."""
HEARD_FIRST = 0.4
"""Least confidence of one that is likeliest and in doubt; of a wish with a word of people, the one above."""

_HINTS = {SELF_HARM: despair.HINT, FRAUD: theft.HINT, PERSON: person.HINT}
_HINTS_ABROAD = {SELF_HARM: despair.HINT, FRAUD: theft.HINT_ABROAD, PERSON: person.HINT_ABROAD}
"""Without one of these words in another language nothing urgent is meant: there the interpreter only guesses."""
_MAY_BE = {SELF_HARM: despair.may_be_despair, FRAUD: theft.may_be_theft, PERSON: person.may_be_wish}


def said_plainly(text: str) -> str | None:
    """The urgent intent these words leave no doubt about."""
    if despair.is_despair(text):
        return SELF_HARM
    if theft.is_theft(text):
        return FRAUD
    return PERSON if person.is_wish(text) else None


def may_be(intent: str, text: str) -> bool:
    """Whether a message can be of this urgent intent, which the interpreter guessed."""
    if intent not in _HINTS:
        return True
    if intent != SELF_HARM and is_absent(text) and said_plainly(text) != intent:
        return False
    if INTRODUCED.search(text) and not _HINTS[intent].search(text):
        return False
    if is_foreign(text):
        return bool(_HINTS_ABROAD[intent].search(text))
    return _MAY_BE[intent](text)


def heard(ranking: Mapping[str, float], text: str) -> str | None:
    """The urgent intent that is to be heard in a doubt, or although something less urgent is likelier.

    `ranking`: intent to confidence, best first. Without a word of theft none is meant, nor without one of people a
    person, unless that is likeliest."""
    first = next(iter(ranking), None)
    for intent, least in HEARD_FROM.items():
        is_in = _is_in(intent, text)
        needed = HEARD_FIRST if intent == first and not (is_in and intent == PERSON) else least
        if ranking.get(intent, 0.0) >= needed and may_be(intent, text) and (intent == first == PERSON or is_in):
            return intent
    return None


def _is_in(intent: str, text: str) -> bool:
    """Whether a word of it stands in the text; despair has no words of its own."""
    if intent == FRAUD:
        return theft.tells_of_theft(text)
    return intent == SELF_HARM or (person.speaks_of_people(text) and not is_in_passing(text))
