"""Words of danger and of the wish for a person: which settle an urgent intent, and which rule it out.

One room a matter, `despair`, `theft` (with `supposed`) and `person` (with `outright` and `people`): the words that tell
it, hint at it and speak against it. `decision` is what others ask. All read the text as the interpreter does, in
simplified script. Pure.
"""

from actions.urgency.decision import FRAUD, PERSON, SELF_HARM, heard, may_be, said_plainly
from actions.urgency.people import is_declined
from actions.urgency.person import asks_outright, is_taken_back
from actions.urgency.supposed import has_happened, is_over, is_seen, is_supposed

__all__ = [
    "FRAUD",
    "PERSON",
    "SELF_HARM",
    "asks_outright",
    "has_happened",
    "heard",
    "is_declined",
    "is_over",
    "is_seen",
    "is_supposed",
    "is_taken_back",
    "may_be",
    "said_plainly",
]
