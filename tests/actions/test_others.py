"""Whose account: somebody else's is recognised, however they are called; one's own, and money sent, are not."""

import pytest

from actions.others import asks_of_another


@pytest.mark.parametrize(
    "text",
    [
        "帮我查下我老婆账户",
        "查查我爸卡里还有多少",
        "我想看看我前夫的流水",
        "能不能告诉我我儿子的余额",
        "我男朋友名下有没有存款，帮忙看看",
        "我同事的工资卡能查吗，帮我看看他的明细",
        "帮我核实一下对方账户有没有钱",
        "我想知道他卡里有多少钱",
    ],
)
def test_another_persons_money_is_asked_for(text: str):
    assert asks_of_another(text)


@pytest.mark.parametrize(
    "text",
    [
        "帮我查下我的账户余额",
        "查一下我卡里还剩多少",
        "给我老婆卡里转五百",
        "我转给我妈的钱到账没，帮我查查",
        "我爸去世了，怎么查他名下的存款",
        "我的工资到账没",
        "帮我看看账单",
        "查一下别的卡的余额",
        "朋友转我的钱到账了吗，查下余额",
    ],
)
def test_ones_own_money_is_not(text: str):
    assert not asks_of_another(text)
