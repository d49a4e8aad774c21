"""The arithmetic of a due time, and its telling in Chinese. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from handoff.sla.calendar import WorkCalendar
from handoff.sla.states import UNIT_LABELS, Unit

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Day:
    """The institution's day: its zone, its opening and closing time, and which days are working days."""

    zone: ZoneInfo
    opens: time
    closes: time
    calendar: WorkCalendar

    def at(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, tzinfo=self.zone).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due (UTC), how that was worked out, and whether every year it touches has holiday data."""

    due_at: datetime
    arithmetic: str
    is_calendar_certain: bool


def work_out(starts_at: datetime, amount: int, unit: Unit, *, day: Day) -> Due:
    """Amount and unit from the receipt on → the due time. The day of receipt does not count as a day."""
    due_at = moment(starts_at, amount, unit, percent=100, day=day)
    unknown = unknown_years(starts_at, due_at, day=day) if unit is Unit.WORKING_DAYS else []
    return Due(due_at, tell(starts_at, amount, unit, due_at, unknown=unknown, day=day), is_calendar_certain=not unknown)


def moment(starts_at: datetime, amount: int, unit: Unit, *, percent: int, day: Day) -> datetime:
    """When `percent` of the time is gone (UTC). Working days pass in working hours only: no warning on a holiday."""
    if unit is Unit.HOURS:
        return (starts_at + timedelta(hours=amount) * percent / 100).astimezone(UTC)
    received_on = starts_at.astimezone(day.zone).date()
    if unit is Unit.CALENDAR_DAYS:
        due_at = day.at(received_on + timedelta(days=amount), day.closes)
        return starts_at.astimezone(UTC) + (due_at - starts_at) * percent / 100
    whole, rest = divmod(amount * percent, 100)
    if rest == 0:
        return day.at(day.calendar.working_day(received_on, whole), day.closes) if whole else starts_at.astimezone(UTC)
    current = day.calendar.working_day(received_on, whole + 1)
    opens, closes = day.at(current, day.opens), day.at(current, day.closes)
    return opens + (closes - opens) * rest / 100


def unknown_years(starts_at: datetime, due_at: datetime, *, day: Day) -> list[int]:
    first, last = (value.astimezone(day.zone).year for value in (starts_at, due_at))
    return [year for year in range(first, last + 1) if not day.calendar.is_known(year)]


def tell(starts_at: datetime, amount: int, unit: Unit, due_at: datetime, *, unknown: Sequence[int], day: Day) -> str:
    """收到 2026-09-30(三) 16:20；10月1-7日放假，10月10日(六)上班；7 个工作日 → 2026-10-15(四) 下班前"""
    received, due = starts_at.astimezone(day.zone), due_at.astimezone(day.zone)
    parts = [f"收到 {_date(received.date())} {received:%H:%M}"]
    if unit is Unit.WORKING_DAYS:
        exceptions = "，".join(_exceptions(received.date(), due.date(), day.calendar))
        parts += [exceptions] if exceptions else []
    end = "下班前" if unit is Unit.WORKING_DAYS else f"{due:%H:%M} 前"
    parts.append(f"{amount} {UNIT_LABELS[unit]} → {_date(due.date())} {end}")
    if unknown:
        parts.append(f"{'、'.join(map(str, unknown))} 年放假安排尚未录入，按周一至周五推算")
    return "；".join(parts)


def fraction_elapsed(now: datetime, marks: Sequence[tuple[datetime, float]]) -> float:
    """The share of the time that is gone, from the moments whose share is known: (start, 0.0), …, (due, 1.0).

    Straight lines between them; after the due time it goes on growing with the average pace.
    """
    (start, _), (due, _) = marks[0], marks[-1]
    if now <= start:
        return 0.0
    for (left, low), (right, high) in pairwise(marks):
        if left <= now < right:
            return low + (high - low) * ((now - left) / (right - left))
    return 1.0 + (now - due) / (due - start)


def say_time(value: datetime, *, zone: ZoneInfo) -> str:
    """For a customer: 11月24日（周二）17:30."""
    local = value.astimezone(zone)
    return f"{local.month}月{local.day}日（周{WEEKDAYS[local.weekday()]}）{local:%H:%M}"


def _exceptions(first: date, last: date, calendar: WorkCalendar) -> Iterator[str]:
    """Runs of days off that hold more than a weekend, and weekend days worked, in order."""
    run: list[date] = []
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        if not calendar.is_working(day):
            run.append(day)
            continue
        yield from _tell_run(run, calendar)
        run = []
        if calendar.is_make_up(day):
            yield f"{day.month}月{day.day}日({WEEKDAYS[day.weekday()]})上班"
    yield from _tell_run(run, calendar)


def _tell_run(run: list[date], calendar: WorkCalendar) -> Iterator[str]:
    if not any(calendar.is_extra_day_off(day) for day in run):
        return
    first, last = run[0], run[-1]
    if first == last:
        yield f"{first.month}月{first.day}日放假"
    elif first.month == last.month:
        yield f"{first.month}月{first.day}-{last.day}日放假"
    else:
        yield f"{first.month}月{first.day}日-{last.month}月{last.day}日放假"


def _date(day: date) -> str:
    return f"{day.isoformat()}({WEEKDAYS[day.weekday()]})"
