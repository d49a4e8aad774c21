"""Spans of time with two ends: 3号到5号, 上个月到现在, 去年以来."""

import re
from dataclasses import replace
from datetime import datetime

from bot.components.entities.found import Found

TO = re.compile(r"(?:一直)?[到至\-~—－–]+")
UNTIL_NOW = re.compile(r"(?:开始|起)?(?:一直)?(?:[到至](?:现在|今天|今日|如今|目前)|至今|以来)")


def join_ranges(text: str, times: list[Found], now: datetime) -> list[Found]:
    """Two times with 到 between them become one, and so does one that lasts until now. `times` in order."""
    joined: list[Found] = []
    for time in times:
        last = joined[-1] if joined else None
        if last and TO.fullmatch(text[last.end : time.start]) and last.value["start"] < time.value["end"]:
            joined[-1] = replace(last, end=time.end, value=last.value | {"end": time.value["end"]})
        else:
            joined.append(time)
    return [_until_now(text, time, now) for time in joined]


def _until_now(text: str, time: Found, now: datetime) -> Found:
    match = UNTIL_NOW.match(text, time.end)
    if not match or time.value["start"] >= now.isoformat():
        return time
    return replace(time, end=match.end(), value=time.value | {"end": now.isoformat()})
