"""Asides: what a customer says in the middle of a complaint that is no answer, and is never taken for one."""

import re
from pathlib import Path

import pytest

from actions.complaint.form import ValidateComplaintForm
from actions.complaint_status import CheckStatus, OpenStatus
from actions.fraud import ReportFraud
from actions.handoff import RequestAgent
from actions.smalltalk import Resume, SayGoodbye
from tests.actions.customer import Customer, found, on
from tests.actions.test_complaint_form import chen

__all__ = ["chen"]  # the fixture

ROOT = Path(__file__).parents[2]
QUESTION = "信用卡年费怎么收"


async def a_complaint_asking(slot: str) -> Customer:
    """A complaint whose next question is `slot`."""
    customer = Customer()
    await customer.complains("我要投诉")
    answers = {
        "description": "客户经理未经同意给我开了收费服务",
        "product": "信用卡",
        "issue": "收费问题",
        "occurred": "记不清了",
        "place": "不清楚",
        "amount": "300",
        "demand": "要求退款",
        "name": "陈静",
        "phone": "13800138000",
        "evidence": "没有材料",
    }
    while customer.slots["requested_slot"] != slot:
        assert await customer.answers(answers[customer.slots["requested_slot"]])
    return customer


ALL = (
    "description",
    "product",
    "issue",
    "occurred",
    "place",
    "amount",
    "demand",
    "name",
    "phone",
    "evidence",
    "consent",
)


@pytest.mark.parametrize("slot", ALL)
async def test_a_question_is_never_an_answer(slot):
    customer = await a_complaint_asking(slot)
    before = dict(customer.slots)
    product = found("product", "credit_card", "信用卡")
    assert not await customer.answers(QUESTION, product, intent="faq")
    assert customer.slots == before


@pytest.mark.parametrize("slot", ALL)
@pytest.mark.parametrize(
    ("words", "intent"),
    [("你好", "greet"), ("谢谢", "thank"), ("你是机器人吗", "ask_bot"), ("今天天气怎么样", "out_of_scope")],
)
async def test_small_talk_is_never_an_answer(slot, words, intent):
    customer = await a_complaint_asking(slot)
    assert not await customer.answers(words, intent=intent)
    assert customer.slots.get(slot) is None


async def test_after_an_aside_the_form_asks_where_it_was(chen):
    assert not await chen.answers(QUESTION, intent="faq")
    chen.events.append({"event": "action", "name": "utter_faq"})
    await chen.meets(ValidateComplaintForm())
    assert chen.responses == ["utter_complaint_ask_name"]
    assert chen.slots["requested_slot"] == "name"


@pytest.mark.parametrize(
    "words",
    [
        "信用卡年费多收了一次，打客服说不退",
        "我办卡的时候说好免年费，结果还是扣了",
        "为什么多扣我500元年费？",
        "转账三天了还没到账，问了几次都没人管",
    ],
)
async def test_a_story_that_mentions_a_topic_is_the_answer_to_what_happened(words):
    customer = await a_complaint_asking("description")
    assert await customer.answers(words, intent="faq")
    assert customer.slots["description"] == words


async def test_after_an_aside_the_read_back_is_not_repeated_in_full():
    customer = await a_complaint_asking("consent")
    assert not await customer.answers(QUESTION, intent="faq")
    customer.events.append({"event": "action", "name": "utter_faq"})
    await customer.meets(ValidateComplaintForm())
    assert customer.responses == ["utter_complaint_ask_consent_again"]


async def test_an_answer_with_a_question_in_one_breath_fills_and_is_answered():
    customer = await a_complaint_asking("phone")
    assert not await customer.answers("13800138000，投诉多久给答复？", intent="faq")
    assert customer.slots["phone"] == "13800138000"


@pytest.mark.parametrize("words", ["13800138000", "13800138000，收到请回复"])
async def test_a_phone_number_is_no_secret(words):
    customer = await a_complaint_asking("phone")
    assert await customer.answers(words, intent="share_secret")
    assert customer.slots["phone"] == "13800138000"


async def test_a_secret_in_place_of_an_answer_is_not_stored():
    customer = await a_complaint_asking("evidence")
    assert not await customer.answers("我的密码是123456", intent="share_secret")
    assert customer.slots.get("evidence") is None


async def test_an_unclear_word_is_refused_and_not_stored():
    customer = await a_complaint_asking("amount")
    assert await customer.answers("那个嗯", intent="nlu_fallback")
    assert customer.slots.get("amount") is None
    assert customer.responses == ["utter_complaint_amount_invalid", "utter_complaint_ask_amount"]


async def test_an_answer_to_another_question_is_kept_without_a_reproach():
    customer = await a_complaint_asking("name")
    assert await customer.answers("13800138000", found("phone", "13800138000", "13800138000"))
    assert customer.slots["phone"] == "13800138000"
    assert customer.responses == ["utter_complaint_ask_name"]


async def test_an_unclear_question_is_left_to_the_rules():
    customer = await a_complaint_asking("name")
    assert not await customer.answers("这个东西是怎么搞的呢", intent="nlu_fallback")


async def test_a_request_for_a_person_takes_everything_along_and_is_not_followed_by_a_question(chen):
    assert not await chen.answers("转人工", intent="request_agent")
    await chen.meets(RequestAgent())
    assert chen.effects == [
        {
            "type": "handoff",
            "reason": "asked",
            "priority": 0,
            "summary": "客户要求人工服务；客户投诉信用卡的收费问题：2026-11-21（昨天下午），朝阳支行，"
            "涉及 500.00 元，要求退款/赔偿，"
            "客户原话“昨天下午在朝阳支行被多扣了500元年费，要求退回”；尚缺姓名、联系电话。",
        }
    ]
    before = list(chen.responses)
    await chen.meets(ValidateComplaintForm())
    assert chen.responses == before
    assert chen.slots["requested_slot"] == "name"


async def test_a_person_hands_back_and_the_form_goes_on(chen):
    await chen.answers("转人工", intent="request_agent")
    await chen.meets(RequestAgent())
    await chen.meets(ValidateComplaintForm())
    assert not await chen.answers("EXTERNAL: resume_conversation", intent="resume_conversation")
    await chen.meets(Resume())
    await chen.meets(ValidateComplaintForm())
    assert chen.responses == ["utter_resume", "utter_complaint_ask_name"]


async def test_fraud_in_the_middle_is_not_an_answer_but_an_emergency():
    customer = await a_complaint_asking("description")
    words = "我的卡刚刚被盗刷了5000元"
    assert not await customer.answers(words, found("amount", "5000.00", "5000元"), intent="report_fraud")
    await customer.meets(ReportFraud())
    assert customer.responses[0] == "utter_fraud_emergency"
    assert customer.effects[0]["priority"] == 3
    assert customer.slots["description"] == words, "it is in the complaint as well"


async def test_a_story_about_waiting_for_a_person_is_a_story():
    customer = await a_complaint_asking("description")
    assert await customer.answers("打了五次热线转人工一直没人接，等了一个小时", intent="request_agent")
    assert customer.slots["description"]


async def test_a_goodbye_in_the_middle_keeps_what_was_filled(chen):
    assert not await chen.answers("再见", intent="say_goodbye")
    await chen.meets(SayGoodbye())
    await chen.meets(ValidateComplaintForm())
    assert chen.responses == ["utter_goodbye_unfinished"]
    assert chen.slots["amount"] == "500.00"


async def test_a_look_at_another_complaint_comes_back_to_this_one(chen):
    words = "TS20261101-0007处理得怎么样了，手机13800138000"
    assert not await chen.answers(words, intent="ask_complaint_status")
    await chen.meets(OpenStatus())
    chen.loop = "status_form"
    await chen.meets(CheckStatus())
    assert chen.effects == [{"type": "ticket_status", "number": "TS20261101-0007", "phone": "13800138000"}]
    assert chen.loop == "complaint_form"
    await chen.meets(ValidateComplaintForm())
    assert chen.responses == ["utter_complaint_ask_name"]


@pytest.mark.parametrize(
    ("slot", "words", "entities"),
    [
        ("place", "明天", (on("2026-11-23T00:00:00+08:00", "明天"),)),
        ("evidence", "asdkfjh", ()),
        ("name", "五十", ()),
    ],
)
async def test_a_slip_is_no_matter_outside_the_bank(slot, words, entities):
    customer = await a_complaint_asking(slot)
    assert await customer.answers(words, *entities, intent="out_of_scope")
    assert customer.responses == [f"utter_complaint_{slot}_invalid", f"utter_complaint_ask_{slot}"]
    assert customer.slots.get(slot) is None


@pytest.mark.parametrize("slot", ["product", "place", "amount", "demand", "name", "phone", "evidence"])
async def test_a_story_that_goes_on_is_added_and_its_facts_are_taken(slot):
    customer = await a_complaint_asking(slot)
    before = customer.slots["description"]
    words = "就是昨天打95000，客服小李骂我，态度特别恶劣"
    assert await customer.answers(words, on("2026-11-21", "昨天"), intent="file_complaint")
    assert customer.slots["description"] == f"{before}\n{words}"
    assert customer.responses[0] == "utter_complaint_added"
    assert customer.slots["requested_slot"] == slot


@pytest.mark.parametrize(
    "words", ["我还要投诉你们朝阳支行的柜员，态度特别恶劣", "另外，你们的手机银行老是闪退，我要投诉"]
)
async def test_another_complaint_is_none_of_this_ones_story(words):
    customer = await a_complaint_asking("amount")
    before = customer.slots["description"]
    assert not await customer.answers(words, intent="file_complaint")
    assert customer.slots["description"] == before


async def test_who_does_not_remember_answers_and_loses_nothing():
    chen = await a_complaint_asking("place")
    assert await chen.answers("不记得了", intent="stop_form")
    assert (chen.slots["place"], chen.slots["requested_slot"]) == ("none", "amount")


@pytest.mark.parametrize("text", ["费这劲，懒得填了，也就五块钱", "算了 不登记了 三十块的事"])
async def test_who_is_tired_of_the_form_ends_it_whatever_sum_is_named(text: str):
    chen = await a_complaint_asking("place")
    await chen.answers(text, found("amount", "5.00", "五块钱"), intent="stop_form")
    assert "utter_complaint_cancelled" in chen.responses


async def test_a_telephone_number_is_no_sum():
    chen = await a_complaint_asking("amount")
    await chen.answers("13911112222", found("phone", "13911112222", "13911112222"))
    assert (chen.slots.get("amount"), chen.slots["phone"]) == (None, "13911112222")


async def test_a_changed_mind_is_no_date():
    chen = await a_complaint_asking("occurred")
    await chen.answers("算了不投诉年费了 投诉转账那个", intent="stop_form")
    assert (chen.slots.get("occurred"), chen.slots["requested_slot"]) == (None, "occurred")


async def test_abuse_is_no_story():
    chen = await a_complaint_asking("description")
    assert not await chen.answers("你们都是废物", intent="abuse")
    assert chen.slots.get("description") is None


@pytest.mark.parametrize("words", ["那我这个多久能有回音", "处理下来大概要几个工作日", "啥时候给我个说法呢"])
async def test_who_asks_how_long_it_takes_is_told_and_asked_on(words):
    chen = await a_complaint_asking("phone")
    before = dict(chen.slots)
    assert await chen.answers(words, intent="ask_complaint_status")
    assert chen.responses == ["utter_complaint_how_long", "utter_complaint_ask_phone"]
    assert (chen.slots, chen.loop) == (before, "complaint_form")


async def test_a_value_told_beside_that_question_is_kept():
    chen = await a_complaint_asking("phone")
    await chen.answers("13911112222，多久能处理好？", intent="ask_complaint_status")
    assert chen.responses == ["utter_complaint_how_long", "utter_complaint_ask_evidence"]
    assert chen.slots["phone"] == "13911112222"


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("我之前登记过的那件多久有结果", "ask_complaint_status"),
        ("TS20261101-0007 几天能处理完", "ask_complaint_status"),
        ("我那件到哪一步啦", "ask_complaint_status"),
        ("贷款审批多久有结果", "faq"),
        ("多久给答复，先转人工", "request_agent"),
    ],
)
async def test_another_question_of_time_is_an_aside(words, intent):
    chen = await a_complaint_asking("phone")
    assert not await chen.answers(words, intent=intent)


def test_how_long_it_takes_is_what_the_topic_says():
    told = (ROOT / "bot/domain/complaint.yml").read_text(encoding="utf-8")
    topic = (ROOT / "bot/domain/faq/service/complaint_channel.yml").read_text(encoding="utf-8")
    (said,) = re.findall(r"utter_complaint_how_long:\n +- text: (.*)", told)
    assert re.findall(r"\d+(?:小时|日)", said) == ["24小时", "15日"]
    assert all(time in topic for time in ("24小时", "15日"))


@pytest.mark.parametrize(
    "words", ["搞清楚了 是我媳妇取的 别投诉了吧", "哦看错日子了，不用再投诉了，给你们添麻烦", "钱刚退回来 投诉就算了"]
)
@pytest.mark.parametrize("slot", ["description", "name", "consent"])
async def test_who_says_that_there_is_to_be_no_complaint_ends_it_whatever_else_they_say(slot, words):
    chen = await a_complaint_asking(slot)
    await chen.answers(words, intent="nlu_fallback")
    assert (chen.responses, chen.loop) == (["utter_complaint_cancelled"], None)


@pytest.mark.parametrize(
    "words", ["你们经理劝我别投诉了", "要不是拖了一个月我也就不投诉了", "怎么，不让投诉了？", "不投诉你们是不会改的"]
)
async def test_what_only_speaks_of_no_complaint_ends_nothing(words):
    chen = await a_complaint_asking("demand")
    await chen.answers(words, intent="nlu_fallback")
    assert chen.loop == "complaint_form"
