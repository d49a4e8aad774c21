"""Taking a complaint down: what a first sentence fills, what is asked, and what is handed in."""

import uuid
from pathlib import Path

import pytest
import yaml
from rasa_sdk.events import FollowupAction

from actions.complaint.form import ValidateComplaintForm
from actions.complaint.opening import OpenComplaint
from actions.complaint.state import ORDER
from actions.secret import WarnSecret
from actions.smalltalk import AnswerOffer
from tests.actions.customer import Customer, found, on

ROOT = Path(__file__).parents[2]

YESTERDAY = on("2026-11-21T12:00:00+08:00", "昨天下午", grain="part")
FEE = (
    YESTERDAY,
    found("branch", "朝阳支行", "朝阳支行"),
    found("amount", "500.00", "500元"),
    found("product", "credit_card", "年费"),
    found("issue", "fee", "多扣"),
    found("demand", "refund", "退回"),
)
FIRST_SENTENCE = "昨天下午在朝阳支行被多扣了500元年费，要求退回"
QUEUE = "昨天下午朝阳支行柜台排队乱成一团，害我损失500元"


@pytest.fixture
async def chen() -> Customer:
    """陈 has said the first sentence and is asked for the name."""
    customer = Customer()
    await customer.complains(FIRST_SENTENCE, *FEE)
    return customer


async def to_the_read_back(customer: Customer) -> None:
    await customer.answers("陈静")
    await customer.answers("13800138000")
    await customer.answers("没有材料")


async def test_the_first_sentence_fills_what_it_says_and_only_the_rest_is_asked(chen):
    filled = {slot: chen.slots.get(slot) for slot in ORDER if chen.slots.get(slot)}
    assert filled == {
        "description": FIRST_SENTENCE,
        "product": "credit_card",
        "issue": "fee",
        "occurred": "2026-11-21",
        "place": "朝阳支行",
        "amount": "500.00",
        "demand": "refund",
    }
    assert set(chen.slots["slot_status"].values()) == {"inferred"}
    assert chen.slots["requested_slot"] == "name"
    assert chen.responses == ["utter_complaint_open_known", "utter_complaint_ask_name"]


async def test_a_bare_complaint_is_first_asked_what_happened():
    customer = Customer()
    await customer.complains("我要投诉")
    assert chen_is_asked(customer) == "description"
    assert customer.responses == ["utter_complaint_open", "utter_complaint_ask_description"]


def chen_is_asked(customer: Customer) -> str | None:
    return customer.slots["requested_slot"]


async def test_a_known_customer_is_not_asked_who_they_are():
    customer = Customer(is_known=True, name="陈静", phone="13800138000")
    await customer.complains(FIRST_SENTENCE, *FEE)
    assert chen_is_asked(customer) == "evidence"
    assert customer.slots["slot_status"]["phone"] == "confirmed"


async def test_an_answer_given_when_asked_is_confirmed(chen):
    await chen.answers("陈静")
    assert chen.slots["slot_status"]["name"] == "confirmed"
    assert chen.slots["slot_status"]["amount"] == "inferred"


async def test_a_refused_answer_is_explained_and_asked_again(chen):
    await chen.answers("陈静")
    await chen.answers("138001380")
    assert chen.slots.get("phone") is None
    assert chen.responses == ["utter_phone_length", "utter_complaint_ask_phone"]


async def test_two_refused_answers_in_a_row_offer_a_person(chen):
    await chen.answers("陈静")
    await chen.answers("138001380")
    await chen.answers("我现在不方便讲")
    assert "utter_form_stuck" in chen.responses


async def test_the_read_back_shows_everything_and_nothing_is_handed_in_yet(chen):
    await to_the_read_back(chen)
    assert chen.responses == ["utter_complaint_ask_consent"]
    review = chen.heard[0]["review"]
    for shown in (
        "信用卡",
        "收费",
        "2026-11-21（昨天下午）",
        "朝阳支行",
        "500.00 元",
        "退款/赔偿",
        "陈静",
        "13800138000",
    ):
        assert shown in review
    assert chen.effects == []


async def test_consent_makes_one_ticket_with_everything_in_its_place(chen):
    await to_the_read_back(chen)
    complaint_id = chen.slots["complaint_id"]
    await chen.answers("确认提交", intent="affirm")
    assert chen.effects == [
        {
            "type": "ticket",
            "complaint_id": complaint_id,
            "product": "credit_card",
            "issue": "fee",
            "demand": "refund",
            "description": FIRST_SENTENCE,
            "occurred_at": "2026-11-21",
            "occurred_text": "昨天下午",
            "place": "朝阳支行",
            "amount": "500.00",
            "name": "陈静",
            "phone": "13800138000",
            "evidence": None,
            "consent": True,
        }
    ]
    assert chen.responses == [], "number and due time are the service's to tell"
    assert uuid.UUID(complaint_id)


async def test_a_demand_in_other_words_goes_into_the_ticket_as_it_was_said():
    customer = Customer()
    await customer.complains(QUEUE, *FEE[:3], found("product", "branch_service", "柜台"))
    await customer.answers("流程时效")
    await customer.answers("多开一个窗口就行")
    await to_the_read_back(customer)
    assert "诉求：其他（多开一个窗口就行）" in customer.heard[0]["review"]
    await customer.answers("确认提交", intent="affirm")
    assert customer.effects[0]["demand"] == "other"
    assert customer.effects[0]["description"] == f"{QUEUE}\n诉求：多开一个窗口就行"


async def test_a_long_first_sentence_is_the_description_whatever_it_tells():
    customer = Customer()
    await customer.complains("我想反映个事，你们大厅的叫号机坏了人都挤成一团")
    assert customer.slots["description"] == "我想反映个事，你们大厅的叫号机坏了人都挤成一团"


async def test_a_place_is_kept_as_a_place_and_is_no_description():
    customer = Customer()
    await customer.complains("我要投诉")
    await customer.answers("望京西园支行", found("branch", "望京西园支行", "望京西园支行"))
    assert customer.slots["place"] == "望京西园支行"
    assert customer.slots["requested_slot"] == "description"


async def test_after_submission_nothing_is_left_and_the_next_complaint_has_its_own_id(chen):
    await to_the_read_back(chen)
    first = chen.slots["complaint_id"]
    await chen.answers("确认提交", intent="affirm")
    assert [slot for slot in ORDER if chen.slots.get(slot) is not None] == []
    await chen.complains(FIRST_SENTENCE, *FEE)
    assert chen.slots["complaint_id"] not in (None, first)
    assert chen_is_asked(chen) == "evidence", "who they are was told a moment ago"


@pytest.mark.parametrize("yes", ["确认提交", "好的", "同意", "是的，没问题", "没错，提交吧"])
async def test_consent_has_many_words(chen, yes):
    await to_the_read_back(chen)
    await chen.answers(yes, intent="affirm")
    assert [effect["type"] for effect in chen.effects] == ["ticket"]


@pytest.mark.parametrize("words", ["嗯这个钱什么时候退", "你们上班到几点", "哦"])
async def test_nothing_but_consent_hands_it_in(chen, words):
    await to_the_read_back(chen)
    await chen.answers(words, intent="nlu_fallback")
    assert chen.effects == []
    assert chen.slots.get("consent") is None


@pytest.mark.parametrize("words", ["算了", "不投诉了", "取消", "取消投诉", "算了，不弄了", "明白了，那不用投诉了"])
async def test_stopping_asks_nothing_more_and_forgets_everything(chen, words):
    await chen.answers(words, intent="stop_form")
    assert chen.responses == ["utter_complaint_cancelled"]
    assert chen.loop is None
    assert chen.effects == []
    assert chen.slots["complaint_id"] is None
    assert [slot for slot in ORDER if chen.slots.get(slot) is not None] == []


async def test_stopping_at_the_read_back_hands_nothing_in(chen):
    await to_the_read_back(chen)
    await chen.answers("取消", intent="stop_form")
    assert chen.effects == []
    assert chen.loop is None


async def test_a_wish_to_cancel_a_service_is_not_a_wish_to_stop():
    customer = Customer()
    await customer.complains("我要投诉")
    await customer.answers("我取消短信通知以后还在扣我的钱", intent="stop_form")
    assert customer.slots["description"] == "我取消短信通知以后还在扣我的钱"


async def test_a_complaint_while_one_is_open_does_not_start_another(chen):
    first = chen.slots["complaint_id"]
    assert not await chen.answers("我要投诉", intent="file_complaint")
    await chen.meets(OpenComplaint())
    assert chen.slots["complaint_id"] == first
    assert chen.responses == ["utter_complaint_in_progress"]


async def test_what_made_a_customer_angry_need_not_be_told_twice():
    customer = Customer()
    grievance = "你们乱扣了我200块短信费，太坑了"
    customer.says(grievance, found("amount", "200.00", "200块"), intent="express_dissatisfaction")
    await customer.complains("我要投诉")
    assert customer.slots["description"] == grievance
    assert customer.slots["amount"] == "200.00"


async def test_a_future_date_in_the_first_sentence_is_left_to_be_asked():
    customer = Customer()
    await customer.complains("明天在朝阳支行被多扣了500元年费", on("2026-11-23T00:00:00+08:00", "明天"), *FEE[1:])
    assert customer.slots.get("occurred") is None
    assert chen_is_asked(customer) == "occurred"


def test_the_order_is_the_domains_and_every_question_has_a_response():
    domain = yaml.safe_load((ROOT / "bot/domain/complaint.yml").read_text())
    assert tuple(domain["forms"]["complaint_form"]["required_slots"]) == ORDER
    assert {f"utter_complaint_ask_{slot}" for slot in ORDER} <= set(domain["responses"])


async def test_what_is_taken_back_in_the_same_breath_does_not_count():
    friday, thursday = on("2026-11-13T00:00:00+08:00", "上周五"), on("2026-11-12T00:00:00+08:00", "上周四")
    customer = Customer()
    await customer.complains("上周五，哦不对，是上周四，在朝阳支行多扣我500元年费", friday, thursday, *FEE[1:])
    assert customer.slots["occurred"] == "2026-11-12"


async def test_a_name_that_sounds_like_a_goodbye_is_a_name(chen):
    assert await chen.answers("白冰", intent="say_goodbye")
    assert chen.slots["name"] == "白冰"


@pytest.mark.parametrize(
    ("words", "intent"),
    [("我不要投诉", "file_complaint"), ("我没有要投诉", "file_complaint"), ("我真的不想投诉了", "nlu_fallback")],
)
async def test_who_does_not_want_to_complain_does_not(chen, words, intent):
    assert await chen.answers(words, intent=intent)
    assert chen.responses == ["utter_complaint_cancelled"]
    assert (chen.loop, chen.slots["complaint_id"]) == (None, None)


async def test_a_complaint_that_is_declined_outright_is_not_begun():
    customer = Customer()
    customer.says("我不要投诉", intent="file_complaint")
    events = await customer.meets(OpenComplaint())
    assert customer.responses == ["utter_nothing_to_stop"]
    assert events == [FollowupAction("action_listen")]


async def test_a_yes_after_a_cancelled_complaint_confirms_nothing(chen):
    await chen.answers("算了", intent="stop_form")
    chen.says("是的", intent="affirm")
    await chen.meets(AnswerOffer())
    assert chen.responses == ["utter_anything_else"]


async def test_a_sum_that_cannot_be_is_named_at_once_and_asked():
    customer = Customer()
    huge = found("amount", "1000000000000000.00", "1000000000000000元")
    words = "昨天下午在朝阳支行被多扣了1000000000000000元年费，要求退回"
    await customer.complains(words, *FEE[:2], huge, *FEE[3:])
    assert customer.responses == [
        "utter_complaint_open_known", "utter_complaint_amount_too_large", "utter_complaint_ask_amount",
    ]  # fmt: skip


async def test_a_complaint_with_a_secret_in_it_is_opened_after_the_warning():
    customer = Customer()
    words = "我要投诉，密码123456被你们泄露了"
    await customer.complains(words, found("issue", "data_leak", "泄露"))
    assert customer.responses[:2] == ["utter_secret_warning", "utter_complaint_open_known"]
    assert customer.slots["description"] == "我要投诉，密码******被你们泄露了"


async def test_a_complaint_taken_for_a_secret_is_opened_all_the_same():
    customer = Customer()
    customer.says("我要投诉，密码123456被你们泄露了", found("issue", "data_leak", "泄露"), intent="share_secret")
    events = await customer.meets(WarnSecret())
    assert customer.responses == ["utter_secret_warning", "utter_complaint_open_known"]
    assert events[-1] == FollowupAction("complaint_form")


async def test_a_secret_without_a_complaint_is_only_warned_of():
    customer = Customer()
    customer.says("我的密码是123456", intent="share_secret")
    assert await customer.meets(WarnSecret()) == []
    assert customer.responses == ["utter_secret_warning"]


@pytest.mark.parametrize("words", ["算了，还是要投诉", "不管了，我要投诉"])
async def test_a_changed_mind_that_sounds_like_stopping_is_a_complaint(chen, words):
    assert not await chen.answers(words, intent="stop_form")
    assert chen.slots["complaint_id"], "nothing is lost"
    customer = Customer()
    customer.says(words, intent="stop_form")
    events = await customer.meets(AnswerOffer())
    assert customer.responses == ["utter_complaint_open"]
    assert events[-1] == FollowupAction("complaint_form")


async def test_taking_a_complaint_back_is_no_new_one():
    customer = Customer()
    customer.says("取消我要投诉的登记", intent="stop_form")
    await customer.meets(AnswerOffer())
    assert customer.responses == ["utter_nothing_to_stop"]


# A telling that comes in pieces


async def test_what_comes_in_pieces_is_taken_together_once_it_tells_something():
    customer = Customer()
    await customer.complains("投诉")
    await customer.answers("收费太贵")
    assert customer.responses == ["utter_complaint_description_invalid", "utter_complaint_ask_description"]
    await customer.answers("信用卡", found("product", "credit_card", "信用卡"))
    assert customer.slots["description"] == "收费太贵，信用卡"
    assert customer.slots["slot_status"]["description"] == "confirmed"
    assert customer.slots["product"] == "credit_card"


@pytest.mark.parametrize(
    "pieces",
    [
        [("昨天", "time", "2026-11-21"), ("朝阳支行", "branch", "朝阳支行"), ("500元", "amount", "500.00")],
        [("啊啊啊", "", ""), ("啊啊啊啊", "", "")],
        [("扣钱", "", ""), ("扣钱", "", "")],
    ],
)
async def test_facts_alone_noise_and_the_same_again_tell_nobody_what_happened(pieces):
    customer = Customer()
    await customer.complains("投诉")
    for words, kind, value in pieces:
        await customer.answers(words, *([found(kind, value, words)] if kind else []))
    assert customer.slots.get("description") is None
    assert customer.responses[0] == "utter_complaint_description_invalid"


async def test_a_question_in_between_is_no_piece_of_the_story():
    customer = Customer()
    await customer.complains("投诉")
    await customer.answers("收费太贵")
    assert not await customer.answers("信用卡年费怎么收", intent="faq")
    await customer.meets(ValidateComplaintForm())
    await customer.answers("信用卡", found("product", "credit_card", "信用卡"))
    assert customer.slots["description"] == "收费太贵，信用卡"


async def test_what_the_staff_of_the_hotline_did_yesterday_is_a_story_and_no_wish_for_a_person():
    customer = Customer()
    await customer.complains("我要投诉")
    assert await customer.answers("昨天客服热线的人骂我", YESTERDAY, intent="request_agent")
    assert customer.slots["description"] == "昨天客服热线的人骂我"
    another = Customer()
    await another.complains("我要投诉")
    assert not await another.answers("骗子，叫你们经理来", intent="request_agent")
