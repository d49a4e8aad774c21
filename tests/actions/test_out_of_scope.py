"""What the bank does not do: of another firm's money something can be said, of the weather nothing."""

import pytest

from actions.out_of_scope import SayOutOfScope
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
