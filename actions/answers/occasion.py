"""When and where it happened."""

import re
from datetime import datetime
from typing import Any

from actions.answers.kinds import Answer, Given, Refused
from actions.language import bare, is_nothing, is_number, is_unknown, letters
from actions.turn import Entity, Turn
from actions.vocabulary import CHANNELS, NONE

LONGEST_PLACE = 40
"""Letters: a branch's full name is shorter; more is a story."""

_NO_PLACES = ("time", "amount", "product", "issue", "demand", "name", "phone", "ticket_number")
_EXACT = {"hour", "minute"}
_DAY = {"day", "part"}
_TIME_WORDS = re.compile(r"[天日号月年周点]|星期|礼拜|上午|下午|中午|晚上|早上|凌晨|最近|刚才|刚刚|之前|以前|节")
_STANDING = {"counter", "atm"}
"""Channels that stand in a city."""
_NEXT_TO_CITY = re.compile(r"(?:这边|那边|这里|那里|本地|当地|市区|[的，,、 ]|你们|那家|那个|那台|一台|一家)*")
_TELLS = re.compile(
    r"[她他我你它]们?(还|又|也|就|都|却)*(叫|让|说|骂|把|被|给|没|不|要|扣|收|拖|丢|扔)|[把被]|(多|少|乱)(扣|收|"
    r"算|转|给)|退(款|钱|我|给)|赔"
)
"""Words of what somebody did: a story, and no place."""
_LEAD = re.compile(r"^(?:我|是|在|去|到|通过|用|从|就|你们|您们)+(?=..)")


def read_occurred(turn: Turn, text: str) -> Answer:
    """The time it happened, which cannot lie ahead of the turn's clock."""
    found = turn.found("time", text)
    if found:
        return checked_time(found[0], turn.now)
    if is_unknown(text) or is_nothing(text):
        return Given({"occurred": NONE, "occurred_text": bare(text)}, text)
    if _TIME_WORDS.search(text) and letters(text) <= LONGEST_PLACE:
        return Given({"occurred": bare(text), "occurred_text": bare(text)}, text, is_sure=False)
    return None


def checked_time(entity: Entity, now: datetime) -> Answer:
    """An extracted time as the customer meant it: an ISO date or time where exact, else their words."""
    start = _start_of(entity.value, now)
    if start is None:
        return Given({"occurred": entity.text, "occurred_text": entity.text}, entity.text)
    if start > now:
        return Refused("utter_complaint_occurred_in_future")
    return Given({"occurred": _written(entity, start), "occurred_text": entity.text}, entity.text)


def _start_of(value: Any, now: datetime) -> datetime | None:
    try:
        start = datetime.fromisoformat(value["start"])
    except (KeyError, TypeError, ValueError):
        return None
    return start if start.tzinfo else start.replace(tzinfo=now.tzinfo)


def _written(entity: Entity, start: datetime) -> str:
    grain = entity.value.get("grain")
    if grain in _EXACT:
        return start.isoformat(timespec="minutes")
    return start.date().isoformat() if grain in _DAY else entity.text


def read_place(turn: Turn, text: str) -> Answer:
    """A branch, else a channel, else the customer's words for it; a city alone is one for sure."""
    for entity in [*turn.found("branch", text), *turn.found("channel", text)]:
        return Given({"place": place_of(entity, turn)}, entity.text)
    if is_unknown(text) or is_nothing(text):
        return Given({"place": NONE}, text)
    if is_number(text) or turn.is_all(_NO_PLACES, text):
        return None
    if _TELLS.search(text):
        return None
    place = _LEAD.sub("", bare(text))
    if 1 < letters(place) <= LONGEST_PLACE:
        return Given({"place": place}, text, is_sure=turn.is_all(("city",), place))
    return None


def place_of(entity: Entity, turn: Turn) -> str:
    """A branch or channel as a ticket has it, behind the city that is said right before it (苏州这边的建国路网点)."""
    place = CHANNELS.get(str(entity.value), str(entity.value)) if entity.kind == "channel" else str(entity.value)
    if entity.kind == "channel" and entity.value not in _STANDING:
        return place
    for city in turn.found("city"):
        if city.end <= entity.start and _NEXT_TO_CITY.fullmatch(turn.original[city.end : entity.start]):
            return f"{city.value}{place}"
    return place
