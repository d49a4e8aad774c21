"""Asking how a complaint is going: number and phone, and nothing without both."""

import re
from datetime import date
from pathlib import Path

import pytest

from actions.complaint_status import CheckStatus, OpenStatus, ValidateStatusForm
from handoff.ticket.policy import new_number
from tests.actions.customer import Customer

ROOT = Path(__file__).parents[2]

SENTENCE = "TS20261101-0007处理得怎么样了，手机13800138000"


async def asks(customer: Customer, words: str) -> None:
    """The customer asks about a complaint and the form opens."""
    customer.says(words, intent="ask_complaint_status")
    await customer.meets(OpenStatus())
    customer.loop = "status_form"
    await customer.meets(ValidateStatusForm())


async def answers(customer: Customer, words: str, intent: str = "inform") -> bool:
    """Answers inside the form; False when it stepped aside."""
    customer.says(words, intent=intent)
    events = await customer.meets(ValidateStatusForm())
    if customer.loop and customer.slots["requested_slot"] is None:
        customer.loop = None
        await customer.meets(CheckStatus())
    return not any(event["event"] == "action_execution_rejected" for event in events)


async def test_a_sentence_with_both_is_looked_up_without_a_question():
    chen = Customer()
    await asks(chen, SENTENCE)
    assert chen.slots["requested_slot"] is None
    await chen.meets(CheckStatus())
    assert chen.effects == [{"type": "ticket_status", "number": "TS20261101-0007", "phone": "13800138000"}]
    assert chen.responses == []


async def test_what_is_missing_is_asked_one_by_one():
    chen = Customer()
    await asks(chen, "投诉处理得怎么样了")
    assert chen.responses == ["utter_status_ask_ticket_number"]
    await answers(chen, "ts 20261101 0007")
    assert chen.responses == ["utter_status_ask_phone"]
    await answers(chen, "13800138000")
    assert chen.effects[0]["number"] == "TS20261101-0007"


async def test_the_digits_of_a_number_are_no_phone():
    chen = Customer()
    await asks(chen, "我的工单TS20261101-0007有消息吗")
    assert chen.responses == ["utter_status_ask_phone"]


async def test_who_signed_in_is_not_asked_for_the_phone():
    chen = Customer(is_known=True, name="陈静", phone="13800138000")
    await asks(chen, "查一下TS20261101-0007")
    assert chen.slots["requested_slot"] is None


async def test_nothing_stays_behind_but_the_phone_for_next_time():
    chen = Customer()
    await asks(chen, SENTENCE)
    await chen.meets(CheckStatus())
    assert chen.slots["ticket_number"] is None
    assert chen.slots["phone"] is None
    assert chen.slots["contact"] == {"phone": "13800138000"}


@pytest.mark.parametrize("words", ["没有编号", "编号忘了", "不记得了", "找不到那个编号"])
async def test_who_lost_the_number_is_offered_a_person(words):
    chen = Customer()
    await asks(chen, "投诉处理得怎么样了")
    await answers(chen, words)
    assert chen.responses == ["utter_status_number_missing"]
    assert chen.loop is None
    assert chen.effects == []


@pytest.mark.parametrize(("words", "intent"), [("不查了", "stop_form"), ("取消", "stop_form"), ("算了", "deny")])
async def test_stopping_looks_nothing_up(words, intent):
    chen = Customer()
    await asks(chen, SENTENCE.replace("手机13800138000", ""))
    await answers(chen, words, intent=intent)
    assert chen.responses == ["utter_status_cancelled"]
    assert chen.effects == []


@pytest.mark.parametrize(
    ("words", "intent"), [("信用卡年费怎么收", "faq"), ("转人工", "request_agent"), ("谢谢", "thank")]
)
async def test_other_matters_are_left_to_the_rules(words, intent):
    chen = Customer()
    await asks(chen, "投诉处理得怎么样了")
    assert not await answers(chen, words, intent=intent)
    assert chen.slots["ticket_number"] is None


async def test_the_one_complaint_of_this_conversation_is_meant_without_its_number():
    chen = Customer()
    chen.has_ticket("TS20261122-7K3QM")
    chen.slots["contact"] = {"name": "陈静", "phone": "13800138000"}
    await asks(chen, "查询投诉进度")
    assert chen.slots["requested_slot"] is None
    await chen.meets(CheckStatus())
    assert chen.effects == [{"type": "ticket_status", "number": "TS20261122-7K3QM", "phone": "13800138000"}]


async def test_of_two_complaints_one_is_pointed_at_in_the_order_they_are_shown():
    chen = Customer()
    chen.has_ticket("TS20261120-4HJ6R", subject="贷款流程/时效")
    chen.has_ticket("TS20261122-7K3QM")
    chen.slots["contact"] = {"phone": "13800138000"}
    await asks(chen, "我的投诉怎么样了")
    assert chen.responses == ["utter_ticket_which"]
    assert [button["payload"] for button in chen.heard[0]["buttons"]] == ["TS20261122-7K3QM", "TS20261120-4HJ6R"]
    await answers(chen, "第二个")
    assert chen.effects[0]["number"] == "TS20261120-4HJ6R"


@pytest.mark.parametrize("words", ["第三个", "第二个支行"])
async def test_who_points_at_what_was_not_shown_is_asked_again(words):
    chen = Customer()
    chen.has_ticket("TS20261120-4HJ6R")
    chen.has_ticket("TS20261122-7K3QM")
    await asks(chen, "我的投诉怎么样了")
    await answers(chen, words)
    assert (chen.responses[-1], chen.effects) == ("utter_ticket_which", [])


async def test_withdrawing_is_another_matter_and_does_not_stop_the_question():
    chen = Customer()
    await asks(chen, "投诉处理得怎么样了")
    assert not await answers(chen, "撤回投诉", intent="withdraw_complaint")
    assert chen.responses == []


@pytest.mark.parametrize(("words", "response"), [("TS2026", "utter_status_ticket_number_invalid")])
async def test_a_number_that_is_none_is_explained(words, response):
    chen = Customer()
    await asks(chen, "投诉处理得怎么样了")
    await answers(chen, words)
    assert chen.responses == [response, "utter_status_ask_ticket_number"]


def test_the_number_shown_as_an_example_looks_like_one_of_ours():
    said = (ROOT / "bot/domain/complaint_status.yml").read_text()
    shapes = {re.sub(r"[A-Z0-9]", "x", number) for number in re.findall(r"TS20[\w-]+", said)}
    assert shapes == {re.sub(r"[A-Z0-9]", "x", new_number(date(2026, 11, 22)))}
