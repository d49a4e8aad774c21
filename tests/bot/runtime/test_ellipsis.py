"""Which questions lean on the one before, and what they ask of it."""

import pytest

from bot.components.ellipsis import Ellipsis, ellipsis_of
from bot.components.text import normalise


@pytest.mark.parametrize(
    ("typed", "aspect"),
    [
        ("那手续费呢？", "fee"),
        ("收费吗", "fee"),
        ("贵不贵啊", "fee"),
        ("要多久", "time"),
        ("哦 那大概幾天能到賬", "time"),
        ("当天能好吗", "time"),
        ("需要带什么", "documents"),
        ("要带身份证吗", "documents"),
        ("能在手机上办吗", "channel"),
        ("要去网点不", "channel"),
        ("去哪办", "channel"),
        ("怎么弄啊", "how"),
        ("有什么条件", "conditions"),
        ("可以让家里人代办不", "proxy"),
        ("必须本人去吗", "proxy"),
        ("为什么", "why"),
    ],
)
def test_half_a_question_asks_for_an_aspect(typed: str, aspect: str) -> None:
    found = ellipsis_of(normalise(typed).text)
    assert found is not None
    assert found.aspect == aspect


@pytest.mark.parametrize(("typed", "words"), [("那信用卡呢", "信用卡"), ("那跨行的呢", "跨行"), ("要是房贷呢", "房贷")])
def test_the_same_may_be_asked_of_something_else(typed: str, words: str) -> None:
    found = ellipsis_of(normalise(typed).text)
    assert found == Ellipsis(words, None, typed.startswith("那"))


@pytest.mark.parametrize(
    "typed", ["转账要手续费吗", "为什么扣我年费", "怎么转账", "定期存款没到期能取吗", "那提前还要违约金吗"]
)
def test_a_whole_question_leans_on_nothing(typed: str) -> None:
    assert ellipsis_of(normalise(typed).text) is None


@pytest.mark.parametrize(
    "typed", ["手机银行", "身份证", "500元", "昨天", "好的", "我的卡呢", "那你呢", "那人工呢", "", "😀"]
)
def test_an_answer_to_a_question_is_none_itself(typed: str) -> None:
    assert ellipsis_of(normalise(typed).text) is None


@pytest.mark.parametrize("piece", ["要", "需要", "多少", "能不能", "办理", "那么", "吗"])
def test_words_said_over_and_over_end_soon(piece: str) -> None:
    """A pattern that tried every way to read them would not come back."""
    assert ellipsis_of(piece * 400 + "龘") is None
    assert ellipsis_of((piece * 16)[:15] + "龘") is None
