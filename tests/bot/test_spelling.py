"""Slips of spelling: put right without moving a character, whatever stands around them."""

from hypothesis import given
from hypothesis import strategies as st

from bot.components.spelling import SLIPS, correct

SLIPPED = st.sampled_from(["还宽", "帐", "卦失", "登陆", "密吗", "xyk", "余鹅", "账护", "转人公", "手序费", "优盾"])
TYPED = st.lists(SLIPPED | st.sampled_from([*SLIPS]) | st.text(max_size=4), max_size=8).map("".join)


@given(TYPED)
def test_a_corrected_text_is_as_long_as_before(typed):
    assert len(correct(typed)) == len(typed)


@given(TYPED)
def test_what_is_corrected_once_is_right(typed):
    assert correct(correct(typed)) == correct(typed)


@given(st.text(alphabet=st.characters(codec="ascii", exclude_characters="xXyYzZsSuU")))
def test_latin_text_is_left_alone(typed):
    assert correct(typed) == typed


def test_what_is_meant_is_no_slip_itself():
    assert {meant: correct(meant) for meant in SLIPS} == {meant: meant for meant in SLIPS}


def test_each_slip_is_put_right_where_it_is_one():
    said = "卦失信用咔，还宽日忘了密吗，余鹅不足，贷宽的帐单在转帐记录里，手续废太高"
    assert correct(said) == "挂失信用卡，还款日忘了密码，余额不足，贷款的账单在转账记录里，手续费太高"


def test_a_person_is_asked_for_in_spite_of_slips():
    assert correct("转认工，转人公客服，找仁工，转刻服") == "转人工，转人工客服，找人工，转客服"
    assert correct("任工客服在吗，找人弓") == "人工客服在吗，找人工"
    assert correct("找人攻击网站，转任工程师") == "找人攻击网站，转任工程师"


def test_a_counter_is_told_of_in_spite_of_slips():
    assert correct("头诉中山陆支行的柜元，态度很插") == "头诉中山路支行的柜员，态度很差"
    assert correct("我要头诉") == "我要投诉"
    assert correct("大陆支行，收银柜元旦放假") == "大陆支行，收银柜元旦放假"
