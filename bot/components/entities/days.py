"""Words and numbers for a day, a week, a month or a year."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from bot.components.entities.numerals import chinese_integer
from bot.components.entities.timespan import day_span, midnight, month_span, months_before, span

RELATIVE_DAYS = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "昨儿": 1, "前天": 2, "前日": 2, "前儿": 2, "大前天": 3, "明天": -1, "后天": -2, "明日": -1}
RELATIVE_MONTHS = {"上上个月": 2, "上上月": 2, "上个月": 1, "上月": 1, "这个月": 0, "本月": 0, "这月": 0, "当月": 0, "下个月": -1, "下月": -1}
RELATIVE_YEARS = {"前年": 2, "去年": 1, "今年": 0, "本年": 0, "明年": -1}
RELATIVE_WEEKS = {"上上周": 2, "上上个星期": 2, "上周": 1, "上个星期": 1, "上星期": 1, "上个礼拜": 1, "上礼拜": 1, "上个周": 1, "这周": 0, "本周": 0, "这个星期": 0, "这星期": 0, "这个礼拜": 0}
FESTIVALS = {"元旦": (1, 1), "劳动节": (5, 1), "五一": (5, 1), "国庆节": (10, 1), "国庆": (10, 1), "双十一": (11, 11), "双11": (11, 11)}
WEEKDAYS = {char: index for index, char in enumerate("一二三四五六日")} | {"天": 6} | {str(n + 1): n for n in range(7)}

_CN = "[零〇一二三四五六七八九十]"
_DAY_NUMBER = rf"(?:[0-3]?\d|{_CN}{{1,3}})"
_MONTH_NUMBER = rf"(?:1[0-2]|0?[1-9](?!\d)|十[一二]?|[一二三四五六七八九])"
_YEAR = rf"(?:(?:19|20)\d{{2}}|\d{{2}}(?=年)|{_CN}{{4}})"


def _either(words: dict[str, Any]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_SHAPES = {
    "relative_day": rf"(?:{_either(RELATIVE_DAYS)})",
    "numeric": r"(?<!\d)(?:19|20)\d{2}[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9])(?!\d)",
    "compact": r"(?<![\dA-Za-z])20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\d-])",
    "date": rf"(?:(?:{_YEAR}年|{_either(RELATIVE_YEARS)})的?)?{_MONTH_NUMBER}月(?:份)?的?{_DAY_NUMBER}(?:[日号](?!线|楼|店|码|柜|窗|院|卡))",
    "short_date": rf"(?<![\d.])(?:1[0-2]|0?[1-9])月(?:3[01]|[12]\d|0?[1-9])(?!\d)",
    "month_day": rf"(?:{_either(RELATIVE_MONTHS)})的?{_DAY_NUMBER}[日号]",
    "weekday": rf"(?:{_either(RELATIVE_WEEKS)}|周|星期|礼拜)(?:[一二三四五六日天]|[1-7](?!\d))(?!块)",
    "festival": rf"(?:{_either(RELATIVE_YEARS)})?(?:{_either(FESTIVALS)})(?:当天|那天|假期|期间)?",
    "year_month": rf"(?:(?:{_YEAR}年|{_either(RELATIVE_YEARS)})的?){_MONTH_NUMBER}月份?",
    "month": rf"(?<![\d一二三四五六七八九十个]){_MONTH_NUMBER}月(?:份|初|中旬?|底)?(?!\d|供|费|利|均|薪|租|饼|光|球)",
    "relative_month": rf"(?:{_either(RELATIVE_MONTHS)})(?:初|中|底|末)?",
    "lone_day": r"(?<![\d月年第])(?:3[01]|[12]\d|[1-9])[日号](?!线|楼|店|码|柜|窗|院|卡|客服|工|年化)",
    "relative_week": rf"(?:{_either(RELATIVE_WEEKS)})",
    "year": rf"(?:(?:19|20)\d{{2}}年|{_either(RELATIVE_YEARS)})(?:初|底|末|年初|年底)?",
}
"""Longer readings first; each is tried in this order."""

DAY = "|".join(f"(?:{shape})" for shape in _SHAPES.values())
_READERS: dict[str, re.Pattern[str]] = {name: re.compile(shape) for name, shape in _SHAPES.items()}


def read_day(text: str, now: datetime) -> dict[str, Any] | None:
    """The span that `text`, which matches DAY, means on the day `now`; None when no calendar has it (2月30日)."""
    for name, pattern in _READERS.items():
        if pattern.fullmatch(text):
            try:
                return _MEANINGS[name](text, now)
            except ValueError:
                return None
    return None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else chinese_integer(text) or 0


def _numbers(text: str) -> list[int]:
    return [_number(part) for part in re.findall(rf"\d+|{_CN}+", text)]


def _relative_day(text: str, now: datetime) -> dict[str, Any]:
    return day_span(now - timedelta(days=RELATIVE_DAYS[text]))


def _on(now: datetime, year: int, month: int, day: int) -> dict[str, Any]:
    return day_span(now.replace(year=year, month=month, day=day))


def _numeric(text: str, now: datetime) -> dict[str, Any]:
    return _on(now, *_numbers(text))


def _compact(text: str, now: datetime) -> dict[str, Any]:
    return _on(now, int(text[:4]), int(text[4:6]), int(text[6:]))


def _year_in(text: str, now: datetime) -> tuple[int | None, str]:
    """The year that is named, and the text without it."""
    for word, back in RELATIVE_YEARS.items():
        if text.startswith(word):
            return now.year - back, text[len(word) :]
    match = re.match(rf"({_YEAR})年", text)
    if not match:
        return None, text
    year = _number(match[1])
    return year + 2000 if year < 100 else year, text[match.end() :]


def _date(text: str, now: datetime) -> dict[str, Any]:
    """Without a year, the last such day; a day of the next 31 days is this year's, for it is a slip or a plan."""
    year, rest = _year_in(text, now)
    month, day = _numbers(rest)[:2]
    if year is not None:
        return _on(now, year, month, day)
    value = _on(now, now.year, month, day)
    ahead = datetime.fromisoformat(value["start"]) - now
    return _on(now, now.year - 1, month, day) if ahead > timedelta(days=31) else value


def _month_day(text: str, now: datetime) -> dict[str, Any]:
    word = next(word for word in sorted(RELATIVE_MONTHS, key=len, reverse=True) if text.startswith(word))
    month = months_before(now.replace(day=1), RELATIVE_MONTHS[word])
    return day_span(month.replace(day=_numbers(text[len(word) :])[0]))


def _lone_day(text: str, now: datetime) -> dict[str, Any]:
    """20号: this month's, or last month's when it has not come yet."""
    day = _number(text[:-1])
    this_month = now.replace(day=day)
    return day_span(this_month if this_month <= now else months_before(now.replace(day=1), 1).replace(day=day))


def _week_start(now: datetime, back: int) -> datetime:
    return midnight(now - timedelta(days=now.weekday() + 7 * back))


def _weekday(text: str, now: datetime) -> dict[str, Any]:
    """周三 alone is the last one that has come."""
    index = WEEKDAYS[text[-1]]
    back = next((weeks for word, weeks in _by_length(RELATIVE_WEEKS) if text.startswith(word)), None)
    day = _week_start(now, back or 0) + timedelta(days=index)
    return day_span(day - timedelta(days=7) if back is None and day > now else day)


def _by_length(words: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(words.items(), key=lambda item: -len(item[0]))


def _relative_week(text: str, now: datetime) -> dict[str, Any]:
    start = _week_start(now, RELATIVE_WEEKS[text])
    return span(start, start + timedelta(days=7), "week")


def _festival(text: str, now: datetime) -> dict[str, Any]:
    year, rest = _year_in(text, now)
    month, day = next(date for word, date in FESTIVALS.items() if rest.startswith(word))
    if year is None:
        year = now.year if (month, day) <= (now.month, now.day) else now.year - 1
    return _on(now, year, month, day)


def _month(text: str, now: datetime) -> dict[str, Any]:
    """Without a year, the last such month that has begun."""
    year, rest = _year_in(text, now)
    month = _numbers(rest)[0]
    if year is None:
        year = now.year if month <= now.month else now.year - 1
    start, end = (moment.replace(tzinfo=now.tzinfo) for moment in month_span(year, month))
    return span(start, end, "month")


def _relative_month(text: str, now: datetime) -> dict[str, Any]:
    back = next(months for word, months in _by_length(RELATIVE_MONTHS) if text.startswith(word))
    first = midnight(months_before(now.replace(day=1), back))
    return span(first, months_before(first, -1), "month")


def _whole_year(text: str, now: datetime) -> dict[str, Any]:
    year, _ = _year_in(text, now)
    start = midnight(now).replace(year=year or now.year, month=1, day=1)
    return span(start, start.replace(year=start.year + 1), "year")


_MEANINGS: dict[str, Callable[[str, datetime], dict[str, Any]]] = {
    "relative_day": _relative_day,
    "numeric": _numeric,
    "compact": _compact,
    "date": _date,
    "short_date": _date,
    "month_day": _month_day,
    "weekday": _weekday,
    "festival": _festival,
    "year_month": _month,
    "month": _month,
    "relative_month": _relative_month,
    "lone_day": _lone_day,
    "relative_week": _relative_week,
    "year": _whole_year,
}
