"""What came before a message: the topic answered last, so that "要多久" is understood, and what the customer said."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from actions import scam
from actions.urgency import FRAUD
from bot.channel.topics import answered_topics, title_of

LIFETIME = timedelta(minutes=30)
"""After half an hour a customer begins anew."""
MOST_TURNS = 4
"""Turns to look back over thanks and doubts."""

_QUESTIONS = {"faq", "ask_several", "ask_follow_up"}
_BY_THE_WAY = {"thank", "greet", "affirm", "deny", "nlu_fallback"}
"""Said between a question and the next, without leaving the matter."""

Turn = tuple[UserUttered, list[BotUttered]]


def context_of(tracker: DialogueStateTracker, now: str | None, domain: Domain) -> dict[str, str] | None:
    """{"topic": "faq/…", "title": …} of the topic answered last; None when other matters or much time came between."""
    for said, uttered in _latest_turns(list(tracker.events)):
        if said.intent_name in _QUESTIONS:
            topic = _topic(said, uttered)
            title = title_of(topic, domain) if topic else None
            return {"topic": topic, "title": title} if topic and title and _is_fresh(said, now) else None
        if said.intent_name not in _BY_THE_WAY:
            return None
    return None


def said_before(tracker: DialogueStateTracker, now: str | None) -> list[str]:
    """The customer's messages that may tell one story with the next, as the interpreter read them, the oldest first.

    A theft that was reported ends it.
    """
    said: list[str] = []
    for event in reversed(list(tracker.events)):
        if isinstance(event, UserUttered):
            if len(said) == scam.LOOK_BACK - 1 or event.intent_name == FRAUD or not _is_fresh(event, now, scam.LASTS):
                break
            said.insert(0, (event.parse_data or {}).get("text") or event.text or "")
    return said


def _latest_turns(events: list[Event]) -> Iterator[Turn]:
    """Newest first, at most `MOST_TURNS`."""
    uttered: list[BotUttered] = []
    turns = 0
    for event in reversed(events):
        if isinstance(event, BotUttered):
            uttered.insert(0, event)
        elif isinstance(event, UserUttered) and turns < MOST_TURNS:
            yield event, uttered
            uttered, turns = [], turns + 1


def _topic(said: UserUttered, uttered: list[BotUttered]) -> str | None:
    """The last topic answered; a follow-up that was answered in passing stays with the topic it was about."""
    answered = answered_topics(uttered)
    return answered[-1] if answered else ((said.parse_data or {}).get("follow_up") or {}).get("topic")


def _is_fresh(said: UserUttered, now: str | None, within: timedelta = LIFETIME) -> bool:
    """By the service's clock where it tells the time, as it always does."""
    before = (said.metadata or {}).get("now")
    return not (now and before) or datetime.fromisoformat(now) - datetime.fromisoformat(before) <= within
