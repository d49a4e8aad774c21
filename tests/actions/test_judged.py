"""What is judged from the sense of a complaint fills the form, and what it does not do; another story than before."""

from typing import Any

import pytest

from actions.answers import READERS
from actions.vocabulary import ISSUES
from tests.actions.customer import Customer, Found, a_turn, found, value_of

STORY = "上个月信用卡多出一笔五百块的年费，首年明明是免的，太坑人了"
STORY_TELLS = (
    found("product", "credit_card", "信用卡"),
    found("issue", "fee", "年费"),
    found("amount", "500.00", "五百块"),
)
OUTBURST = "什么垃圾银行，转账三天了还没到账，气死我了"
OUTBURST_TELLS = found("product", "payment", "转账"), found("issue", "process", "还没到账")


def judged(kind: str, value: Any, text: str, confidence: float = 0.8) -> Found:
    return {**found(kind, value, text), "is_judged": True, "confidence_entity": confidence}


async def after_an_outburst() -> Customer:
    """A customer who was angry, said 我要投诉, and is asked what is still missing."""
    customer = Customer()
    customer.says(OUTBURST, *OUTBURST_TELLS, intent="express_dissatisfaction")
    await customer.complains("我要投诉")
    assert (customer.slots["product"], customer.slots["description"]) == ("payment", OUTBURST)
    assert customer.slots["requested_slot"] == "occurred"
    return customer


async def test_a_story_without_the_usual_words_says_what_it_is_about():
    customer = Customer()
    words = "存折里的二十万就剩个零头了，谁给我交待"
    await customer.complains(words, judged("issue", "fund_loss", words))
    assert customer.slots["issue"] == "fund_loss"
    assert customer.slots["slot_status"]["issue"] == "inferred"


def doubtful(kind: str, value: Any, text: str, *rivals: str) -> Found:
    return {**judged(kind, value, text, 0.5), "rivals": list(rivals)}


DOUBTED = "理财赎回的钱少了八百，问谁都说不归他管"


async def the_doubted_complaint() -> Customer:
    customer = Customer()
    await customer.complains(
        DOUBTED, found("product", "wealth", "理财"), doubtful("issue", "process", DOUBTED, "process", "fee")
    )
    return customer


async def test_a_doubtful_issue_is_asked_with_the_likeliest_first():
    customer = await the_doubted_complaint()
    assert (customer.slots.get("issue"), customer.slots["requested_slot"]) == (None, "issue")
    asked = customer.heard[-1]
    assert asked["response"] == "utter_complaint_ask_issue_between"
    assert (asked["first"], asked["second"]) == ("流程/时效", "收费")
    assert [button["title"] for button in asked["buttons"][:2]] == ["流程/时效", "收费"]
    assert sorted(button["title"] for button in asked["buttons"]) == sorted(ISSUES.values())


@pytest.mark.parametrize(("code", "label"), ISSUES.items())
async def test_whichever_issue_is_pressed_is_taken(code: str, label: str):
    customer = await the_doubted_complaint()
    await customer.answers(label)
    assert customer.slots["issue"] == code
    assert customer.slots["slot_status"]["issue"] == "confirmed"
    assert customer.slots["requested_slot"] == "occurred"


async def test_a_ticket_knows_nothing_of_the_guesses():
    customer = await the_doubted_complaint()
    for answer in ("收费", "记不清了", "不清楚", "没有涉及金额", "要求退款", "李娜", "13812345678", "没有", "确认提交"):
        await customer.answers(answer, intent="affirm" if answer == "确认提交" else "inform")
    (effect,) = (effect for effect in customer.effects if effect["type"] == "ticket")
    assert effect["issue"] == "fee"
    assert "issue_guesses" not in effect
    assert customer.slots["issue_guesses"] is None


async def test_a_clear_issue_is_not_asked():
    customer = Customer()
    await customer.complains(DOUBTED, found("product", "wealth", "理财"), judged("issue", "process", DOUBTED))
    assert (customer.slots["issue"], customer.slots["requested_slot"]) == ("process", "occurred")


async def test_what_no_code_tells_is_kept_in_the_customers_words():
    customer = Customer()
    await customer.complains("催收天天打电话，别再骚扰我爸妈了", judged("demand", "other", "别再骚扰我爸妈了"))
    assert (customer.slots["demand"], customer.slots["demand_text"]) == ("other", "别再骚扰我爸妈了")


def test_the_surest_issue_counts_whatever_it_weighs():
    words = "排队半天还骗老年人"
    issues = {**found("issue", "misselling", "骗老年人"), "confidence_entity": 0.4}, judged("issue", "process", words)
    assert value_of(READERS["issue"](a_turn(words, *issues), words), "issue") == "process"


async def test_a_correction_takes_words_and_not_a_judgement():
    customer = Customer()
    await customer.complains(STORY, *STORY_TELLS)
    words = "不对，是600"
    await customer.answers(
        words, found("amount", "600.00", "600"), judged("issue", "process", words), intent="correct_answer"
    )
    assert (customer.slots["amount"], customer.slots["issue"]) == ("600.00", "fee")


def test_a_judgement_makes_no_text_a_mere_value():
    words = "就在柜台旁边那个房间"
    turn = a_turn(words, judged("issue", "attitude", words))
    assert not turn.is_all(("issue",), words)
    assert turn.found("issue") == []


async def test_another_story_takes_the_place_of_an_outburst():
    chen = await after_an_outburst()
    await chen.answers(STORY, *STORY_TELLS, intent="file_complaint")
    told = {slot: chen.slots[slot] for slot in ("product", "issue", "description", "amount")}
    assert told == {"product": "credit_card", "issue": "fee", "description": STORY, "amount": "500.00"}
    assert not chen.slots["overheard"]


async def test_a_fact_of_the_outburst_does_not_stand_in_another_story():
    chen = Customer()
    chen.says(OUTBURST, *OUTBURST_TELLS, found("branch", "朝阳支行", "朝阳支行"), intent="express_dissatisfaction")
    await chen.complains("我要投诉")
    assert chen.slots["place"] == "朝阳支行"
    await chen.answers(STORY, *STORY_TELLS, intent="file_complaint")
    assert chen.slots["place"] is None


async def test_more_about_the_same_matter_leaves_what_was_told():
    chen = await after_an_outburst()
    more = "转账那天柜员还骂我，太过分了，要求道歉"
    await chen.answers(more, OUTBURST_TELLS[0], found("issue", "attitude", "骂我"), intent="file_complaint")
    assert (chen.slots["issue"], chen.slots["description"]) == ("process", OUTBURST)


async def test_a_word_about_another_product_is_no_other_story():
    chen = await after_an_outburst()
    await chen.answers("信用卡的", found("product", "credit_card", "信用卡"))
    assert (chen.slots["product"], chen.slots["description"]) == ("payment", OUTBURST)


async def test_what_opened_the_complaint_is_not_forgotten_for_a_second_story():
    chen = Customer()
    await chen.complains(f"我要投诉，{OUTBURST}", *OUTBURST_TELLS)
    await chen.answers(STORY, *STORY_TELLS, intent="file_complaint")
    assert chen.slots["product"] == "payment"
