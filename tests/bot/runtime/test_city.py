"""Cities, as customers name them, and words that only look like one."""

from datetime import datetime

import jieba
import pytest

from bot.alignment import splits
from bot.components.entities.divisions import names
from bot.components.entities.facts import find_facts
from bot.components.text import normalise

NOW = datetime.fromisoformat("2026-11-22T10:30:00+08:00")


def found(said: str, entity: str = "city") -> list[str]:
    return [fact.value for fact in find_facts(normalise(said).text, NOW) if fact.entity == entity]


@pytest.mark.parametrize(
    ("said", "city"),
    [
        ("我在苏州", "苏州"),
        ("杭州这边的网点", "杭州"),
        ("深圳市南山区", "深圳市南山区"),
        ("广东省深圳市南山区的柜台", "广东省深圳市南山区"),
        ("人在浙江义乌，卡丢了", "浙江义乌"),
        ("江苏 苏州 昆山的客户", "江苏苏州昆山"),
        ("上海浦东的网点", "上海浦东"),
        ("北京市海淀区中关村那家", "北京市海淀区"),
        ("成都高新区的取款机", "成都高新区"),
        ("延边这里没有网点", "延边"),
        ("我在湖北仙桃", "湖北仙桃"),
        ("新疆这边办不了", "新疆"),
        ("我住昆山", "昆山"),
        ("在蘇州開的戶", "苏州"),
        ("在朝阳，辽宁那个", "朝阳"),
        ("苏州派出所让我来冻结", "苏州"),
        ("在长沙花了五百", "长沙"),
    ],
)
def test_a_city_is_found_with_the_province_and_district_that_are_said(said: str, city: str) -> None:
    assert found(said)[0] == city


def test_several_cities_are_several() -> None:
    assert found("从郑州寄到西安的卡三周没收到") == ["郑州", "西安"]


@pytest.mark.parametrize(
    "said",
    [
        "海南鸡饭多少钱", "我买的平安福", "一家平安", "阳台上的长春花", "南京银行的卡", "穿中山装的大爷",
        "孙中山纪念币", "三明治刷卡", "北京时间十点", "白银价格跌了", "来宾登记", "信封已经开封",
        "和田玉分期", "宁德时代跌停", "上海浦东发展银行转来的", "上海农村商业银行", "北京大学的学费", "山东航空退票",
        "他是湖南人", "德州扑克筹码",
        "阿里巴巴的股票", "去北海道刷的卡", "日照时间长", "大同小异", "四平八稳", "文山会海",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_city_is_none(said: str) -> None:
    assert found(said) == []


def test_the_city_in_a_branchs_name_is_not_said_twice() -> None:
    said = "在上海分行营业部被多扣了钱"
    assert (found(said, "branch"), found(said)) == (["上海分行营业部"], [])


def test_that_a_city_has_no_branch_names_none() -> None:
    assert (found("银川没有网点", "branch"), found("银川没有网点")) == ([], ["银川"])


def test_no_city_begins_or_ends_inside_a_word() -> None:
    said = [f"{lead}{name}{tail}" for name in list(names())[::17] for lead, tail in (("我在", "办的卡"), ("", "分期"))]
    assert [split for split in splits(said, jieba.dt) if split.entity == "city"] == []


def test_most_cities_are_found_by_their_names_alone() -> None:
    """What jieba joins with the words around it is left out; hardly any is."""
    cities = [name for name in names() if name.endswith(("市", "州"))]
    missed = [name for name in cities if found(f"我在{name}，卡丢了") != [name]]
    assert len(missed) <= len(cities) // 50, missed
