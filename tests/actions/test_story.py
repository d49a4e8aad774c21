"""A story told in pieces: the bot listens, offers to take it down, and takes down all of it."""

from datetime import datetime, timedelta

import pytest

from actions.handoff import RequestAgent
from actions.language import is_vague
from actions.out_of_scope import SayOutOfScope
from actions.smalltalk import AnswerOffer
from actions.topics import OfferTopics
from tests.actions.customer import NOW, Customer, found, on

HEARS = {"inform": AnswerOffer(), "nlu_fallback": OfferTopics(), "out_of_scope": SayOutOfScope()}


async def tells(customer: Customer, text: str, *entities: dict, intent: str = "inform") -> str:
    """One piece; the response to it."""
    customer.says(text, *entities, intent=intent)
    await customer.meets(HEARS[intent])
    (response,) = customer.responses
    return response


async def test_a_story_in_pieces_is_listened_to_and_taken_down_whole():
    chen = Customer()
    assert (
        await tells(chen, "我上个月刚办的卡", on("2026-10-01T00:00:00+08:00", "上个月", "month"))
        == "utter_story_listen"
    )
    assert await tells(chen, "当时那个经理说免费", intent="out_of_scope") == "utter_story_go_on"
    fee = found("issue", "fee", "扣了")
    assert await tells(chen, "结果账单扣了三百", fee, found("amount", "300.00", "三百")) == "utter_story_trouble"
    assert await tells(chen, "没人解释", intent="nlu_fallback") == "utter_story_noted"
    await chen.complains("我要投诉")
    assert chen.slots["description"] == "我上个月刚办的卡\n当时那个经理说免费\n结果账单扣了三百\n没人解释"
    assert (chen.slots["issue"], chen.slots["amount"]) == ("fee", "300.00")


async def test_what_is_told_with_the_complaint_stands_below_the_story():
    chen = Customer()
    for text in ("我上个月刚办的卡", "当时那个经理说免费"):
        await tells(chen, text)
    fee = found("issue", "fee", "扣了")
    await tells(chen, "结果账单扣了三百", fee)
    await chen.complains(
        "我要投诉，三百块必须退给我", found("demand", "refund", "退给我"), found("amount", "300.00", "三百块")
    )
    assert chen.slots["description"].split("\n")[-2:] == ["结果账单扣了三百", "我要投诉，三百块必须退给我"]
    assert (chen.slots["issue"], chen.slots["demand"]) == ("fee", "refund")


async def test_a_story_that_shows_nothing_wrong_is_offered_a_complaint_at_its_third_piece():
    chen = Customer()
    heard = [await tells(chen, text) for text in ("我妈去换存折", "九点就取了号", "前面才六个人")]
    assert heard == ["utter_story_listen", "utter_story_go_on", "utter_story_trouble"]
    await chen.complains("我要投诉")
    assert chen.slots["description"] == "我妈去换存折\n九点就取了号\n前面才六个人"


async def test_what_looks_like_a_topic_or_an_account_is_a_piece_too_unless_it_asks():
    chen = Customer()
    for text in ("昨天去你们西门支行", "柜员让填了三遍表"):
        await tells(chen, text)
    chen.says("最后说系统升级办不了", intent="faq")
    chen.says("我那张卡就这么停着", intent="ask_account")
    chen.says("你们几点下班", intent="faq")
    await chen.complains("我要投诉")
    told = ["昨天去你们西门支行", "柜员让填了三遍表", "最后说系统升级办不了", "我那张卡就这么停着"]
    assert chen.slots["description"].split("\n") == told


async def test_whoever_takes_over_reads_the_story():
    chen = Customer()
    for text in ("昨天去你们西门支行", "柜员让填了三遍表"):
        await tells(chen, text)
    chen.says("转人工", intent="request_agent")
    await chen.meets(RequestAgent())
    (effect,) = chen.effects
    assert effect["reason"] == "asked"
    assert effect["summary"] == "客户要求人工服务，此前讲述“昨天去你们西门支行 柜员让填了三遍表”。"


async def test_who_tells_it_in_anger_goes_before_others():
    chen = Customer()
    for text in ("你们这帮骗子垃圾银行", "投诉电话都打不通，气死我了，太过分了"):
        await tells(chen, text)
    chen.says("转人工", intent="request_agent")
    await chen.meets(RequestAgent())
    assert (chen.effects[0]["reason"], chen.effects[0]["priority"]) == ("anger", 1)


@pytest.mark.parametrize("words", ["我要投诉", "投诉一下"])
@pytest.mark.parametrize("text", ["我上个月刚办的卡", "上半年在你们那办了两张卡"])
async def test_a_beginning_without_anger_describes_nothing(text: str, words: str):
    chen = Customer()
    await tells(chen, text)
    await chen.complains(words)
    assert chen.slots.get("description") is None


async def test_a_yes_to_the_offer_opens_the_complaint():
    chen = Customer()
    await tells(chen, "柜台那个人一直吼我妈", found("issue", "attitude", "吼"))
    chen.says("好的", intent="affirm")
    await chen.meets(AnswerOffer())
    assert chen.slots["complaint_id"]
    assert chen.slots["description"] == "柜台那个人一直吼我妈"


async def test_a_yes_to_a_listening_bot_is_listened_on():
    chen = Customer()
    await tells(chen, "我妈去换存折")
    chen.says("嗯", intent="affirm")
    await chen.meets(AnswerOffer())
    assert chen.responses == ["utter_story_listen"]


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("王芳", [found("name", "王芳", "王芳")]),
        ("朝阳支行", [found("branch", "朝阳支行", "朝阳支行")]),
        ("屏碎了", []),
    ],
)
async def test_a_bare_fact_begins_no_story(text: str, entities: list[dict]):
    assert await tells(Customer(), text, *entities) == "utter_ask_need"


async def test_a_question_ends_the_listening_and_is_the_first_miss():
    chen = Customer()
    for text in ("我妈去换存折", "九点就取了号"):
        await tells(chen, text)
    assert await tells(chen, "那个要咋弄来着", intent="nlu_fallback") == "utter_topics_none"


async def test_what_is_told_as_a_question_is_a_piece():
    chen = Customer()
    await tells(chen, "我妈去换存折")
    assert await tells(chen, "她问了句要不要带户口本", intent="out_of_scope") == "utter_story_go_on"
    assert await tells(chen, "这叫我怎么跟她交代", intent="nlu_fallback") == "utter_story_trouble"


async def test_a_question_in_between_takes_nothing_from_the_story():
    chen = Customer()
    for text in ("我妈去换存折", "九点就取了号", "前面才六个人"):
        await tells(chen, text)
    chen.says("你们周六上班吗", intent="faq")
    await chen.complains("我要投诉")
    assert chen.slots["description"] == "我妈去换存折\n九点就取了号\n前面才六个人"


async def test_who_goes_on_after_an_answer_is_offered_a_complaint():
    chen = Customer()
    await tells(chen, "昨天去你们西门支行")
    chen.says("改预留号码", intent="faq")
    assert await tells(chen, "柜员让填了三遍表") == "utter_story_trouble"


async def test_after_a_break_a_piece_begins_anew():
    chen = Customer()
    await tells(chen, "我妈去换存折")
    for event in chen.events:
        if event["event"] == "user":
            long_ago = datetime.fromisoformat(NOW) - timedelta(hours=3)
            event["metadata"] = event["metadata"] | {"now": long_ago.isoformat()}
    assert await tells(chen, "现在五个月了", intent="out_of_scope") == "utter_out_of_scope"
    assert await tells(chen, "前面还有六个人") == "utter_story_listen"


async def test_what_another_firm_is_asked_about_is_no_piece():
    chen = Customer()
    await tells(chen, "我妈去换存折")
    assert await tells(chen, "余额宝收益高", intent="out_of_scope") == "utter_out_of_scope_other_firm"


@pytest.mark.parametrize("text", ["喏就上次说的那样", "那件事你清楚的", "你看着办吧", "还是老样子"])
async def test_what_leaves_all_to_the_reader_tells_nothing(text: str):
    assert await tells(Customer(), text) == "utter_ask_need"


@pytest.mark.parametrize("text", ["昨天办的那张卡", "上次来说要排队", "跑了三回", "办了两个月没办成"])
def test_what_has_a_word_of_its_own_is_not_vague(text: str):
    assert not is_vague(text)


async def test_an_outburst_told_in_facts_is_taken_down_in_spite_of_the_sarcasm_behind_it():
    chen = Customer()
    chen.says("打了四遍电话 一个推一个", intent="express_dissatisfaction")
    chen.says("什么破银行", intent="express_dissatisfaction")
    chen.says("可真是好服务啊", intent="give_praise")
    await chen.complains("投诉一下")
    assert chen.slots["description"] == "打了四遍电话 一个推一个"


async def test_sarcasm_in_the_midst_does_not_end_a_telling():
    chen = Customer()
    await tells(chen, "取个养老金")
    await tells(chen, "今天让我复印")
    chen.says("真会办事 给你们点赞", intent="give_praise")
    await tells(chen, "明天又让我盖章")
    await chen.complains("投诉一下")
    assert chen.slots["description"] == "取个养老金\n今天让我复印\n明天又让我盖章"


@pytest.mark.parametrize(
    ("said", "intent"), [("什么破银行真差劲", "express_dissatisfaction"), ("跨行转账三天能到", "faq")]
)
async def test_mere_anger_and_another_matter_tell_nothing(said: str, intent: str):
    chen = Customer()
    chen.says(said, intent=intent)
    await chen.complains("投诉一下")
    assert chen.slots.get("description") is None


async def test_a_grievance_about_another_product_is_no_part_of_it():
    chen = Customer()
    chen.says("贷款拖了两个月不放款", found("product", "loan", "贷款"), intent="express_dissatisfaction")
    chen.says("信用卡还乱扣我年费", found("product", "credit_card", "信用卡"), intent="express_dissatisfaction")
    await chen.complains("投诉一下")
    assert (chen.slots["product"], chen.slots["description"]) == ("credit_card", "信用卡还乱扣我年费")


@pytest.mark.parametrize("intent", ["inform", "nlu_fallback"])
@pytest.mark.parametrize("said", ["要得，你帮我登记上", "得行 那你记一下嘛", "给我记下来"])
async def test_who_says_to_take_it_down_after_the_offer_opens_the_complaint(said: str, intent: str):
    chen = Customer()
    assert await tells(chen, "卡里年费多扣了三百") == "utter_story_trouble"
    chen.says(said, intent=intent)
    await chen.meets(HEARS[intent])
    assert chen.responses[0].startswith("utter_complaint_open")


async def test_who_tells_that_others_noted_it_wrong_goes_on_telling():
    chen = Customer()
    await tells(chen, "卡里年费多扣了三百")
    assert await tells(chen, "他给我登记错了", intent="nlu_fallback") == "utter_story_noted"
