"""Holding a conversation: what only the holder may do, and where it can go from there."""

from typing import Any

import pytest

from tests.actors import Agent, Customer, new_client_id
from tests.world import World


@pytest.fixture
def claimed_after_bot(world: World, chen: Customer, amira: Agent) -> Customer:
    """陈 asked the bot, was put into the queue by it with facts at high priority, and Amira took over."""
    handoff = {"type": "handoff", "reason": "hardship", "priority": 1, "summary": "客户申请延期还款。"}
    world.bot.answers(
        "还不上了", "马上为您转接。", effects=[handoff], slots={"amount": {"value": "5000.00", "status": "confirmed"}}
    )
    chen.says("还不上了")
    chen.socket.wait_for_event("conversation.queued")
    amira.claims(chen).raise_for_status()
    return chen


# Answering


def test_the_holders_answer_reaches_the_customer(helped: Customer, amira: Agent):
    answer = amira.answers(helped, "您好，我是艾米娜")
    assert answer.status_code == 201
    event = helped.hears("我是艾米娜")
    assert event["actor"] == {"kind": "agent", "id": None, "name": "艾米娜"}
    assert event["seq"] == answer.json()["seq"]


def test_a_repeated_answer_is_one_answer(helped: Customer, amira: Agent):
    client_id = new_client_id()
    first = amira.answers(helped, "您好", client_id=client_id)
    second = amira.answers(helped, "您好", client_id=client_id)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()


def test_a_repeat_after_the_conversation_went_elsewhere_gets_its_first_answer(helped: Customer, amira: Agent):
    client_id = new_client_id()
    first = amira.answers(helped, "您好", client_id=client_id)
    amira.acts(helped, "transfer", note="请贷款同事接手")
    assert amira.answers(helped, "您好", client_id=client_id).json() == first.json()
    assert amira.answers(helped, "还在吗").status_code == 409


@pytest.mark.parametrize("who", ["ben", "zhou"])
def test_nobody_else_answers_the_customer(helped: Customer, who: str, request: pytest.FixtureRequest):
    answer = request.getfixturevalue(who).answers(helped, "您好")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "conversation_not_yours"
    assert answer.json()["error"]["details"] == {"agent_name": "艾米娜"}


def test_an_agent_is_not_heard_before_the_claim(waiting: Customer, amira: Agent):
    answer = amira.answers(waiting, "您好")
    assert answer.status_code == 409
    assert answer.json()["error"]["details"] == {"agent_name": None}


@pytest.mark.parametrize(
    ("text", "code"), [("", "message_empty"), (" \u200b ", "message_empty"), ("长" * 2001, "message_too_long")]
)
def test_an_answer_keeps_to_the_rules_of_messages(helped: Customer, amira: Agent, text: str, code: str):
    answer = amira.answers(helped, text)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == code


def test_while_a_person_holds_it_the_bot_is_never_called(world: World, helped: Customer, amira: Agent):
    before = len(world.bot.asked)
    for text in ("在吗", "转人工", "/restart", "信用卡年费多少"):
        helped.says(text)
    amira.answers(helped, "在的")
    helped.hears("在的")
    amira.acts(helped, "close", reason="resolved")
    assert len(world.bot.asked) == before
    events = amira.gets(f"/conversations/{helped.conversation_id}/events")["events"]
    assert {event["actor"]["kind"] for event in events} == {"system", "customer", "agent"}


def test_while_somebody_waits_the_bot_is_not_called_either(world: World, waiting: Customer):
    waiting.says("还要等多久")
    assert world.bot.asked == []


# Notes


def test_a_note_reaches_colleagues_and_never_the_customer(helped: Customer, amira: Agent, ben: Agent):
    secret = "客户疑似被诈骗，注意安抚"
    seq = ben.notes(helped, secret).json()["seq"]
    amira.acts(helped, "close", reason="resolved", note="已冻结卡片-内部")
    helped.socket.wait_for_event("rating.requested")
    events = amira.gets(f"/conversations/{helped.conversation_id}/events")["events"]
    note = next(event for event in events if event["seq"] == seq)
    assert (note["type"], note["data"], note["actor"]["name"]) == ("note.created", {"text": secret}, "卞恩")
    for seen in (helped.socket.events(), helped.log()):
        placeholder = next(event for event in seen if event["seq"] == seq)
        assert placeholder == {"conversation_id": helped.conversation_id, "seq": seq, "type": "internal"}
        assert secret not in str(seen) and "内部" not in str(seen)
        assert [event["seq"] for event in seen] == list(range(1, len(seen) + 1))


def test_what_the_desk_thinks_of_a_customer_is_not_told_to_them(world: World, chen: Customer, amira: Agent):
    """Anger, a grave complaint, spam, and how urgent that is: in the desk's log, in no answer to the customer."""
    effect = {"type": "handoff", "reason": "anger", "priority": 2, "summary": "客户情绪激动"}
    world.bot.answers("骗子", "抱歉。", effects=[effect])
    chen.says("骗子")
    chen.socket.wait_for_event("conversation.queued")
    amira.claims(chen).raise_for_status()
    amira.acts(chen, "close", reason="spam").raise_for_status()
    chen.socket.wait_for_event("rating.requested")
    for seen in (chen.log(), chen.socket.events()):
        told = {event["type"]: event.get("data") for event in seen}
        assert told["conversation.queued"] == {"is_within_hours": True}
        assert told["conversation.closed"] == {"by": "agent"}
        assert "anger" not in str(seen) and "spam" not in str(seen)
    staff = {
        event["type"]: event["data"] for event in amira.gets(f"/conversations/{chen.conversation_id}/events")["events"]
    }
    assert (staff["conversation.queued"]["reason"], staff["conversation.closed"]["reason"]) == ("anger", "spam")


# Transfer


def test_a_transferred_conversation_waits_with_what_was_known(claimed_after_bot: Customer, amira: Agent, ben: Agent):
    answer = amira.acts(claimed_after_bot, "transfer", note="需要贷款专员")
    assert answer.json()["status"] == "queued"
    events = ben.gets(f"/conversations/{claimed_after_bot.conversation_id}/events")["events"]
    released, queued, summarised = events[-3:]
    assert (released["type"], released["data"]) == ("conversation.released", {"reason": "transferred"})
    assert queued["data"] == {"reason": "transferred", "priority": 1, "is_within_hours": True}
    first = next(event for event in events if event["type"] == "handoff.summarised")
    assert summarised["data"] == {**first["data"], "reason": "transferred", "note": "需要贷款专员"}
    assert first["data"]["facts"]
    assert ben.claims(claimed_after_bot).status_code == 200


def test_the_customer_is_told_of_a_transfer_without_its_note(helped: Customer, amira: Agent):
    amira.acts(helped, "transfer", note="这位客户要投诉我")
    assert helped.socket.wait_for_event("conversation.released")["data"] == {"reason": "transferred"}
    helped.socket.wait_for_event("conversation.queued")
    assert helped.snapshot()["queue"]["position"] == 1
    assert "要投诉我" not in str(helped.log())


def test_only_the_holder_or_a_lead_transfers(helped: Customer, ben: Agent, zhou: Agent):
    assert ben.acts(helped, "transfer", note="给我").json()["error"]["code"] == "conversation_not_yours"
    assert zhou.acts(helped, "transfer", note="换人").status_code == 200


def test_what_nobody_holds_is_not_transferred(waiting: Customer, zhou: Agent):
    answer = zhou.acts(waiting, "transfer", note="换人")
    assert answer.status_code == 409
    assert answer.json()["error"]["details"] == {"status": "queued"}


@pytest.mark.parametrize("body", [{}, {"note": ""}, {"note": "  "}, {"note": 1}, {"note": "好", "priority": 3}])
def test_a_transfer_needs_a_note_and_nothing_else(helped: Customer, amira: Agent, body: dict[str, Any]):
    assert amira.acts(helped, "transfer", **body).status_code == 422
    assert helped.snapshot()["status"] == "assigned"


# Handing back


def test_the_bot_resumes_when_it_is_given_back(world: World, helped: Customer, amira: Agent):
    world.bot.answers("resume", "我们继续刚才的话题。")
    answer = amira.acts(helped, "return")
    assert answer.json()["status"] == "bot"
    assert helped.socket.wait_for_event("conversation.returned")["data"] == {"reason": "handed_back"}
    assert helped.hears("我们继续")["actor"]["kind"] == "bot"
    request = world.bot.asked[-1]
    returned = next(event for event in helped.log() if event["type"] == "conversation.returned")
    assert (request.kind, request.text) == ("resume", None)
    assert request.turn_id == f"{helped.conversation_id}:{returned['seq']}"
    helped.says("好的")
    helped.hears("您说的是：好的")


def test_only_the_holder_hands_back(helped: Customer, ben: Agent, zhou: Agent):
    for somebody in (ben, zhou):
        assert somebody.acts(helped, "return").json()["error"]["code"] == "conversation_not_yours"
    assert helped.snapshot()["status"] == "assigned"


def test_after_it_was_handed_back_a_new_handoff_starts_at_its_own_priority(
    world: World, claimed_after_bot: Customer, amira: Agent
):
    amira.acts(claimed_after_bot, "return").raise_for_status()
    claimed_after_bot.calls("POST", "/handoff", json={})
    assert amira.gets("/queue")["waiting"][0]["priority"] == 0


# Closing


def test_the_holder_closes_it_and_the_customer_may_rate(helped: Customer, amira: Agent):
    assert amira.acts(helped, "close", reason="resolved").json()["status"] == "closed"
    assert helped.socket.wait_for_event("conversation.closed")["data"] == {"by": "agent"}
    assert helped.snapshot()["can_rate"] is True
    assert amira.answers(helped, "再见").status_code == 409


def test_closing_twice_closes_once(helped: Customer, amira: Agent):
    amira.acts(helped, "close", reason="resolved")
    before = helped.snapshot()["last_seq"]
    assert amira.acts(helped, "close", reason="spam", note="又一次").status_code == 200
    assert helped.snapshot()["last_seq"] == before


def test_another_agent_does_not_close_it(helped: Customer, ben: Agent):
    assert ben.acts(helped, "close", reason="spam").json()["error"]["code"] == "conversation_not_yours"
    assert helped.snapshot()["status"] == "assigned"


@pytest.mark.parametrize("state", ["chen", "waiting", "helped"])
def test_a_supervisor_closes_what_should_not_go_on(state: str, zhou: Agent, request: pytest.FixtureRequest):
    customer = request.getfixturevalue(state)
    assert zhou.acts(customer, "close", reason="spam").status_code == 200
    assert customer.snapshot()["status"] == "closed"


@pytest.mark.parametrize("body", [{}, {"reason": "bored"}, {"reason": "resolved", "status": "bot"}, {"reason": None}])
def test_a_close_needs_a_known_reason_and_nothing_else(helped: Customer, amira: Agent, body: dict[str, Any]):
    assert amira.acts(helped, "close", **body).status_code == 422


def test_a_customer_who_writes_again_meets_the_bot_not_the_agent(world: World, helped: Customer, amira: Agent):
    amira.acts(helped, "close", reason="resolved")
    helped.says("还有个问题")
    helped.hears("您说的是：还有个问题")
    assert amira.answers(helped, "您好").status_code == 409
    assert amira.gets(f"/conversations/{helped.conversation_id}")["agent"] is None
