"""Days that are known by a name. Those of the lunar calendar stand in a table, year by year."""

from datetime import date, timedelta

SOLAR = {
    (1, 1): "元旦",
    (2, 14): "情人节",
    (3, 8): "妇女节 三八节",
    (5, 1): "劳动节 五一",
    (6, 1): "儿童节 六一",
    (6, 18): "618 六一八",
    (10, 1): "国庆节 国庆 十一假期 十一长假 十一期间 十一黄金周",
    (11, 11): "双十一 双11 双十1",
    (12, 12): "双十二 双12",
    (12, 25): "圣诞节 圣诞",
}
"""Month and day; a holiday of several days is known by its first."""
NEW_YEAR = {
    2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29),
    2026: (2, 17), 2027: (2, 6), 2028: (1, 26), 2029: (2, 13), 2030: (2, 3),
}  # fmt: skip
QINGMING = {year: (4, 5 if year % 4 in (2, 3) else 4) for year in NEW_YEAR}
DRAGON_BOAT = {
    2020: (6, 25), 2021: (6, 14), 2022: (6, 3), 2023: (6, 22), 2024: (6, 10), 2025: (5, 31),
    2026: (6, 19), 2027: (6, 9), 2028: (5, 28), 2029: (6, 16), 2030: (6, 5),
}  # fmt: skip
MID_AUTUMN = {
    2020: (10, 1), 2021: (9, 21), 2022: (9, 10), 2023: (9, 29), 2024: (9, 17), 2025: (10, 6),
    2026: (9, 25), 2027: (9, 15), 2028: (10, 3), 2029: (9, 22), 2030: (9, 12),
}  # fmt: skip
MOVING = {
    "春节": (NEW_YEAR, 0),
    "大年初一": (NEW_YEAR, 0),
    "除夕": (NEW_YEAR, -1),
    "大年三十": (NEW_YEAR, -1),
    "元宵节": (NEW_YEAR, 14),
    "元宵": (NEW_YEAR, 14),
    "清明节": (QINGMING, 0),
    "清明": (QINGMING, 0),
    "端午节": (DRAGON_BOAT, 0),
    "端午": (DRAGON_BOAT, 0),
    "中秋节": (MID_AUTUMN, 0),
    "中秋": (MID_AUTUMN, 0),
}
"""Name to a table and the days after its day."""
FIXED = {name: day for day, names in SOLAR.items() for name in names.split()}
NAMES = sorted([*FIXED, *MOVING], key=len, reverse=True)


def festival_day(name: str, year: int) -> date:
    """The day of a festival; ValueError for a year that its table does not reach."""
    if name in FIXED:
        return date(year, *FIXED[name])
    table, later = MOVING[name]
    if year not in table:
        raise ValueError(year)
    return date(year, *table[year]) + timedelta(days=later)
