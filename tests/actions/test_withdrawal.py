"""Withdrawing a registered complaint: confirmed once by its number, and only when the customer says yes."""

import pytest

from actions.smalltalk import AnswerOffer
from actions.withdrawal import OpenWithdrawal, SubmitWithdrawal, ValidateWithdrawalForm
from tests.actions.customer import Customer

NUMBER, OTHER = "TS20261122-7K3QM", "TS20261120-4HJ6R"


async def wants_out(customer: Customer, words: str = "我要撤诉") -> None:
    about = {"intent": "withdraw_complaint", "words": words, "opening": OpenWithdrawal()}
    await customer.fills(ValidateWithdrawalForm(), SubmitWithdrawal(), **about)


async def answers(customer: Customer, words: str, intent: str = "inform") -> bool:
    customer.says(words, intent=intent)
    return await customer.goes_on(ValidateWithdrawalForm(), SubmitWithdrawal())


def withdrawal(number: str, phone: str | None = None) -> list[dict]:
    return [{"type": "ticket_withdraw", "number": number, "phone": phone}]


@pytest.mark.parametrize(
    ("words", "intent"),
    [("确定撤回", "withdraw_complaint"), ("是的", "affirm"), ("嗯，撤了吧", "stop_form"), ("撤销吧", "stop_form")],
)
async def test_a_yes_withdraws_the_complaint_that_was_named(words: str, intent: str):
    chen = Customer()
    chen.has_ticket(NUMBER)
    await wants_out(chen)
    assert chen.heard[0]["number"] == NUMBER
    assert chen.effects == []
    await answers(chen, words, intent)
    assert chen.effects == withdrawal(NUMBER)


@pytest.mark.parametrize(
    ("words", "intent"),
    [("不撤了", "deny"), ("算了", "stop_form"), ("先不撤", "inform"), ("还是继续处理吧", "inform"), ("不", "deny")],
)
async def test_anything_like_a_no_leaves_it_and_says_so(words: str, intent: str):
    chen = Customer()
    chen.has_ticket(NUMBER)
    await wants_out(chen)
    await answers(chen, words, intent)
    assert (chen.responses, chen.effects) == (["utter_withdrawal_cancelled"], [])
    assert (chen.slots["ticket_number"], chen.slots["withdrawal"]) == (None, None)


@pytest.mark.parametrize(("words", "intent"), [("撤了钱还退我吗", "faq"), ("今天天气不错", "out_of_scope")])
async def test_a_question_is_no_yes(words: str, intent: str):
    chen = Customer()
    chen.has_ticket(NUMBER)
    await wants_out(chen)
    assert not await answers(chen, words, intent)
    assert chen.effects == []


async def test_of_several_the_customer_says_which():
    chen = Customer()
    chen.has_ticket(OTHER, subject="贷款流程/时效")
    chen.has_ticket(NUMBER)
    await wants_out(chen)
    assert chen.responses == ["utter_ticket_which"]
    assert [button["payload"] for button in chen.heard[0]["buttons"]] == [NUMBER, OTHER]
    await answers(chen, OTHER)
    await answers(chen, "确定", "affirm")
    assert chen.effects == withdrawal(OTHER)


async def test_a_complaint_of_another_conversation_takes_number_and_phone():
    chen = Customer()
    await wants_out(chen, f"{NUMBER}撤掉")
    assert chen.responses == ["utter_withdrawal_ask_phone"]
    await answers(chen, "13800138000")
    await answers(chen, "确定", "affirm")
    assert chen.effects == withdrawal(NUMBER, "13800138000")


async def test_what_is_over_needs_no_withdrawal():
    chen = Customer()
    chen.has_ticket(NUMBER, is_open=False)
    await wants_out(chen)
    assert (chen.responses, chen.loop) == (["utter_withdrawal_ended"], None)


async def test_stopping_with_nothing_in_hand_means_the_registered_complaint():
    chen = Customer()
    chen.has_ticket(NUMBER)
    chen.says("撤回投诉", intent="stop_form")
    events = await chen.meets(AnswerOffer())
    assert [event["name"] for event in events if event["event"] == "followup"] == ["withdrawal_form"]
    assert chen.slots["ticket_number"] == NUMBER


@pytest.mark.parametrize("words", ["撤回投诉", "取消投诉"])
async def test_without_a_complaint_there_is_nothing_to_stop(words: str):
    chen = Customer()
    chen.says(words, intent="stop_form")
    await chen.meets(AnswerOffer())
    assert chen.responses == ["utter_nothing_to_stop"]


@pytest.mark.parametrize("words", ["不想投了帮我撤掉", "撤诉"])
async def test_in_the_form_it_stops_the_complaint_in_hand(words: str):
    chen = Customer()
    chen.has_ticket(NUMBER)
    await chen.complains("昨天在网点排队两小时没人管，太不像话")
    assert await chen.answers(words, intent="withdraw_complaint")
    assert chen.slots["description"] is None
    assert chen.effects == []


async def test_in_the_form_words_of_an_earlier_one_mean_that():
    chen = Customer()
    await chen.complains("昨天在网点排队两小时没人管，太不像话")
    assert not await chen.answers("之前登记的那件帮我撤掉", intent="withdraw_complaint")
