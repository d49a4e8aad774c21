"""Anger, abuse and praise: care and a way on, never a word back; a person where it grows."""

import pytest

from actions.dissatisfaction import CalmAbuse, CareDissatisfaction
from actions.handoff import RequestAgent
from actions.praise import ThankPraise
from actions.smalltalk import AnswerOffer
from tests.actions.customer import Customer

ANGER = ("express_dissatisfaction", CareDissatisfaction)
ABUSE = ("abuse", CalmAbuse)


async def vents(customer: Customer, words: str, how: tuple) -> None:
    intent, action = how
    customer.says(words, intent=intent)
    await customer.meets(action())


async def test_abuse_gets_a_calm_sentence_with_the_ways_on_and_takes_nobody_away():
    chen = Customer()
    for words, response in (("滚", "utter_abuse_care"), ("智障", "utter_abuse_again"), ("滚", "utter_abuse_again")):
        await vents(chen, words, ABUSE)
        assert (chen.responses, chen.effects) == ([response], [])


async def test_who_accepts_the_person_offered_after_abuse_goes_before_others():
    chen = Customer()
    await vents(chen, "滚", ABUSE)
    await vents(chen, "智障", ABUSE)
    chen.says("好", intent="affirm")
    await chen.meets(AnswerOffer())
    assert (chen.effects[0]["reason"], chen.effects[0]["priority"]) == ("anger", 1)


async def test_abuse_in_a_form_leaves_the_form():
    chen = Customer()
    await chen.complains("昨天在网点排队两小时没人管，太不像话")
    chen.says("滚", intent="abuse")
    await chen.meets(CalmAbuse())
    assert chen.responses == ["utter_abuse_in_form"]
    assert chen.loop == "complaint_form"


async def test_an_outburst_after_abuse_is_the_second():
    chen = Customer()
    await vents(chen, "滚", ABUSE)
    await vents(chen, "什么态度", ANGER)
    assert chen.effects[0]["reason"] == "anger"


async def test_anger_grows_over_turns_that_are_no_outbursts():
    chen = Customer()
    for question in ("到现在还没到账！！！", "凭什么还没到账"):
        chen.says(question, intent="faq")
    await vents(chen, "太过分了", ANGER)
    assert chen.responses == ["utter_dissatisfaction_handoff"]


async def test_an_outburst_in_a_calm_conversation_is_only_the_first():
    chen = Customer()
    chen.says("转账多久到账", intent="faq")
    await vents(chen, "太过分了", ANGER)
    assert (chen.responses, chen.effects) == (["utter_dissatisfaction_care"], [])


async def test_who_asks_for_a_person_in_anger_is_introduced_so():
    chen = Customer()
    for words in ("到现在还没到账", "你们这群骗子银行", "我要找记者"):
        chen.says(words, intent="faq")
    chen.says("转人工", intent="request_agent")
    await chen.meets(RequestAgent())
    assert (chen.effects[0]["reason"], chen.effects[0]["priority"]) == ("anger", 1)
    assert chen.effects[0]["summary"].startswith("客户情绪不满，请优先安抚")


async def test_praise_is_thanked_for_and_can_be_passed_on_by_a_person():
    chen = Customer()
    chen.says("表扬一下三号窗口的小李", intent="give_praise")
    await chen.meets(ThankPraise())
    assert (chen.responses, chen.effects) == (["utter_praise_thanks"], [])
    chen.says("好的", intent="affirm")
    await chen.meets(AnswerOffer())
    assert chen.effects[0]["reason"] == "asked"
    assert "表扬一下三号窗口的小李" in chen.effects[0]["summary"]


async def test_praise_in_a_form_gets_a_word():
    chen = Customer()
    await chen.complains("昨天在网点排队两小时没人管，太不像话")
    chen.says("你态度倒是好", intent="give_praise")
    await chen.meets(ThankPraise())
    assert chen.responses == ["utter_praise_in_form"]


@pytest.mark.parametrize("words", ["真会办事啊 给你们颁个奖", "太专业了佩服佩服"])
async def test_praise_right_after_an_outburst_is_none(words: str):
    chen = Customer()
    await vents(chen, "什么玩意", ANGER)
    chen.says("跨行转账多久到", intent="faq")
    chen.says(words, intent="give_praise")
    await chen.meets(ThankPraise())
    assert (chen.responses, chen.effects) == (["utter_dissatisfaction_care"], [])


@pytest.mark.parametrize("words", ["弄好了 你还挺能干", "谢谢小姑娘 有耐心", "钱到账了，服务不错"])
async def test_praise_for_a_matter_that_is_settled_is_meant(words: str):
    chen = Customer()
    await vents(chen, "什么玩意", ANGER)
    chen.says(words, intent="give_praise")
    await chen.meets(ThankPraise())
    assert chen.responses == ["utter_praise_thanks"]


async def test_praise_long_after_an_outburst_is_meant():
    chen = Customer()
    await vents(chen, "什么玩意", ANGER)
    for _ in range(3):
        chen.says("跨行转账多久到", intent="faq")
    chen.says("真会办事", intent="give_praise")
    await chen.meets(ThankPraise())
    assert chen.responses == ["utter_praise_thanks"]
