"""What a time has to do with the story: a term that is set tells nothing of when, and an hour may be of another day."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from bot.components.entities.found import Found
from bot.components.entities.timespan import midnight

_ASKED = re.compile(r"(?:要求|务必|必须|限|最晚|最迟|希望)(?:你们|贵行|银行|你行)?(?:在|于|是)?$")
_TERM = re.compile(r"(?:[之以]?[前内])?(?:就|都)?(?:务必|必须|给我|一定要?)(?!打|发|说|办|开|推荐|介绍)")
_AFTERTHOUGHT = re.compile(
    r"(?:那天|当天|的?事(?:情|儿)?|发生的?|[去来办打存取买]的?|在.{1,12}|[去来办]的.{1,12})?[,。!]?$"
)
"""What may follow a day that is told behind its hour: ,星期三去的翠苑支行."""


def is_term(text: str, match: re.Match[str]) -> bool:
    """要求今天解封, 明天之前必须处理: by when something is to be done."""
    return bool(_ASKED.search(text[: match.start()]) or _TERM.match(text, match.end()))


def place_hours(text: str, times: list[Found]) -> list[Found]:
    """An hour whose day is told behind it, as an afterthought, is that day's. `times` in order."""
    if len(times) != 2 or not _is_afterthought(text, *times):
        return times
    hour, day = times
    moved = {end: _on(hour.value[end], hour, day) for end in ("start", "end")}
    return [replace(day, value=hour.value | moved)]


def _is_afterthought(text: str, hour: Found, day: Found) -> bool:
    is_hour = hour.value["grain"] in ("hour", "minute") and any(char in text[hour.start : hour.end] for char in "点时:")
    is_apart = any(mark in text[hour.end : day.start] for mark in ",。!;")
    return is_hour and is_apart and day.value["grain"] == "day" and bool(_AFTERTHOUGHT.match(text, day.end))


def _on(moment: str, hour: Found, day: Found) -> str:
    """The moment as far from the beginning of its day, on the other day."""
    began = midnight(datetime.fromisoformat(hour.value["start"]))
    apart: timedelta = datetime.fromisoformat(moment) - began
    return (datetime.fromisoformat(day.value["start"]) + apart).isoformat()
