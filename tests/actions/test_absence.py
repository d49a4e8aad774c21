"""Who goes away for a moment, and who is back."""

import pytest

from actions.absence import comes_back, goes_away
from actions.complaint.form import ValidateComplaintForm
from actions.topics import OfferTopics
from tests.actions.customer import Customer
from tests.actions.test_complaint_asides import a_complaint_asking
from tests.actions.test_topics import misunderstands


@pytest.mark.parametrize(
    "text",
    [
        "稍等，我开个门",
        "等一下哈，店里来顾客了",
        "先放一放，开个会，回头再填",
        "娃哭了 一会儿回来",
        "我去接个电话，马上回来",
    ],
)
def test_who_asks_to_wait_goes_away(text: str):
    assert goes_away(text)
    assert not comes_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "稍等，转人工",
        "停一下，不投诉了",
        "等了半小时没人接电话",
        "来顾客了都没人管",
        "先放一放这笔贷款",
        "我去网点，一会儿到",
    ],
)
def test_what_says_more_does_not(text: str):
    assert not goes_away(text)


async def test_who_goes_away_is_told_that_all_is_kept():
    chen = Customer()
    await misunderstands(chen, "等一下，有人敲门", annual_fee=0.3)
    assert (chen.responses, chen.effects) == (["utter_away"], [])


@pytest.mark.parametrize("words", ["刚开了个门取外卖，聊到哪里了", "我忙完了 久等了", "抱歉 方才网断了"])
async def test_who_was_away_for_a_moment_is_told_where_the_conversation_stood(words):
    chen = Customer()
    await misunderstands(chen, words, annual_fee=0.3)
    assert (chen.responses, chen.effects) == (["utter_back"], [])
    chen.says("积分怎么用", intent="faq")
    chen.hears({"response": "utter_faq/points"})
    chen.says("好的", intent="affirm")
    await misunderstands(chen, words, annual_fee=0.3)
    assert (chen.responses, chen.heard[0]["title"]) == (["utter_back_topic"], "积分兑换")


@pytest.mark.parametrize("words", ["刚接了个电话说我欠费", "钱还没回来了", "我的事办到哪了"])
async def test_who_tells_what_they_heard_has_not_merely_been_away(words):
    chen = Customer()
    await misunderstands(chen, words, annual_fee=0.3)
    assert "utter_back" not in chen.responses


@pytest.mark.parametrize("slot", ["description", "name", "place", "evidence"])
async def test_who_was_away_for_a_moment_is_welcome_back_and_asked_on(slot):
    chen = await a_complaint_asking(slot)
    before = dict(chen.slots)
    assert not await chen.answers("让你久等了，刚去拿了个快递", intent="nlu_fallback")
    await chen.meets(OfferTopics())
    await chen.meets(ValidateComplaintForm())
    assert chen.responses == ["utter_back_in_form", f"utter_complaint_ask_{slot}"]
    assert chen.slots == before
