"""Spans of time of one grain, in the institution's zone."""

from calendar import monthrange
from datetime import datetime, timedelta
from typing import Any

PARTS = {
    "凌晨": (0, 6),
    "清晨": (5, 8),
    "早上": (6, 9),
    "早晨": (6, 9),
    "上午": (8, 12),
    "中午": (11, 13),
    "午间": (11, 13),
    "下午": (12, 18),
    "傍晚": (17, 19),
    "晚上": (18, 24),
    "夜里": (21, 24),
    "夜晚": (18, 24),
    "半夜": (0, 5),
}
"""Hours [from, to) of a day that a word for a part of it means."""


def midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def span(start: datetime, end: datetime, grain: str) -> dict[str, Any]:
    """Both ends in ISO with their offset; `end` is the first moment after it."""
    return {"start": start.isoformat(), "end": end.isoformat(), "grain": grain}


def day_span(day: datetime) -> dict[str, Any]:
    return span(midnight(day), midnight(day) + timedelta(days=1), "day")


def part_span(day: datetime, part: str) -> dict[str, Any]:
    first, last = PARTS[part]
    return span(midnight(day) + timedelta(hours=first), midnight(day) + timedelta(hours=last), "part")


def month_span(year: int, month: int) -> tuple[datetime, datetime]:
    """Naive first moments of the month and of the next."""
    first = datetime(year, month, 1)  # noqa: DTZ001 the caller knows the zone
    return first, first + timedelta(days=monthrange(year, month)[1])


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months earlier, or the last of that month."""
    index = moment.year * 12 + moment.month - 1 - months
    year, month = index // 12, index % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


def in_part(hour: int, part: str | None) -> int:
    """The hour of the day: 下午3点 is 15, 晚上12点 is 24, 中午1点 is 13, 凌晨3点 stays 3."""
    if part in ("下午", "傍晚", "晚上", "夜晚", "夜里") and hour <= 12:
        return hour + 12 if hour < 12 else (12 if part == "下午" else 24)
    return hour + 12 if part in ("中午", "午间") and hour < 3 else hour
