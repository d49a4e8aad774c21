"""Words and numbers for a day, a week, a month or a year."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from bot.components.entities.festivals import NAMES, festival_day
from bot.components.entities.numerals import chinese_integer
from bot.components.entities.timespan import day_span, midnight, month_span, months_before, span
from bot.components.entities.words import any_of


def _words(meanings: dict[Any, str]) -> dict[str, Any]:
    """Each word to its meaning, the longest first: 上上个月 is looked for before 上个月."""
    pairs = [(word.replace("~", " "), meaning) for meaning, words in meanings.items() for word in words.split()]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


RELATIVE_DAYS = _words(
    {
        0: "今天 今日 今儿 今儿个 today",
        1: "昨天 昨日 昨儿 昨儿个 琴日 寻日 噚日 yesterday",
        2: "前天 前日 前儿 前儿个",
        3: "大前天",
        -1: "明天 明日 明儿 听日 tomorrow",
        -2: "后天",
    }
)
RELATIVE_WEEKS = _words(
    {
        0: "这周 本周 这个星期 这星期 这个礼拜",
        1: "上周 上个周 上星期 上个星期 上礼拜 上个礼拜 last~week",
        2: "上上周 上上个周 上上个星期 上上个礼拜",
    }
)
RELATIVE_MONTHS = _words(
    {0: "这个月 这月 本月 当月", 1: "上个月 上月 last~month", 2: "上上个月 上上月", -1: "下个月 下月"}
)
RELATIVE_YEARS = _words({0: "今年 本年", 1: "去年", 2: "前年", -1: "明年"})
"""Days, weeks, months and years before the present one."""
WEEKDAYS = {char: index for index, char in enumerate("一二三四五六日")} | {"天": 6} | {str(n + 1): n for n in range(7)}

_NO_DAY = "(?!线|楼|店|码|柜|窗|院|卡|客服|工|年化)"
"""After 号 or 日 it says that a line, a floor or a rate is meant."""
_MEASURED = any_of(
    r"[元块圆万千百亿角毛%％‰折个点倍天年月日号笔次股手份克两寸米小w-zW-Z] 公里 红包 手续费 利[息率]"
    r" 的?(?:本金|利息|费|金额) [\u4e00-\u9fff]{1,3}费"
)
"""After 10.5 they say that it is a sum, a rate or a size."""
_CN = "[零〇一二三四五六七八九十]"
_DAY_NUMBER = rf"(?:[0-3]?\d|{_CN}{{1,3}})"
_MONTH_NUMBER = r"(?:1[0-2]|0?[1-9](?!\d)|十[一二]?|[一二三四五六七八九])"
_YEAR = rf"(?:(?:19|20)\d{{2}}|\d{{2}}(?=年)|{_CN}{{4}})"


def _either(words: Iterable[str]) -> str:
    return "|".join(words)


_ANY_YEAR = rf"(?:{_YEAR}年|{_either(RELATIVE_YEARS)})"

_SHAPES = {
    "relative_day": rf"(?<![到至])(?:{_either(RELATIVE_DAYS)})",
    "numeric": r"(?<!\d)(?:19|20)\d{2}[-/.](?:1[0-2]|0?[1-9])[-/.](?:3[01]|[12]\d|0?[1-9])(?!\d)",
    "compact": r"(?<![\dA-Za-z])20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\d-])",
    "slashed": r"(?<![\d/.:-])(?:(?:1[0-2]|0?[1-9])/(?:3[01]|[12]\d|0?[1-9])|(?:1[0-2]|0[1-9])-(?:3[01]|[0-2]\d))"
    r"(?![\d/.:-]|小时|的)",
    "dotted": rf"(?<![\d/.:-])(?:1[0-2]|0?[1-9])\.(?:3[01]|[12]\d|0?[1-9])[号日]{_NO_DAY}",
    "dotted_bare": rf"(?:^|(?<=[,。!?;]))(?:1[0-2]|0?[1-9])\.(?:3[01]|[12]\d|0?[1-9])(?![\d.]|\s?{_MEASURED})",
    "date": rf"(?:{_ANY_YEAR}的?)?{_MONTH_NUMBER}月(?:份)?的?{_DAY_NUMBER}[日号]{_NO_DAY}",
    "short_date": r"(?<![\d.])(?:1[0-2]|0?[1-9])月(?:3[01]|[12]\d|0?[1-9])(?!\d)",
    "month_day": rf"(?:{_either(RELATIVE_MONTHS)})的?{_DAY_NUMBER}[日号]",
    "weekend": r"(?:(?:上上|上|这|本)个?)?(?:周|礼拜|星期)末(?!也|都|就|不|有|能|营业|上班|开)",
    "weekday": rf"(?:{_either(RELATIVE_WEEKS)}|周|星期|礼拜)(?:[一二三四五六日天]|[1-7](?!\d))(?!块)",
    "festival": rf"(?:{_ANY_YEAR}的?)?(?:{_either(NAMES)})(?:当天|那天|假期|期间|长假)?",
    "year_month": rf"{_ANY_YEAR}的?{_MONTH_NUMBER}月份?",
    "month": rf"(?<![\d一二三四五六七八九十个]){_MONTH_NUMBER}月(?:份|初|中旬?|底)?(?!\d|供|费|利|均|薪|租|饼|光|球)",
    "relative_month": rf"(?:{_either(RELATIVE_MONTHS)})(?:初|中|底|末)?",
    "month_start": r"(?<![每个几\d\u4e00-\u9fff])月初|(?<![每个两几大\d])年初(?!始)",
    "lone_day": rf"(?<![\d月年第])(?:3[01]|[12]\d|[1-9])[日号]{_NO_DAY}"
    rf"|(?<![{_CN[1:-1]}月年第])(?:二?十[一二三四五六七八九]?|三十一?)[日号]{_NO_DAY}",
    "relative_week": rf"(?:{_either(RELATIVE_WEEKS)})",
    "year": rf"(?:(?:19|20)\d{{2}}年|{_either(RELATIVE_YEARS)})(?:初|底|末|年初|年底)?",
}
"""Longer readings first; each is tried in this order. 到今天 tells how long something has lasted, not when it was."""

_FOLLOWED = {"dotted_bare": r"(?=[\u4e00-\u9fffA-Za-z])"}
"""What must come behind a shape where it is looked for; the reading of a found one has no sentence around it."""
DAY = "|".join(f"(?:{shape}{_FOLLOWED.get(name, '')})" for name, shape in _SHAPES.items())
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
    word = next(word for word in RELATIVE_MONTHS if text.startswith(word))
    month = months_before(now.replace(day=1), RELATIVE_MONTHS[word])
    return day_span(month.replace(day=_numbers(text[len(word) :])[0]))


def _lone_day(text: str, now: datetime) -> dict[str, Any]:
    """20号: this month's, or last month's when it has not come yet."""
    day = _number(text.rstrip("日号"))
    this_month = now.replace(day=day)
    return day_span(this_month if this_month <= now else months_before(now.replace(day=1), 1).replace(day=day))


def _week_start(now: datetime, back: int) -> datetime:
    return midnight(now - timedelta(days=now.weekday() + 7 * back))


def _weekday(text: str, now: datetime) -> dict[str, Any]:
    """周三 alone is the last one that has come."""
    index = WEEKDAYS[text[-1]]
    back = next((weeks for word, weeks in RELATIVE_WEEKS.items() if text.startswith(word)), None)
    day = _week_start(now, back or 0) + timedelta(days=index)
    return day_span(day - timedelta(days=7) if back is None and day > now else day)


def _relative_week(text: str, now: datetime) -> dict[str, Any]:
    start = _week_start(now, RELATIVE_WEEKS[text])
    return span(start, start + timedelta(days=7), "week")


def _festival(text: str, now: datetime) -> dict[str, Any]:
    """Without a year, the last such day that has come."""
    year, rest = _year_in(text, now)
    name = next(name for name in NAMES if rest.removeprefix("的").startswith(name))
    if year is None:
        year = now.year if festival_day(name, now.year) <= now.date() else now.year - 1
    day = festival_day(name, year)
    return _on(now, day.year, day.month, day.day)


def _weekend(text: str, now: datetime) -> dict[str, Any]:
    """Its Saturday: the last one that has come, or that of the week named."""
    return _weekday(text[:-1] + "六", now)


def _month_start(text: str, now: datetime) -> dict[str, Any]:
    return _relative_month("本月", now) if text == "月初" else _whole_year("今年", now)


def _month(text: str, now: datetime) -> dict[str, Any]:
    """Without a year, the last such month that has begun."""
    year, rest = _year_in(text, now)
    month = _numbers(rest)[0]
    if year is None:
        year = now.year if month <= now.month else now.year - 1
    start, end = (moment.replace(tzinfo=now.tzinfo) for moment in month_span(year, month))
    return span(start, end, "month")


def _relative_month(text: str, now: datetime) -> dict[str, Any]:
    back = next(months for word, months in RELATIVE_MONTHS.items() if text.startswith(word))
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
    "slashed": _date,
    "dotted": _date,
    "dotted_bare": _date,
    "weekend": _weekend,
    "month_start": _month_start,
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
