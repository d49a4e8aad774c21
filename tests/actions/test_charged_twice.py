"""The same taken twice: a grievance however it is said, and no grievance where it is only asked whether it may be."""

import pytest

from actions.language import is_charged_twice
from tests.actions.customer import Customer
from tests.actions.test_topics import misunderstands

CHARGED = [
    "年费收了我两次",
    "一笔手续费扣了两遍",
    "同一笔还款被扣了两回",
    "你们怎么把我的年费扣了两次",
    "短信费这个月划走了两笔",
    "一笔房贷从我卡里扣了两道",
    "信用卡还款给我扣了双份",
    "手续费重复收取了",
    "凭什么年费收两回",
    "管理费上个月扣过一次，这个月又扣了一次",
    "同一单扣成两笔了",
    "年费交了两次，退我一次",
    "怎么扣我两次钱",
    "月供扣了2次",
]

ASKED = [
    "会不会收两次年费？",
    "换卡以后年费会收两次吗",
    "年费一年收几次",
    "年费是收两次还是一次",
    "贷款可以分两次还吗",
    "还款失败会重复扣款吗",
    "跨行转账两次要收两次手续费吗",
    "怎么避免重复扣费",
    "我问了两次了",
    "我转了两次都没到账",
    "收到了两次短信",
    "刷卡三次免年费",
]


@pytest.mark.parametrize("text", CHARGED)
def test_what_was_taken_twice_is_heard(text: str):
    assert is_charged_twice(text)


@pytest.mark.parametrize("text", ASKED)
def test_whether_something_is_taken_twice_is_a_question(text: str):
    assert not is_charged_twice(text)


@pytest.mark.parametrize("said_before", [(), ("啥",)])
async def test_who_was_charged_twice_is_offered_a_complaint_and_a_person(said_before: tuple[str, ...]):
    """Also where it is put as a question, and right after words that were not understood."""
    chen = Customer()
    for words in said_before:
        await misunderstands(chen, words)
    await misunderstands(chen, "怎么年费收了我两次", annual_fee=0.4)
    assert chen.responses == ["utter_topics_trouble"]
    titles = [button["title"] for button in chen.heard[0]["buttons"]]
    assert titles == ["信用卡年费", "我要投诉", "转人工"]
