"""Figures out of lists of numbers, and where an institution's day begins and ends. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Spread:
    """Seconds: the median, what nine of ten do not exceed, and the longest; null when nothing was counted."""

    count: int
    p50_s: float | None = None
    p90_s: float | None = None
    max_s: float | None = None


def spread(values_s: Sequence[float]) -> Spread:
    if not values_s:
        return Spread(0)
    ordered = sorted(values_s)
    return Spread(len(ordered), percentile(ordered, 50), percentile(ordered, 90), round(ordered[-1], 1))


def percentile(ordered: Sequence[float], percent: int) -> float:
    """By nearest rank: a value that was really measured, also for few of them. `ordered` is not empty."""
    rank = max(1, ceil(len(ordered) * percent / 100))
    return round(ordered[rank - 1], 1)


def day_of(now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """[begin, end) of the day `now` falls on in the institution's zone, in UTC."""
    today = now.astimezone(zone).date()
    begin, end = (datetime.combine(day, time.min, tzinfo=zone) for day in (today, today + timedelta(days=1)))
    return begin.astimezone(UTC), end.astimezone(UTC)
