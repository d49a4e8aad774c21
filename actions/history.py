"""What happened before the latest turn, read from the tracker's events."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rasa_sdk import Tracker

Event = dict[str, Any]

_OF_RASA = {"action_listen", "action_extract_slots", "action_session_start"}


@dataclass(frozen=True)
class Past:
    """A turn that is over. `is_answer`: it answered a form's question; `effects`: what the service was asked for."""

    intent: str
    text: str
    is_answer: bool
    effects: tuple[dict[str, Any], ...]


def actions_of_this_turn(tracker: Tracker, *, besides: str = "") -> list[str]:
    """Names of the actions that already ran since the customer's latest words, without Rasa's own and `besides`."""
    return [name for name in _action_names(_turns(tracker)[-1]) if name != besides]


def said_since_ticket(tracker: Tracker) -> list[Event]:
    """What the customer said before the latest turn, newest first, and after the last complaint was handed in."""
    said: list[Event] = []
    for turn in _turns(tracker)[-2:0:-1]:
        if any(effect.get("type") == "ticket" for effect in _effects(turn)):
            break
        said.append(turn[0])
    return said


def has_shown_since_ticket(tracker: Tracker, responses: set[str], *, within: timedelta | None = None) -> bool:
    """Whether a turn before the latest, after the last complaint was handed in, was answered with one of these.

    `within`: of the latest turn; what is older counts for nothing."""
    turns = _turns(tracker)
    until = _said_at(turns[-1][0]) if turns[-1] else None
    for turn in turns[-2:0:-1]:
        is_over = within is not None and not _is_within(_said_at(turn[0]), until, within)
        if is_over or any(effect.get("type") == "ticket" for effect in _effects(turn)):
            return False
        if responses & set(_responses(turn)):
            return True
    return False


def has_just_submitted(tracker: Tracker) -> bool:
    """Whether the turn before the latest handed in a complaint. The action for it also runs after a cancelled form."""
    turns = _turns(tracker)
    return len(turns) > 1 and any(effect.get("type") == "ticket" for effect in _effects(turns[-2]))


def turns_in_a_row(tracker: Tracker, *intents: str) -> int:
    """How many of the latest turns, this one included, were taken for one of `intents`."""
    count = 0
    for event in reversed([event for event in tracker.events if event["event"] == "user"]):
        if _intent(event) not in intents:
            break
        count += 1
    return count


def earlier_turns(tracker: Tracker, *, limit: int) -> list[Past]:
    """The turns before the latest, newest first, at most `limit`."""
    past: list[Past] = []
    loop = None
    for turn in _turns(tracker):
        if turn and turn[0]["event"] == "user":
            is_answer = bool(loop) and not any(event["event"] == "action_execution_rejected" for event in turn)
            past.append(Past(_intent(turn[0]), turn[0].get("text") or "", is_answer, tuple(_effects(turn))))
        loop = next((event.get("name") for event in reversed(turn) if event["event"] == "active_loop"), loop)
    return past[:-1][::-1][:limit]


def recent_words(tracker: Tracker, *, within: timedelta) -> list[str]:
    """What the customer said in the time before the latest turn, and in it: the oldest first."""
    said = [event for event in tracker.events if event["event"] == "user"]
    until = _said_at(said[-1]) if said else None
    return [event.get("text") or "" for event in said if _is_within(_said_at(event), until, within)]


def is_after_a_break(tracker: Tracker, time: timedelta) -> bool:
    """Whether the customer was silent for longer than this before the latest turn."""
    said = [event for event in tracker.events if event["event"] == "user"][-2:]
    return len(said) > 1 and not _is_within(_said_at(said[0]), _said_at(said[1]), time)


def _said_at(event: Event) -> datetime | None:
    """By the service's clock; a resumed conversation brings none."""
    now = (event.get("metadata") or {}).get("now")
    return datetime.fromisoformat(now) if now else None


def _is_within(said_at: datetime | None, until: datetime | None, time: timedelta) -> bool:
    return said_at is None or until is None or until - said_at <= time


def _intent(event: Event) -> str:
    return ((event.get("parse_data") or {}).get("intent") or {}).get("name") or ""


def _turns(tracker: Tracker) -> list[list[Event]]:
    """Events cut before each thing the customer said; the first part is what came before any."""
    turns: list[list[Event]] = [[]]
    for event in tracker.events:
        if event["event"] == "user":
            turns.append([])
        turns[-1].append(event)
    return turns


def _action_names(events: list[Event]) -> Iterator[str]:
    return (e["name"] for e in events if e["event"] == "action" and e.get("name") and e["name"] not in _OF_RASA)


def _effects(events: list[Event]) -> list[dict[str, Any]]:
    customs = [(event.get("data") or {}).get("custom") or {} for event in events if event["event"] == "bot"]
    return [custom["effect"] for custom in customs if custom.get("effect")]


def has_asked_handoff(tracker: Tracker) -> bool:
    """Whether an action of this turn has asked the service for a person."""
    return any(effect.get("type") == "handoff" for effect in _effects(_turns(tracker)[-1]))


def answers_to(tracker: Tracker, response: str) -> list[Event]:
    """What the customer said to one question without a break, the oldest first: each turn before ended with it."""
    answers: list[Event] = []
    turns = _turns(tracker)
    for question, answer in zip(turns[-2::-1], turns[:0:-1], strict=True):
        if response not in _responses(question):
            break
        answers.insert(0, answer[0])
    return answers


def responses_of_previous_turn(tracker: Tracker) -> list[str]:
    """Names of the responses the customer was just looking at."""
    turns = _turns(tracker)
    return _responses(turns[-2]) if len(turns) > 1 else []


def latest_response(tracker: Tracker, *, prefix: str) -> str | None:
    """The name of the latest response that begins so, in whatever turn before."""
    named = (name for turn in _turns(tracker)[::-1] for name in _responses(turn)[::-1])
    return next((name for name in named if name.startswith(prefix)), None)


def _responses(events: list[Event]) -> list[str]:
    bots = (event for event in events if event["event"] == "bot")
    return [name for event in bots if (name := (event.get("metadata") or {}).get("utter_action"))]
