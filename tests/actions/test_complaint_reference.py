"""就刚才说的那个: asked what happened, a customer points to what was told before; never is that itself the story."""

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.effects import ask_ticket
from actions.language import points_back
from tests.actions.customer import Customer, found

STORY = "上个月在城西支行给我妈取钱，柜员当着一屋子人吼她"

POINTING = [
    "就刚才说的那个",
    "就是我上面讲的",
    "前面不是说了吗",
    "我刚才不是跟你说过了吗",
    "就是之前那件事",
    "跟上面一样",
    "已经告诉过你了",
    "还要我说几遍，前面讲过了",
    "刚才说的那个收费",
    "你看聊天记录，前面都写了",
]

TELLING = [
    "刚才柜员骂我",
    "之前说好免费的",
    "之前你们说不收费",
    "刚才扣了我五十块钱",
    "都说了要退款给我一直不退",
    "之前那个柜员把我的卡弄丢了",
    "早就说要给我处理结果没有",
    "不是我刷的",
]


@pytest.mark.parametrize("text", POINTING)
def test_words_that_only_point_back_are_known(text: str):
    assert points_back(text)


@pytest.mark.parametrize("text", TELLING)
def test_words_that_tell_something_are_no_mere_pointing(text: str):
    assert not points_back(text)


@pytest.mark.parametrize("text", POINTING)
async def test_what_was_told_before_the_form_is_the_story(text: str):
    chen = Customer()
    chen.says(STORY, found("issue", "attitude", "吼"), intent="nlu_fallback")
    chen.says("你们周六上班吗", intent="faq")
    await chen.complains("我要投诉")
    await chen.answers(text, intent="ask_follow_up")
    assert chen.slots["description"] == STORY
    assert chen.slots["issue"] == "attitude"
    assert chen.slots["requested_slot"] == "product"
    assert "utter_complaint_description_found" in chen.responses


async def test_who_points_back_at_another_question_does_not_stop():
    chen = Customer()
    chen.says(STORY, found("issue", "attitude", "吼"), intent="nlu_fallback")
    await chen.complains("我要投诉")
    asked = chen.slots["requested_slot"]
    await chen.answers("前面不是说了吗", intent="stop_form")
    assert "utter_complaint_cancelled" not in chen.responses
    assert (chen.slots["description"], chen.slots["requested_slot"]) == (STORY, asked)


async def test_a_telling_in_a_row_is_one_story_and_the_grievance_goes_before_mere_displeasure():
    chen = Customer()
    chen.says("我的存折被你们柜员弄丢了", intent="express_dissatisfaction")
    chen.says("跑了三趟都没人处理", intent="nlu_fallback")
    chen.says("挂失要带什么", intent="faq")
    chen.says("你们可真是太行了啊", intent="express_dissatisfaction")
    await chen.complains("我要投诉")
    await chen.answers("就是上面讲的那些")
    assert chen.slots["description"] == "我的存折被你们柜员弄丢了\n跑了三趟都没人处理"


async def test_who_complains_about_what_they_just_said_is_not_asked_again():
    chen = Customer()
    chen.says(STORY, intent="nlu_fallback")
    chen.says("嗯", intent="affirm")
    await chen.complains("我要投诉刚才说的那个事情")
    assert chen.slots["description"] == STORY


async def test_where_nothing_was_told_it_is_kindly_asked_for():
    chen = Customer()
    chen.says("年费多少钱", intent="faq")
    await chen.complains("我要投诉")
    await chen.answers("就刚才说的那个")
    assert chen.responses == ["utter_complaint_description_untold", "utter_complaint_ask_description"]
    assert chen.slots.get("description") is None


async def test_a_complaint_that_was_handed_in_is_not_told_once_more():
    chen = Customer()
    chen.says(STORY, intent="file_complaint")
    dispatcher = CollectingDispatcher()
    ask_ticket(dispatcher, {"description": STORY})
    chen.hears(dispatcher.messages[0])
    await chen.complains("我要投诉")
    await chen.answers("就刚才说的那个")
    assert chen.slots.get("description") is None


async def test_who_asks_for_a_person_instead_gets_one():
    chen = Customer()
    await chen.complains("我要投诉")
    assert not await chen.answers("刚才都说了，转人工", intent="request_agent")
