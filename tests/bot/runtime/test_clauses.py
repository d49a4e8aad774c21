"""Where a message is cut into thoughts, and which of them ask."""

import pytest

from bot.components.clauses import LONGEST, MOST_CLAUSES, asks, clauses_of, names
from bot.components.text import normalise


def cut(typed: str) -> list[str]:
    normalised = normalise(typed)
    return clauses_of(normalised.text, typed, normalised.origins)


@pytest.mark.parametrize(
    ("typed", "thoughts"),
    [
        ("年费多少？怎么免？积分能抵吗", ["年费多少", "怎么免", "积分能抵吗"]),
        ("房贷利率多少 提前还款要违约金不", ["房贷利率多少", "提前还款要违约金不"]),
        ("你好我想问信用卡额度还有怎么转账", ["你好我想问信用卡额度", "怎么转账"]),
        ("定期怎么存　另外再问一下U盾坏了咋办", ["定期怎么存", "U盾坏了咋办"]),
        ("轉帳限額多少，順便問一下年費", ["转账限额多少", "年费"]),
        ("网点几点开门\n能预约吗", ["网点几点开门", "能预约吗"]),
        ("别给我转客服你直接告诉我挂失收不收费", ["别给我转客服", "挂失收不收费"]),
        ("不用转人工 你跟我说下房贷利率多少就行", ["不用转人工", "房贷利率多少"]),
        ("年费多少然后我要投诉你们客服", ["年费多少", "我要投诉你们客服"]),
    ],
)
def test_a_message_is_cut_at_marks_blanks_and_words_that_begin_anew(typed: str, thoughts: list[str]) -> None:
    assert cut(typed) == thoughts


@pytest.mark.parametrize(
    "typed",
    ["我还有多少额度", "卡里还有钱吗", "转账10,000元", "open app now", "续保是否还有等待期", "???", "", "年费。"],
)
def test_what_is_one_thought_stays_one(typed: str) -> None:
    assert cut(typed) == [normalise(typed).text]


@pytest.mark.parametrize("typed", ["年费多少？" * (MOST_CLAUSES + 1), "我" * LONGEST + "，年费多少"])
def test_a_story_is_not_a_list_of_questions(typed: str) -> None:
    assert len(cut(typed)) == 1


@pytest.mark.parametrize(
    "clause", ["积分能抵吗", "提前还款要违约金不", "你好我想问信用卡额度", "咋重置密码", "转账收不收手续费"]
)
def test_a_thought_asks_in_many_ways(clause: str) -> None:
    assert asks(clause)


@pytest.mark.parametrize(
    "clause", ["投保之后", "如果提前还的话怎么样的话", "在我进行交易时", "年费", "卡不想用了", "咋销"]
)
def test_a_condition_a_statement_and_a_scrap_ask_nothing_and_name_nothing(clause: str) -> None:
    assert not asks(clause)
    assert not names(clause)


def test_a_few_words_may_name_a_matter() -> None:
    assert names("信用卡额度")
    assert not names("这个保险因为意外导致的门诊理赔")


def test_who_says_please_and_states_something_asks_nothing() -> None:
    assert not asks("请问定期存款没到期")
    assert asks("请问信用卡的年费")
    assert asks("请问定期没到期能取吗")
