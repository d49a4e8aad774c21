"""A customer's own complaint afterwards: more is added to it, or it is withdrawn; nobody else's, and never twice."""

from typing import Any

import pytest

from tests.actors import Agent, Customer
from tests.handoff.ticket.complaints import PHONE, complains
from tests.world import World

STRANGER = "13700000000"
MORE = "当时柜员姓王，还有监控"


@pytest.fixture
def number(world: World, chen: Customer) -> str:
    """陈's complaint about a fee."""
    return complains(world, chen)["number"]


@pytest.fixture
def other(world: World) -> Customer:
    """Somebody on another device."""
    return Customer(world).opens_chat()


def asks(world: World, customer: Customer, effect: str, number: str, **more: Any) -> dict[str, Any]:
    """The bot asks for this effect in a turn of the customer's; returns the message that answers it."""
    words = f"{effect} {len(world.bot.asked)}"
    world.bot.answers(words, "", effects=[{"type": effect, "number": number, **more}])
    customer.says(words)
    while True:
        data = customer.socket.wait_for_event("message.created")["data"]
        if data.get("name") == effect:
            return data


def adds(world: World, customer: Customer, number: str, text: str = MORE, **more: Any) -> dict[str, Any]:
    return asks(world, customer, "ticket_note", number, text=text, **more)


def withdraws(world: World, customer: Customer, number: str, **more: Any) -> dict[str, Any]:
    return asks(world, customer, "ticket_withdraw", number, **more)


def steps(agent: Agent, number: str, kind: str) -> list[dict[str, Any]]:
    return [step for step in agent.gets(f"/tickets/{number}")["history"] if step["kind"] == kind]


def test_what_a_customer_adds_is_a_step_staff_read(world: World, chen: Customer, number: str, amira: Agent):
    assert number in adds(world, chen, number)["text"]
    (step,) = steps(amira, number, "noted")
    assert (step["text"], step["note"], step["actor"]["kind"]) == ("客户补充说明", MORE, "customer")
    assert amira.gets(f"/tickets/{number}")["status"] == "registered"


def test_two_additions_are_two_steps(world: World, chen: Customer, number: str, amira: Agent):
    adds(world, chen, number)
    adds(world, chen, number, text="我还有录音")
    assert [step["note"] for step in steps(amira, number, "noted")] == [MORE, "我还有录音"]


def test_one_turn_adds_once_however_often_it_asks(world: World, chen: Customer, number: str, amira: Agent):
    effect = {"type": "ticket_note", "number": number, "text": MORE}
    world.bot.answers("补充", "好的。", effects=[effect, dict(effect)])
    chen.says("补充")
    chen.hears("好的。")
    assert len(steps(amira, number, "noted")) == 1


def test_nothing_is_added_when_the_procedure_is_over(world: World, chen: Customer, number: str, amira: Agent):
    withdraws(world, chen, number)
    told = adds(world, chen, number)
    assert "不能再补充" in told["text"]
    assert [reply["text"] for reply in told["quick_replies"]] == ["转人工", "我要投诉"]
    assert steps(amira, number, "noted") == []


def test_from_another_device_it_takes_number_and_phone(world: World, other: Customer, number: str, amira: Agent):
    assert number in adds(world, other, number, phone=PHONE)["text"]
    assert len(steps(amira, number, "noted")) == 1


@pytest.mark.parametrize("phone", [STRANGER, None, ""])
def test_who_cannot_prove_it_neither_adds_nor_withdraws(
    world: World, other: Customer, number: str, amira: Agent, phone: str | None
):
    assert "没有查到" in adds(world, other, number, phone=phone)["text"]
    assert "没有查到" in withdraws(world, other, number, phone=phone)["text"]
    ticket = amira.gets(f"/tickets/{number}")
    assert ticket["status"] == "registered"
    assert {step["kind"] for step in ticket["history"]} == {"submitted", "moved", "graded"}


def test_a_withdrawal_ends_the_procedure_that_day(world: World, chen: Customer, number: str, amira: Agent):
    text = withdraws(world, chen, number)["text"]
    assert number in text
    assert "11月20日" in text
    ticket = amira.gets(f"/tickets/{number}")
    assert (ticket["status"], ticket["closed_at"] is not None) == ("withdrawn", True)
    assert {deadline["state"] for deadline in ticket["deadlines"]} <= {"stopped", "met"}
    (step,) = steps(amira, number, "withdrawn")
    assert step["actor"]["kind"] == "customer"
    updated = [event["data"] for event in chen.log() if event["type"] == "ticket.updated"]
    assert updated == [{"number": number, "status": "withdrawn", "due_at": None}]


def test_what_is_over_cannot_be_withdrawn_again(world: World, chen: Customer, number: str, amira: Agent):
    withdraws(world, chen, number)
    assert "不能再撤回" in withdraws(world, chen, number)["text"]
    assert len(steps(amira, number, "withdrawn")) == 1


def test_a_result_that_was_confirmed_cannot_be_withdrawn(world: World, chen: Customer, number: str, amira: Agent):
    for status in ("accepted", "investigating", "resolution_proposed", "feedback_sent", "confirmed"):
        body = {"status": status, "note": "已核实"}
        amira.calls("POST", f"/tickets/{number}/status", json=body).raise_for_status()
    assert "不能再撤回" in withdraws(world, chen, number)["text"]
    assert amira.gets(f"/tickets/{number}")["status"] == "confirmed"


def test_the_bot_is_told_of_the_complaints_of_its_conversation_alone(world: World, chen: Customer, other: Customer):
    first = complains(world, chen)["number"]
    second = complains(world, chen, product="loan", issue="process")["number"]
    withdraws(world, chen, first)
    for customer in (chen, other):
        customer.says("我的投诉")
        customer.hears("您说的是")
    told, nothing = (request.metadata["tickets"] for request in world.bot.asked[-2:])
    assert told == [
        {"number": second, "subject": "贷款流程/时效", "is_open": True},
        {"number": first, "subject": "信用卡收费", "is_open": False},
    ]
    assert nothing == []
