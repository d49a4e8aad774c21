"""Masking at the desk: names and numbers are hidden on HTTP, socket and in search, until somebody says why."""

import pytest

from tests.actors import Agent, Customer
from tests.world import World

PHONE, NAME = "13912345678", "王秀芳"
TOLD = f"我叫{NAME}，电话{PHONE}"
SLOTS = {"name": {"value": NAME, "status": "confirmed"}, "phone": {"value": PHONE, "status": "confirmed"}}
TICKET = {
    "type": "ticket", "complaint_id": "k_12345678", "product": "credit_card", "issue": "fee", "demand": "refund",
    "description": f"多扣年费，请打{PHONE}找{NAME}", "name": NAME, "phone": PHONE, "consent": True,
}  # fmt: skip
HANDOFF = {"type": "handoff", "reason": "asked", "priority": 0, "summary": f"{NAME}（{PHONE}）要求人工服务"}


@pytest.fixture
def told(world: World, chen: Customer) -> Customer:
    """陈, who said her name and phone to the bot and waits for a person."""
    world.bot.answers(TOLD, "好的。", slots=SLOTS, effects=[TICKET, HANDOFF])
    chen.says(TOLD)
    chen.socket.wait_for_event("conversation.queued")
    return chen


def everything(agent: Agent, customer: Customer) -> str:
    """All that the API says of a conversation and its ticket."""
    path = f"/conversations/{customer.conversation_id}"
    detail = agent.gets(path)
    number = detail["tickets"][0]["number"]
    answers = [detail, agent.gets(f"{path}/events"), agent.gets("/queue"), agent.gets("/conversations")]
    return str([*answers, agent.gets("/tickets"), agent.gets(f"/tickets/{number}")])


def test_nobody_at_the_desk_reads_name_or_phone(told: Customer, amira: Agent, zhou: Agent, root: Agent):
    for person in (amira, zhou, root):
        shown = everything(person, told)
        assert PHONE not in shown
        assert NAME not in shown
        assert "139****5678" in shown
        assert "王**" in shown


def test_a_stranger_is_listed_by_the_name_they_told(told: Customer, amira: Agent):
    path = f"/conversations/{told.conversation_id}"
    for line in (amira.gets("/queue")["waiting"][0], amira.gets("/conversations")["items"][0], amira.gets(path)):
        assert (line["customer"]["name"], line["customer"]["told_name"]) == (None, "王**")
        assert line["customer"]["is_known"] is False


def test_the_name_of_a_complaint_stays_when_the_bot_has_forgotten_it(world: World, chen: Customer, amira: Agent):
    world.bot.answers(TOLD, "好的。", slots={}, effects=[TICKET, HANDOFF])
    chen.says(TOLD)
    chen.socket.wait_for_event("conversation.queued")
    assert amira.gets("/queue")["waiting"][0]["customer"]["told_name"] == "王**"
    assert amira.gets(f"/conversations/{chen.conversation_id}")["customer"]["told_name"] == "王**"


def test_who_told_no_name_is_listed_without_one(waiting: Customer, amira: Agent):
    assert amira.gets("/queue")["waiting"][0]["customer"]["told_name"] is None


def test_the_socket_masks_like_the_api(world: World, told: Customer, amira: Agent):
    amira.opens_desk()
    amira.watches(told)
    amira.socket.wait_for_event("handoff.summarised")
    told.says(f"再说一遍，{NAME}，一三九 1234 5678 不行就 139-1234-5678")
    live = amira.socket.wait_for_event("message.created")
    assert "王**" in live["data"]["text"]
    assert PHONE not in str(amira.socket.frames)
    assert NAME not in str(amira.socket.frames)
    assert "139-1234-5678" not in str(amira.socket.frames)


def test_the_customer_reads_their_own_words(told: Customer):
    assert TOLD in str(told.log())


def test_who_says_why_reads_it_and_is_written_down(told: Customer, amira: Agent, zhou: Agent):
    revealed = amira.acts(told, "reveal", reason="回电核实年费").json()["events"]
    assert TOLD in str(revealed)
    facts = next(event["data"]["facts"] for event in revealed if event["type"] == "handoff.summarised")
    assert {fact["value"] for fact in facts} >= {NAME, PHONE}
    entry = zhou.gets("/audit")["items"][0]
    assert (entry["action"], entry["target"], entry["agent_id"]) == (
        "customer.reveal", told.conversation_id, amira.id,
    )  # fmt: skip
    assert entry["data"] == {"reason": "回电核实年费"}
    assert TOLD not in str(amira.gets(f"/conversations/{told.conversation_id}/events"))


def test_only_what_was_masked_is_revealed(told: Customer, amira: Agent):
    types = [event["type"] for event in amira.acts(told, "reveal", reason="回电核实").json()["events"]]
    assert "conversation.opened" not in types
    assert set(types) == {"message.created", "bot.understood", "handoff.summarised"}


def test_without_a_reason_nothing_is_revealed_or_written(told: Customer, amira: Agent, zhou: Agent):
    before = len(zhou.gets("/audit")["items"])
    assert amira.acts(told, "reveal", reason=" ").status_code == 422
    assert len(zhou.gets("/audit")["items"]) == before


def test_a_trainer_cannot_reveal(world: World, told: Customer):
    trainer = Agent(world, "trainer", name="训练师", role="trainer").signs_in()
    assert PHONE not in str(trainer.gets(f"/conversations/{told.conversation_id}/events"))
    assert trainer.acts(told, "reveal", reason="看看").status_code == 403


@pytest.mark.parametrize("part", ["1391234", "2345", "秀芳"])
def test_search_does_not_tell_what_masking_hides(told: Customer, amira: Agent, part: str):
    told.says(TOLD)
    assert amira.gets("/conversations", q=part)["items"] == []
    assert amira.gets("/tickets", q=part)["items"] == []


@pytest.mark.parametrize("whole", [NAME, PHONE])
def test_search_finds_the_whole(told: Customer, amira: Agent, whole: str):
    told.says(TOLD)
    assert [item["id"] for item in amira.gets("/conversations", q=whole)["items"]] == [told.conversation_id]
    assert len(amira.gets("/tickets", q=whole)["items"]) == 1


def test_amounts_tickets_and_order_numbers_stay(told: Customer, amira: Agent):
    text = "订单20261122220014111111扣了1,234.00元，工单TS20261122-AB12，2026-11-22 10:30"
    told.says(text)
    assert text in str(amira.gets(f"/conversations/{told.conversation_id}/events"))
