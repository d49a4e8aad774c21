"""China's divisions and what people call them.

`divisions.tsv`: province, city (`-` where none is between), its counties, by the names of GB/T 2260 as the package cpca
0.5.5 has them (MIT), and the larger districts that were made since. A `*` marks the county that is known without its 市
or 区 and whose bare name means little else: 昆山*; 和平, 长安 and 东方 are told by the city that stands before.
"""

import re
from functools import cache
from pathlib import Path
from types import MappingProxyType

FILE = Path(__file__).with_name("divisions.tsv")

Names = MappingProxyType[str, frozenset[str]]
"""What is called a place -> what may stand right behind it and be a part of it."""

_PEOPLES = (
    "维吾尔|蒙古|回|藏|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|"
    "达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|门巴|珞巴|各"
)
_KIND = re.compile(rf"(?:(?:(?:{_PEOPLES})族)*(?:联合)?自治[区州县旗]|特别行政区|[省市区县盟旗]|地区|新区|林区)$")
_BARE = {
    "内蒙古自治区": "内蒙古", "广西壮族自治区": "广西", "西藏自治区": "西藏", "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆", "博尔塔拉蒙古自治州": "博尔塔拉", "巴音郭楞蒙古自治州": "巴音郭楞",
    "克孜勒苏柯尔克孜自治州": "克孜勒苏", "伊犁哈萨克自治州": "伊犁",
}  # fmt: skip


@cache
def names() -> Names:
    """All that means a place by itself."""
    places: dict[str, set[str]] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        province, city, counties = line.split("\t")
        cities = called(city) if city != "-" else ()
        parts = {name for county in counties.split() for name in called(county.rstrip("*"))}
        for place, below in [
            *((name, {*cities, *parts}) for name in called(province)),
            *((name, parts) for name in cities),
        ]:
            places.setdefault(place, set()).update(below)
        for county in counties.split():
            for name in called(county.rstrip("*")) if county.endswith("*") else (county,):
                places.setdefault(name, set())
    return MappingProxyType({name: frozenset(below) for name, below in places.items()})


@cache
def starts() -> frozenset[str]:
    """The characters a place begins with."""
    return frozenset(name[0] for name in names())


def called(division: str) -> tuple[str, ...]:
    """A division's name, and what people say for short: 苏州市 and 苏州, but no single character (忠县)."""
    short = bare(division)
    return (division, short) if len(short) > 1 and short != division else (division,)


def bare(division: str) -> str:
    return _BARE.get(division) or _KIND.sub("", division)
