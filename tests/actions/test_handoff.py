"""When a person takes over: asked for, accepted, in danger, or angry for the second time."""

import pytest

from actions.dissatisfaction import CareDissatisfaction
from actions.fraud import ReportFraud
from actions.handoff import RequestAgent
from actions.hardship import ReportHardship
from actions.self_harm import ReportSelfHarm
from actions.smalltalk import AnswerOffer
from tests.actions.customer import Customer, found, on


def only_effect(customer: Customer) -> dict:
    assert len(customer.effects) == 1
    return customer.effects[0]


async def test_who_asks_for_a_person_is_queued_with_one_sentence():
    chen = Customer()
    chen.says("转人工", intent="request_agent")
    await chen.meets(RequestAgent())
    assert only_effect(chen) == {"type": "handoff", "reason": "asked", "priority": 0, "summary": "客户要求人工服务。"}
    assert chen.responses == ["utter_handoff_asked"]


@pytest.mark.parametrize("tag", ["vip", "elderly"])
async def test_some_customers_go_before_others(tag):
    chen = Customer(tags=[tag])
    chen.says("转人工", intent="request_agent")
    await chen.meets(RequestAgent())
    assert only_effect(chen)["priority"] == 1


async def test_the_summary_says_what_the_customer_was_after_without_secrets():
    chen = Customer()
    chen.says("我的卡6222020200112233445转账怎么还没到账", intent="faq")
    chen.says("转人工", intent="request_agent")
    await chen.meets(RequestAgent())
    assert only_effect(chen)["summary"] == "客户要求人工服务，此前说“我的卡****3445转账怎么还没到账”。"


async def test_after_a_complaint_is_handed_in_the_summary_names_it_and_not_what_was_said_on_the_way():
    chen = Customer()
    await chen.complains(
        "昨天在朝阳支行被多扣了500元年费，要求退回", on("2026-11-21", "昨天"), found("branch", "朝阳支行", "朝阳支行"),
        found("issue", "fee", "扣"), found("amount", "500.00", "500元"), found("product", "credit_card", "年费"),
        found("demand", "refund", "退回"),
    )  # fmt: skip
    for answer in ("陈静", "13812345678"):
        await chen.answers(answer)
    await chen.answers("不对，是600", found("amount", "600.00", "600"), intent="correct_answer")
    await chen.answers("没有", intent="deny")
    await chen.answers("确认提交", intent="affirm")
    assert only_effect(chen)["type"] == "ticket"
    chen.says("转人工", intent="request_agent")
    await chen.meets(RequestAgent())
    summary = only_effect(chen)["summary"]
    assert summary == "客户要求人工服务，此前登记了投诉“昨天在朝阳支行被多扣了500元年费，要求退回”。"


async def test_fraud_gets_the_emergency_steps_before_the_queue():
    chen = Customer()
    chen.says("刚给骗子转了两万", found("amount", "20000.00", "两万"), intent="report_fraud")
    await chen.meets(ReportFraud())
    assert chen.responses == ["utter_fraud_emergency", "utter_fraud_handoff"]
    assert chen.heard[0]["response"] == "utter_fraud_emergency"
    effect = only_effect(chen)
    assert (effect["reason"], effect["priority"]) == ("fraud", 3)
    assert "20000.00 元" in effect["summary"]


async def test_hardship_and_danger_to_life_have_their_own_priority():
    chen = Customer()
    chen.says("失业了还不上", intent="report_hardship")
    await chen.meets(ReportHardship())
    assert (only_effect(chen)["reason"], only_effect(chen)["priority"]) == ("hardship", 1)
    chen.says("我不想活了", intent="report_self_harm")
    await chen.meets(ReportSelfHarm())
    assert (only_effect(chen)["reason"], only_effect(chen)["priority"]) == ("self_harm", 3)


async def test_the_first_outburst_gets_care_the_second_a_person():
    chen = Customer()
    chen.says("什么垃圾银行", intent="express_dissatisfaction")
    await chen.meets(CareDissatisfaction())
    assert (chen.responses, chen.effects) == (["utter_dissatisfaction_care"], [])
    chen.says("太坑人了", intent="express_dissatisfaction")
    await chen.meets(CareDissatisfaction())
    assert (only_effect(chen)["reason"], only_effect(chen)["priority"]) == ("anger", 1)


@pytest.mark.parametrize(
    ("offer", "reason"), [("utter_account_identity", "account_request"), ("utter_topics_offer_agent", "misunderstood")]
)
async def test_an_offer_is_only_a_handoff_once_accepted(offer, reason):
    chen = Customer()
    chen.says("帮我查余额", intent="ask_account")
    chen.hears({"response": offer})
    assert chen.effects == []
    chen.says("好的", intent="affirm")
    await chen.meets(AnswerOffer())
    assert only_effect(chen)["reason"] == reason


async def test_an_old_offer_is_not_accepted_by_a_later_yes():
    chen = Customer()
    chen.says("帮我查余额", intent="ask_account")
    chen.hears({"response": "utter_account_identity"})
    chen.says("你好", intent="greet")
    chen.hears({"response": "utter_greet"})
    chen.says("好的", intent="affirm")
    await chen.meets(AnswerOffer())
    assert chen.effects == []
    assert chen.responses == ["utter_anything_else"]


async def test_a_person_asked_for_after_an_offer_is_told_why():
    chen = Customer()
    chen.says("呜啦", intent="nlu_fallback")
    chen.hears({"response": "utter_topics_offer_agent"})
    chen.says("转人工", intent="request_agent")
    await chen.meets(RequestAgent())
    assert only_effect(chen)["reason"] == "misunderstood"


async def test_a_second_confirmation_after_submission_is_told_it_is_done():
    chen = Customer()
    chen.says("确认提交", intent="affirm")
    chen.hears({"custom": {"effect": {"type": "ticket"}}})
    chen.says("确认提交", intent="affirm")
    await chen.meets(AnswerOffer())
    assert (chen.responses, chen.effects) == (["utter_already_submitted"], [])


async def test_answers_to_a_form_and_bare_numbers_are_not_what_the_customer_was_after():
    chen = Customer()
    chen.says("转账三天没到账", intent="faq")
    await chen.complains("我要投诉")
    await chen.answers("昨天在网点排队两小时没人管，太不像话", intent="file_complaint")
    await chen.answers("算了", intent="stop_form")
    chen.says("13912345678", intent="share_secret")
    chen.says("6222 0000 1111", intent="nlu_fallback")
    chen.says("转人工", intent="request_agent")
    await chen.meets(RequestAgent())
    assert only_effect(chen)["summary"] == "客户要求人工服务，此前说“我要投诉”。"


async def test_telephone_numbers_in_a_customers_words_are_masked_for_the_summary():
    chen = Customer()
    chen.says("我的手机139 1234 5678收不到验证码，座机01066668888，TS20261122-7K3QM", intent="faq")
    chen.says("转人工", intent="request_agent")
    await chen.meets(RequestAgent())
    said = "我的手机139****5678收不到验证码，座机010****8888，TS20261122-7K3QM"
    assert only_effect(chen)["summary"] == f"客户要求人工服务，此前说“{said}”。"


async def test_a_large_sum_is_not_masked():
    chen = Customer()
    chen.says("刚给骗子转了12345678元", found("amount", "12345678.00", "12345678元"), intent="report_fraud")
    await chen.meets(ReportFraud())
    assert "转了12345678元" in only_effect(chen)["summary"]
