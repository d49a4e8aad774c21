"""What customers ask of the form itself: what it noted, why it asks; and what they keep to themselves ends nothing."""

import pytest

from actions.complaint.asides import asks_to_see, unwilling
from tests.actions.customer import found
from tests.actions.test_complaint_asides import a_complaint_asking


@pytest.mark.parametrize(
    "text",
    [
        "给我看看你都记了什么",
        "念一下你登记的",
        "地址写的是哪里 记的哪个",
        "时间记的是几号",
        "都写对了吗",
        "我先检查一下内容",
    ],
)
def test_who_wants_to_see_what_is_noted_is_understood(text):
    assert asks_to_see(text)


@pytest.mark.parametrize(
    "text", ["柜员让我看合同", "他登记了我的身份证", "上次填的申请丢了", "你们记不记得我", "写了投诉信没人理"]
)
def test_a_story_about_writing_asks_to_see_nothing(text):
    assert not asks_to_see(text)


async def test_what_is_noted_is_shown_and_the_question_asked_again():
    chen = await a_complaint_asking("amount")
    before = dict(chen.slots)
    chen.heard.clear()
    assert await chen.answers("先给我看看你记了哪些")
    assert chen.responses == ["utter_complaint_so_far", "utter_complaint_ask_amount"]
    assert "信用卡" in chen.heard[0]["review"]
    assert chen.slots == before


async def test_nothing_noted_is_said_so():
    chen = await a_complaint_asking("description")
    chen.heard.clear()
    await chen.answers("你记了什么")
    assert chen.responses == ["utter_complaint_nothing_yet", "utter_complaint_ask_description"]


async def test_at_the_end_the_whole_is_read_back_once():
    chen = await a_complaint_asking("consent")
    chen.heard.clear()
    await chen.answers("电话写的是多少", intent="nlu_fallback")
    assert chen.responses == ["utter_complaint_ask_consent"]


@pytest.mark.parametrize(
    ("asked", "text", "intent", "response"),
    [
        ("name", "名字就不说了吧", "stop_form", "utter_complaint_name_needed"),
        ("name", "为啥还要姓名", "faq", "utter_complaint_name_needed"),
        ("phone", "不想给你们号码", "stop_form", "utter_complaint_phone_needed"),
        ("phone", "怕你们骚扰我", "nlu_fallback", "utter_complaint_phone_needed"),
        ("product", "怎么问这么多", "say_goodbye", "utter_complaint_why"),
        ("amount", "能不能匿名", "faq", "utter_complaint_name_needed"),
    ],
)
async def test_who_will_not_say_is_told_what_it_is_for_and_loses_nothing(asked, text, intent, response):
    chen = await a_complaint_asking(asked)
    description = chen.slots["description"]
    chen.heard.clear()
    await chen.answers(text, intent=intent)
    assert chen.responses == [response, f"utter_complaint_ask_{asked}"]
    assert chen.slots["description"] == description


@pytest.mark.parametrize("text", ["我的手机号被你们泄露了", "为什么不给我打电话", "你们不给我看合同"])
def test_a_grievance_is_no_unwillingness(text):
    assert unwilling(text, "description") is None


@pytest.mark.parametrize("text", ["退", "退我钱", "赔"])
async def test_a_demand_that_is_taken_for_the_wish_to_stop_stops_nothing(text):
    chen = await a_complaint_asking("demand")
    description = chen.slots["description"]
    await chen.answers(text, intent="stop_form")
    assert chen.slots["description"] == description


async def test_ones_own_number_takes_the_place_of_anothers():
    chen = await a_complaint_asking("evidence")
    await chen.answers("刚才是我儿子的，我的是13700137000", found("phone", "13700137000", "13700137000"))
    assert chen.slots["phone"] == "13700137000"
    assert chen.slots["requested_slot"] == "evidence"


async def test_anothers_number_among_the_evidence_is_no_correction():
    chen = await a_complaint_asking("evidence")
    await chen.answers("有对方的电话13700137000", found("phone", "13700137000", "13700137000"))
    assert chen.slots["phone"] == "13800138000"


@pytest.mark.parametrize("text", ["她把我的单子扔一边", "多扣了三百多", "他们让我自己看", "退钱给我"])
async def test_what_somebody_did_is_no_place(text):
    chen = await a_complaint_asking("place")
    await chen.answers(text, intent="nlu_fallback")
    assert chen.slots.get("place") is None


async def test_no_money_is_an_answer_and_no_hardship():
    chen = await a_complaint_asking("amount")
    assert await chen.answers("没钱", intent="report_hardship")
    assert chen.slots["amount"] == "none"
