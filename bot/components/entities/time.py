"""When something happened: days, dates, parts of the day and hours, counted from the clock of the turn."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.components.entities.days import DAY, RELATIVE_DAYS, read_day
from bot.components.entities.found import Found, is_free
from bot.components.entities.numerals import CHINESE, DIGITS, parse_number
from bot.components.entities.ranges import join_ranges
from bot.components.entities.story import is_term, place_hours
from bot.components.entities.timespan import PARTS, day_span, in_part, midnight, months_before, part_span, span

_NUMBER = rf"(?:\d{{1,4}}|{CHINESE})"
_NIGHTS = ("今早", "今晚", "昨晚", "昨夜", "前晚", "前夜", "琴晚", "寻晚", "噚晚", "今朝")
_PART = "|".join([*PARTS, "早", "晚", "夜"])
CLOCK = (
    r"(?P<hour>\d{1,2}|[零一二两三四五六七八九十]{1,3})(?:[点时](?!间)(?:钟|整|(?P<half>半)|(?P<quarter>[一三])刻"
    r"|(?P<minute>\d{1,2}|[零一二三四五六七八九十]{1,3})分?)?|:(?P<colon>\d{2})(?!\d))(?:左右|多|前后)?"
)
_DECIMAL = r"[零一二两三四五六七八九十]{1,3}点[零一二三四五六七八九](?![零一二三四五六七八九十分])"
"""三点五 alone is a rate or a size, as 万一点五 is; 三点五分 and 三点十五 are hours."""
POINT = re.compile(rf"(?P<day>{DAY})(?:的)?(?P<part>{_PART})?(?:的|大概|大约|,|\s)?(?:{CLOCK})?")
TODAY = re.compile(
    rf"(?<![那当每两二三][天日])(?<![一整半个])(?P<part>{'|'.join(_NIGHTS)}|{'|'.join(PARTS)})(?:的|大概|大约)?(?:{CLOCK})?"
    rf"|(?<![\d万千百分])(?!{_DECIMAL}){CLOCK.replace('?P<', '?P<lone_')}"
)
_AGO = "(?:之前|以前|前)"
AGO = re.compile(
    rf"(?P<count>{_NUMBER})(?:个)?(?P<half>半)?(?P<unit>分钟|小时|钟头|天|日|星期|礼拜|周|月|年)(?:半)?{_AGO}"
    rf"|(?P<recent>刚才|刚刚|方才)|(?P<half_ago>半个?(?P<half_unit>小时|钟头|月|年){_AGO})"
)
LATELY = re.compile(rf"(?:最?近|过去)的?(?P<count>{_NUMBER})(?P<unit>天|个?星期|个?礼拜|周|个?月|年)(?:以?来|内|里)?")
_SHORT_PARTS = {"早": "早上", "晚": "晚上", "夜": "夜里", "朝": "早上"}


def find_times(text: str, now: datetime, taken: Sequence[Found]) -> list[Found]:
    """Values {"start", "end", "grain"}: ISO times in the zone of `now`; grain minute … year, or part (of a day).

    A span between two times (3号到5号) is one, with the grain of its beginning.
    """
    found: list[Found] = []
    for pattern, read in ((LATELY, _read_lately), (AGO, _read_ago), (POINT, _read_point), (TODAY, _read_today)):
        for match in pattern.finditer(text):
            is_read = is_free(match.start(), match.end(), [*taken, *found]) and not is_term(text, match)
            value = read(match, now) if is_read else None
            if value:
                end = match.start() + len(match[0].rstrip("的, "))
                found.append(Found("time", value, match.start(), end, 0.9))
    return join_ranges(text, place_hours(text, sorted(found, key=lambda time: time.start)), now)


def _read_point(match: re.Match[str], now: datetime) -> dict[str, Any] | None:
    """A day, perhaps with a part of it or an hour."""
    value = read_day(match["day"], now)
    if value is None or value["grain"] != "day":
        return value
    part = _SHORT_PARTS.get(match["part"] or "", match["part"])
    return _within(datetime.fromisoformat(value["start"]), part, match.groupdict())


def _read_today(match: re.Match[str], now: datetime) -> dict[str, Any] | None:
    """An hour or a part of the day alone is today's, or yesterday's when today's has not come yet."""
    groups = match.groupdict()
    word = match["part"]
    if not word:
        lone = {name.removeprefix("lone_"): value for name, value in groups.items() if name.startswith("lone_")}
        return _last(now, None, lone) if _is_hour(lone) else None
    if word in _NIGHTS:
        return _within(now - timedelta(days=RELATIVE_DAYS[word[0] + "日"]), _SHORT_PARTS[word[1]], groups)
    return _last(now, word, groups)


def _last(now: datetime, part: str | None, clock: dict[str, str | None]) -> dict[str, Any] | None:
    """What is told has happened: an hour of today that is still to come was yesterday's."""
    value = _within(now, part, clock)
    if value and datetime.fromisoformat(value["start"]) > now:
        return _within(now - timedelta(days=1), part, clock)
    return value


def _is_hour(clock: dict[str, str | None]) -> bool:
    """A lone 三点 may be three points (三点要求); with minutes, a colon or digits it is an hour."""
    return bool((clock["hour"] or "").isdigit() or clock["minute"] or clock["half"] or clock["quarter"])


def _within(day: datetime, part: str | None, clock: dict[str, str | None]) -> dict[str, Any] | None:
    if not clock["hour"]:
        return part_span(day, part) if part else day_span(day)
    hour = in_part(_integer(clock["hour"]), part)
    minute = 30 if clock["half"] else _quarter(clock["quarter"]) or _integer(clock["minute"] or clock["colon"] or "0")
    if hour > 24 or minute > 59:
        return None
    start = midnight(day) + timedelta(hours=hour, minutes=minute)
    exact = bool(clock["minute"] or clock["colon"] or clock["half"] or clock["quarter"])
    return span(start, start + (timedelta(minutes=1) if exact else timedelta(hours=1)), "minute" if exact else "hour")


def _quarter(word: str | None) -> int:
    return {"一": 15, "三": 45}.get(word or "", 0)


def _integer(text: str) -> int:
    return int(parse_number(text) or 0)


def _read_ago(match: re.Match[str], now: datetime) -> dict[str, Any] | None:
    if match["recent"]:
        return span(now - timedelta(minutes=30), now, "hour")
    if match["half_ago"]:
        unit, count = match["half_unit"], 0.5
    else:
        unit = match["unit"]
        number = parse_number(match["count"])
        if number is None or number > 5000 or _is_about(match["count"]):
            return None
        count = float(number) + (0.5 if match["half"] else 0)
    return _ago(now, count, unit)


def _read_lately(match: re.Match[str], now: datetime) -> dict[str, Any] | None:
    """近三个月 lasts until now; its grain is that of its unit."""
    number = parse_number(match["count"])
    if number is None or not 1 <= number <= 5000 or _is_about(match["count"]):
        return None
    first = _ago(now, float(number), match["unit"].removeprefix("个"))
    return first and first | {"end": now.isoformat()}


def _is_about(count: str) -> bool:
    """五六天前 is some day."""
    return len(count) > 1 and all(char in DIGITS for char in count)


def _ago(now: datetime, count: float, unit: str) -> dict[str, Any] | None:
    """So many units before now, as coarse as the unit."""
    if unit in ("分钟", "小时", "钟头"):
        step, grain = (timedelta(minutes=1), "minute") if unit == "分钟" else (timedelta(hours=1), "hour")
        return span(now - count * step, now - (count - 1) * step, grain)
    if unit in ("天", "日"):
        return day_span(now - timedelta(days=count))
    if unit in ("星期", "礼拜", "周"):
        start = midnight(now - timedelta(weeks=count))
        return span(start, start + timedelta(days=7), "week")
    if unit == "月" and count < 1:
        return span(midnight(now - timedelta(days=15)), midnight(now), "week")
    return _months_ago(
        now, round(count * (12 if unit == "年" else 1)), "year" if unit == "年" and count >= 1 else "month"
    )


def _months_ago(now: datetime, months: int, grain: str) -> dict[str, Any] | None:
    if months >= now.year * 12:
        return None
    start, end = months_before(now, months), months_before(now, max(months - 1, 0))
    return span(midnight(start), midnight(end), grain)
