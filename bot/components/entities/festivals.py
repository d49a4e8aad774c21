"""Days that are known by a name. Those of the lunar calendar stand in a table, year by year."""

from datetime import date, timedelta

SOLAR = {
    (1, 1): "元旦",
    (2, 14): "情人节",
    (3, 8): "妇女节 三八节",
    (3, 12): "植树节",
    (3, 15): "消费者权益日 三一五 315晚会",
    (4, 1): "愚人节",
    (5, 1): "劳动节 五一",
    (5, 4): "青年节 五四青年节",
    (6, 1): "儿童节 六一",
    (6, 18): "618 六一八",
    (7, 1): "建党节 七一建党节",
    (8, 1): "建军节 八一建军节",
    (9, 10): "教师节",
    (10, 1): "国庆节 国庆 十一假期 十一长假 十一期间 十一黄金周",
    (11, 11): "双十一 双11 双十1",
    (12, 12): "双十二 双12",
    (12, 24): "平安夜",
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
QIXI = {
    2020: (8, 25), 2021: (8, 14), 2022: (8, 4), 2023: (8, 22), 2024: (8, 10), 2025: (8, 29),
    2026: (8, 19), 2027: (8, 8), 2028: (8, 26), 2029: (8, 16), 2030: (8, 5),
}  # fmt: skip
DOUBLE_NINTH = {
    2020: (10, 25), 2021: (10, 14), 2022: (10, 4), 2023: (10, 23), 2024: (10, 11), 2025: (10, 29),
    2026: (10, 18), 2027: (10, 8), 2028: (10, 26), 2029: (10, 16), 2030: (10, 5),
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
    "七夕": (QIXI, 0),
    "七夕节": (QIXI, 0),
    "重阳节": (DOUBLE_NINTH, 0),
    "重阳": (DOUBLE_NINTH, 0),
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
