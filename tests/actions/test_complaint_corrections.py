"""Corrections: the customer takes something back, at any time, in few words."""

import pytest

from tests.actions.customer import Customer, found, on
from tests.actions.test_complaint_form import chen, to_the_read_back

__all__ = ["chen"]  # the fixture


async def test_a_bare_number_corrects_the_amount_while_something_else_is_asked(chen: Customer):
    await chen.answers("不对，是600", intent="correct_answer")
    assert chen.slots["amount"] == "600.00"
    assert chen.slots["slot_status"]["amount"] == "confirmed"
    assert chen.responses == ["utter_complaint_changed", "utter_complaint_ask_name"]
    assert chen.heard[0]["changes"] == "涉及金额为 600.00 元"


@pytest.mark.parametrize("words", ["不是500，是600", "金额应该是600", "金额写错了，改成六百", "应该是600元，我说错了"])
async def test_an_amount_is_corrected_in_many_words(chen, words):
    entities = [found("amount", "600.00", "600元")] if "600元" in words else []
    await chen.answers(words, *entities, intent="correct_answer")
    assert chen.slots["amount"] == "600.00"


async def test_of_not_this_but_that_the_second_counts(chen):
    wrong = on("2026-11-21T00:00:00+08:00", "昨天")
    right = on("2026-11-20T00:00:00+08:00", "前天")
    await chen.answers("不是昨天，是前天", wrong, right, intent="correct_answer")
    assert chen.slots["occurred"] == "2026-11-20"
    assert chen.slots["occurred_text"] == "前天"


async def test_a_phone_number_is_corrected_by_name(chen):
    await to_the_read_back(chen)
    phone = found("phone", "13900001111", "13900001111")
    await chen.answers("电话写错了，是13900001111", phone, intent="correct_answer")
    assert chen.slots["phone"] == "13900001111"
    assert chen.responses[-1] == "utter_complaint_ask_consent"


async def test_a_name_is_corrected_without_its_being_named(chen):
    await chen.answers("陈静")
    await chen.answers("不对，是陈婧", intent="correct_answer")
    assert chen.slots["name"] == "陈婧"


async def test_a_branch_is_corrected(chen):
    wrong, right = found("branch", "朝阳支行", "朝阳支行"), found("branch", "海淀支行", "海淀支行")
    await chen.answers("不是朝阳支行，是海淀支行", wrong, right, intent="correct_answer")
    assert chen.slots["place"] == "海淀支行"


async def test_a_correction_that_cannot_be_right_is_refused_and_changes_nothing(chen):
    tomorrow = on("2026-11-23T00:00:00+08:00", "明天")
    await chen.answers("时间不对，是明天", tomorrow, intent="correct_answer")
    assert chen.slots["occurred"] == "2026-11-21"
    assert chen.responses[0] == "utter_complaint_occurred_in_future"


async def test_a_no_at_the_read_back_asks_what_to_change_and_the_correction_is_read_back(chen):
    await to_the_read_back(chen)
    await chen.answers("需要修改", intent="deny")
    assert chen.responses == ["utter_complaint_ask_change"]
    await chen.answers("金额应该是600元", found("amount", "600.00", "600元"), intent="correct_answer")
    assert chen.responses == ["utter_complaint_changed", "utter_complaint_ask_consent"]
    assert "600.00 元" in chen.heard[-1]["review"]


@pytest.mark.parametrize(
    ("words", "slot"),
    [
        ("修改金额", "amount"),
        ("电话", "phone"),
        ("诉求写错了", "demand"),
        ("修改事情经过", "description"),
        ("修改产品", "product"),
    ],
)
async def test_naming_a_field_without_a_value_asks_for_it_again(chen, words, slot):
    await to_the_read_back(chen)
    await chen.answers("需要修改", intent="deny")
    await chen.answers(words, intent="correct_answer")
    assert chen.slots[slot] is None
    assert chen.slots["requested_slot"] == slot


async def test_two_fields_named_are_both_asked_again(chen):
    await to_the_read_back(chen)
    await chen.answers("时间和地点不对", intent="deny")
    assert (chen.slots["occurred"], chen.slots["place"]) == (None, None)
    assert chen.slots["requested_slot"] == "occurred"


async def test_a_yes_with_a_correction_is_not_consent(chen):
    await to_the_read_back(chen)
    await chen.answers("可以，不过金额是600元", found("amount", "600.00", "600元"), intent="affirm")
    assert chen.effects == []
    assert chen.slots["amount"] == "600.00"


async def test_a_bare_no_in_the_middle_asks_what_is_wrong(chen):
    await chen.answers("不对", intent="deny")
    assert chen.responses == ["utter_complaint_ask_change"]
    assert chen.slots["requested_slot"] == "name"


@pytest.mark.parametrize(
    ("words", "intent"),
    [("不，我叫王大力", "nlu_fallback"), ("我叫王大力", "inform"), ("不是，我叫王大力", "correct_answer")],
)
async def test_who_says_another_name_while_the_phone_is_asked_has_that_name(chen, words, intent):
    await chen.answers("李明")
    assert chen.slots["requested_slot"] == "phone"
    await chen.answers(words, found("name", "王大力", "王大力"), intent=intent)
    assert chen.slots["name"] == "王大力"
    assert chen.responses == ["utter_complaint_changed", "utter_complaint_ask_phone"]


@pytest.mark.parametrize(
    ("words", "intent"), [("是480元", "nlu_fallback"), ("应该是480元", "inform"), ("其实是480元。", "inform")]
)
async def test_that_it_is_another_sum_is_none_of_the_name_and_corrects_the_sum(chen, words, intent):
    assert chen.slots["requested_slot"] == "name"
    await chen.answers(words, found("amount", "480.00", "480元"), intent=intent)
    assert chen.slots["amount"] == "480.00"
    assert chen.slots.get("name") is None
    assert chen.responses == ["utter_complaint_changed", "utter_complaint_ask_name"]


@pytest.mark.parametrize("words", ["需要修改", "我要修改一下", "更正一下", "我刚才说错了"])
async def test_a_wish_to_change_something_before_the_read_back_asks_what(chen, words):
    """The verb alone is no demand, even if the extractor should take it for one."""
    verb = found("demand", "correction", "修改" if "修改" in words else "更正")
    await chen.answers(words, verb, intent="deny")
    assert chen.slots["demand"] == "refund"
    assert chen.responses == ["utter_complaint_ask_change"]
