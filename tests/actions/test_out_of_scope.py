"""What the bank does not do: of another firm's money something can be said, of the weather nothing."""

import pytest

from actions.out_of_scope import SayOutOfScope
from actions.topics import OfferTopics
from tests.actions.customer import Customer


@pytest.mark.parametrize(
    "text", ["余额宝安全吗", "零钱通会亏吗", "建行的卡怎么注销", "别家银行会倒闭吗", "花呗逾期会怎样"]
)
async def test_another_firms_money_is_theirs_to_explain_and_ours_is_offered(text):
    chen = Customer()
    chen.says(text, intent="out_of_scope")
    await chen.meets(SayOutOfScope())
    assert chen.responses == ["utter_out_of_scope_other_firm"]


@pytest.mark.parametrize("text", ["明天下雨吗", "微信怎么加好友", "安全带怎么系", "京东快递到哪了"])
async def test_anything_else_is_declined_in_a_word(text):
    chen = Customer()
    chen.says(text, intent="out_of_scope")
    await chen.meets(SayOutOfScope())
    assert chen.responses == ["utter_out_of_scope"]


@pytest.mark.parametrize(
    ("text", "response"),
    [("陆金所那边会不会跑路", "utter_out_of_scope_other_firm"), ("微信支付限额咋回事", "utter_topics_none")],
)
async def test_who_is_not_understood_and_doubts_another_firm_is_told_the_same(text, response):
    chen = Customer()
    chen.says(text, intent="nlu_fallback")
    await chen.meets(OfferTopics())
    assert chen.responses == [response]


@pytest.mark.parametrize("text", ["2", "十五", "3500"])
async def test_a_number_alone_is_asked_what_it_is_for(text):
    chen = Customer()
    chen.says(text, intent="out_of_scope")
    await chen.meets(SayOutOfScope())
    assert chen.responses == ["utter_ask_need"]
