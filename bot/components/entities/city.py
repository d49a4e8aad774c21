"""Cities: 苏州, 浙江宁波, 深圳市南山区; with province and district where they are said, or a province alone."""

import re
from collections.abc import Container, Iterator, Sequence
from itertools import accumulate

import jieba

from bot.components.entities.divisions import names, starts
from bot.components.entities.found import Found, is_free

LONGEST = 15
"""Characters of a division's name: 双江拉祜族佤族布朗族傣族自治县."""

_WHOLE = re.compile(r".*(?:[省市区县盟旗]|自治州|地区)")
_PART_OF_CITY = re.compile(r"工业园区?|高新区|经开区|经济技术开发区|开发区|新区")
_OTHER_THING = re.compile(
    r"(?:浦东|国际|农村|城市|联合|村镇|发展|商业)*银行|农商|农信|信用社|信托|人寿|财险|证券|期货|交易所|证交所|黄金交易|银联|移动|联通|"
    r"电信|航空|卫视|日报|时间|[东西南北中]?路|大?街|大道|大桥|大学|学院|医院|中学|小学|人(?!工|民|行|社|员|多|少|在|都)|话(?!费)|"
    r"菜|鸡|鸭|鱼|面(?![签前积对临试])|茶|酒(?!店)|啤酒|火腿|玉|米[粉线]|拉面|烧饼|汤包|肉|醋|扑克|装(?!修)|花(?![了掉费的])|"
    r"牌|腔|戏|派(?!出|人|送)|股(?!东)|指数|综指|成指|板块|概念|白药|茅台|汾酒|时代|条约|会议|公报"
)
"""A bare name with this behind it is a firm's, a street's, a dish's, or tells where somebody comes from."""
_DOUBTFUL = re.compile(
    "白银|安康|来宾|开封|朝阳|大同|保山|东方|和田|文山|红河|凉山|中卫|白山|白城|海东|海西|海北|黄南|黔南|玉树|巴中|中山|怒江|三明|长治|"
    "吉安|保定|日照|兴安|阿里|北海|山南|定西|河源|清远"
)
"""Bare names that mean something else as often: places where the words around them say so."""
_LEADS = re.compile(r"(?:在|到|去|来自|从|往|住|位于|坐标|老家|我是)$")
_FOLLOWS = re.compile(r"这边|那边|这里|那里|本地|当地|的?(?:网点|支行|分行|柜台|营业厅|银行)")
_OF_THINGS = re.compile(r"[上里价]")


def find_cities(text: str, taken: Sequence[Found]) -> list[Found]:
    """Places whose borders are borders of words, outside what is `taken`: a branch's name keeps its city."""
    found: list[Found] = []
    borders: frozenset[int] | None = None
    for start in (place for place, character in enumerate(text) if character in starts()):
        free = (end for end in _ends(text, start) if is_free(start, end, [*taken, *found]))
        ends = [end for end in free if _is_meant(text, start, end)]
        if ends and borders is None:
            borders = _borders(text)
        end = next((end for end in ends if borders and {start, end} <= borders), None)
        if end:
            found.append(Found("city", text[start:end].replace(" ", ""), start, end))
    return found


def _ends(text: str, start: int) -> list[int]:
    """Where a place that begins here may end, the longest first."""
    return sorted(set(_reached(text, start, names())), reverse=True)


def _reached(text: str, start: int, known: Container[str]) -> Iterator[int]:
    """The ends of `known` names from here on, of their parts behind them, and so on."""
    for end in range(start + 1, min(start + LONGEST, len(text)) + 1):
        name = text[start:end]
        if name in known:
            yield end
            if park := _PART_OF_CITY.match(text, end):
                yield park.end()
            yield from _reached(text, end + text[end:].startswith(" "), names().get(name, frozenset()))


def _is_meant(text: str, start: int, end: int) -> bool:
    """Whether it is a place and no part of another name."""
    name = text[start:end]
    if _WHOLE.fullmatch(name) or _PART_OF_CITY.search(name):
        return True
    if _OTHER_THING.match(text, end):
        return False
    is_led = bool(_LEADS.search(text[:start])) and not _OF_THINGS.match(text, end)
    return not _DOUBTFUL.fullmatch(name) or name == text or is_led or bool(_FOLLOWS.match(text, end))


def _borders(text: str) -> frozenset[int]:
    """Where jieba, with the dictionary that the pipeline has loaded, cuts the text."""
    return frozenset((0, *accumulate(map(len, jieba.lcut(text)))))
