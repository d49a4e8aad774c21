"""A complaint comes in: it is one ticket with a number, and the customer hears what happens next."""

import re

import httpx
import pytest

from tests.actors import Customer
from tests.handoff.ticket.complaints import PHONE, a_complaint, complains
from tests.world import World


def look_up(customer: Customer, number: str, phone: str) -> httpx.Response:
    return customer.http.post("/tickets/lookup", json={"number": number, "phone": phone})


def test_the_customer_hears_the_number_and_what_happens_next_by_when(world: World, chen: Customer):
    made = complains(world, chen)
    text = chen.hears("您的投诉已登记")["data"]["text"]
    assert re.fullmatch(r"TS20261120-[2-9A-HJ-NP-Z]{5}", made["number"])
    assert made["number"] in text
    assert "最晚 11月22日（周日）10:30 前向您反馈办理情况，12月5日（周六）17:30 前告知您处理结果" in text


def test_the_customer_never_reads_grade_or_class(world: World, chen: Customer):
    made = complains(world, chen, issue="fund_loss")
    chen.hears("您的投诉已登记")
    assert "grade" not in made
    assert "complaint_class" not in made
    assert not re.search(
        "[一二三四]级", "".join(event["data"].get("text", "") for event in chen.log() if "data" in event)
    )


def test_the_same_confirmed_complaint_is_one_ticket(world: World, chen: Customer):
    effect = a_complaint()
    for words in ("确认", "确认提交"):
        world.bot.answers(words, "好的。", effects=[effect])
    chen.says("确认")
    first = chen.hears("您的投诉已登记")["data"]["text"]
    chen.says("确认提交")
    assert chen.hears("您的投诉已登记")["data"]["text"] == first
    assert sum(event["type"] == "ticket.created" for event in chen.log()) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"consent": False},
        {"amount": "-5"},
        {"amount": "1.005"},
        {"phone": "12"},
        {"issue": "gossip"},
        {"description": " "},
    ],
    ids=["no consent", "negative amount", "thousandths", "no phone", "unknown issue", "nothing told"],
)
def test_a_complaint_that_makes_no_sense_becomes_a_persons_work_and_no_ticket(
    world: World, chen: Customer, changes: dict
):
    world.bot.answers("确认", "好的。", effects=[a_complaint(**changes)])
    chen.says("确认")
    chen.socket.wait_for_event("conversation.queued")
    assert "ticket.created" not in {event["type"] for event in chen.log()}


def test_number_and_phone_tell_where_it_stands(world: World, chen: Customer):
    number = complains(world, chen)["number"]
    found = look_up(chen, number, PHONE).json()
    assert (found["number"], found["status"], found["status_label"]) == (number, "registered", "已登记")
    assert "正在安排受理" in found["text"]
    assert not {"grade", "complaint_class", "phone", "name"} & set(found)


@pytest.mark.parametrize(
    "typed",
    [str.lower, lambda number: number.replace("-", ""), lambda number: f" {number.replace('-', ' － ')} ",
     lambda number: number.removeprefix("TS")],
    ids=["lower case", "no dash", "spaces and a wide dash", "no prefix"],
)  # fmt: skip
def test_a_number_is_understood_however_it_is_typed(world: World, chen: Customer, typed):
    number = complains(world, chen)["number"]
    assert look_up(chen, typed(number), "+86 139-1234-5678").json()["number"] == number


def test_a_wrong_phone_is_answered_like_a_wrong_number(world: World, chen: Customer):
    number = complains(world, chen)["number"]
    wrong_phone = look_up(chen, number, "13912345679")
    wrong_number = look_up(chen, "TS20261120-22222", PHONE)
    assert wrong_phone.status_code == wrong_number.status_code == 404
    assert wrong_phone.content == wrong_number.content
    assert wrong_phone.json()["error"]["code"] == "ticket_not_found"


@pytest.mark.parametrize("number", ["", "🙂", "'; DROP TABLE ticket; --", "TS" + "9" * 38, "x" * 41, 7, None])
@pytest.mark.parametrize("phone", ["", "０" * 40, None])
def test_odd_look_ups_are_refused_without_an_accident(world: World, chen: Customer, number, phone):
    answer = chen.http.post("/tickets/lookup", json={"number": number, "phone": phone})
    assert answer.status_code in {404, 422}


def test_look_ups_need_a_session(world: World, chen: Customer):
    chen.http.headers.pop("Authorization")
    assert look_up(chen, "TS20261120-22222", PHONE).json()["error"]["code"] == "session_expired"


def test_look_ups_are_limited(make_world):
    world = make_world(lookups_per_minute=2)
    chen = Customer(world)
    answers = [look_up(chen, "TS20261120-22222", PHONE).status_code for _ in range(3)]
    assert answers == [404, 404, 429]


def test_the_bot_tells_the_state_by_number_and_phone_and_nothing_by_a_wrong_phone(world: World, chen: Customer):
    number = complains(world, chen)["number"]
    ask = {"type": "ticket_status", "number": number}
    world.bot.answers("查进度", "请稍等。", effects=[{**ask, "phone": PHONE}])
    world.bot.answers("再查", "请稍等。", effects=[{**ask, "phone": "13800000000"}])
    chen.says("查进度")
    assert number in chen.hears("正在安排受理")["data"]["text"]
    chen.says("再查")
    assert number not in chen.hears("没有查到")["data"]["text"]


def test_the_state_is_told_before_the_next_question_of_a_form(world: World, chen: Customer):
    number = complains(world, chen)["number"]
    effect = {"type": "ticket_status", "number": number, "phone": PHONE}
    world.bot.answers("查进度", "请问有相关材料吗？", effects=[effect])
    chen.says("查进度")
    chen.hears("请问有相关材料吗")
    said = [event["data"]["text"] for event in chen.log() if event["type"] == "message.created"]
    assert "正在安排受理" in said[-2]
    assert said[-1] == "请问有相关材料吗？"
