"""Parts of a message: its thoughts, laid beside it as messages of their own, to be read by the components between."""

from __future__ import annotations

from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from actions.urgency import may_be
from bot.components.ellipsis import Ellipsis
from bot.components.introduction import introduces
from bot.components.matters import FOLLOW_UP, may_be_several

PART_OF = "part_of"
"""Of a part: the message it is of."""
JOINED = "joined"
"""Of a part that is the whole message behind the title of the topic before."""
ELLIPSIS = "ellipsis"
"""Of a message whose words lean on the one before."""

SURE = 0.9
"""Of a whole message's intent, beyond any limit of doubt."""


def counts(message: Message) -> bool:
    """Whether what a message is taken for can count: one that is whole, or part of one that may hold several matters.

    Asked of a part once the whole is classified. Who only says hello and who they are is greeted, whatever is guessed.
    """
    if introduces(message.get(TEXT) or ""):
        return False
    whole: Message | None = message.get(PART_OF)
    if whole is None or ellipsis_in(whole):
        return True
    intent = whole.get(INTENT) or {}
    name, confidence = intent.get("name") or "", intent.get("confidence") or 0.0
    if message.get(JOINED):
        return bool(name == FOLLOW_UP)
    return may_be_several(name) or confidence < SURE or not may_be(name, whole.get(TEXT) or "")


def ellipsis_in(message: Message) -> Ellipsis | None:
    found: Ellipsis | None = message.get(ELLIPSIS)
    return found


def context_of(message: Message) -> dict[str, str] | None:
    """The topic the customer has just read about: {"topic", "title"}. A part has none of its own."""
    context: dict[str, str] | None = (message.get("metadata") or {}).get("context")
    return context
