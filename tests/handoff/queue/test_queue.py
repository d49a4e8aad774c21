"""The queue: who comes first, what staff see of those who wait, and what a customer is told of the wait."""

import pytest

from handoff.conversation import service as conversations
from handoff.conversation.states import HandoffReason
from handoff.queue import service as queues
from handoff.queue.service import Handoff
from tests.actors import Agent, Customer, in_database
from tests.handoff.ticket.complaints import complains
from tests.world import World


def queue_up(world: World, priority: int = 0, *, after_s: float = 10) -> Customer:
    """A new customer who is put into the queue, a little later than the last."""
    customer = Customer(world)
    world.clock.advance(seconds=after_s)

    def enqueue(session) -> None:
        conversation = conversations.get(session, customer.conversation_id)
        handoff = Handoff(HandoffReason.ASKED, priority=priority, summary="客户要求人工。")
        queues.enqueue(session, conversation, handoff, now=world.clock.now(), is_within_hours=True)

    in_database(world, enqueue)
    return customer


def test_the_most_urgent_come_first_and_among_equals_the_longest(world: World, amira: Agent):
    normal, emergency, later, urgent = (queue_up(world, priority) for priority in (0, 3, 0, 2))
    world.clock.advance(seconds=30)
    queue = amira.gets("/queue")
    order = [emergency, urgent, normal, later]
    assert [item["id"] for item in queue["waiting"]] == [customer.conversation_id for customer in order]
    assert [item["waiting_s"] for item in queue["waiting"]] == [50, 30, 60, 40]
    assert queue["counts"] == {"waiting": 4, "assigned": 0, "bot": 0}
    assert [customer.snapshot()["queue"]["position"] for customer in order] == [1, 2, 3, 4]


def test_an_item_tells_why_somebody_waits(world: World, chen: Customer, amira: Agent):
    effect = {"type": "handoff", "reason": "fraud", "priority": 3, "summary": "客户称卡被盗刷。"}
    world.bot.answers("卡被盗刷了", "请先冻结卡片。", effects=[effect])
    chen.says("卡被盗刷了")
    chen.socket.wait_for_event("conversation.queued")
    chen.says("快一点")
    item = amira.gets("/queue")["waiting"][0]
    assert (item["reason"], item["priority"], item["summary"]) == ("fraud", 3, "客户称卡被盗刷。")
    assert item["last_message"]["text"] == "快一点"
    assert item["last_message"]["actor_kind"] == "customer"
    assert item["unread"] == 2
    assert item["customer"]["is_known"] is False


def test_who_presses_the_button_after_a_complaint_is_introduced_by_its_number(
    world: World, chen: Customer, amira: Agent
):
    number = complains(world, chen)["number"]
    chen.calls("POST", "/handoff", json={}).raise_for_status()
    assert amira.gets("/queue")["waiting"][0]["summary"] == f"客户主动要求人工服务，此前已登记投诉 {number}。"


def test_a_complaint_that_was_withdrawn_is_introduced_as_one(world: World, chen: Customer, amira: Agent):
    number = complains(world, chen)["number"]
    withdrawal = {"status": "withdrawn", "note": "客户来电撤诉"}
    amira.calls("POST", f"/tickets/{number}/status", json=withdrawal).raise_for_status()
    chen.calls("POST", "/handoff", json={}).raise_for_status()
    assert amira.gets("/queue")["waiting"][0]["summary"] == f"客户主动要求人工服务，此前已登记投诉 {number}（已撤诉）。"


def test_a_claimed_conversation_leaves_the_queue(world: World, helped: Customer, amira: Agent):
    queue = amira.gets("/queue")
    assert queue["waiting"] == []
    assert queue["counts"] == {"waiting": 0, "assigned": 1, "bot": 0}
    mine = amira.gets("/conversations", status="assigned", agent_id=amira.id)["items"]
    assert [item["id"] for item in mine] == [helped.conversation_id]
    assert mine[0]["waiting_s"] is None


def test_no_wait_is_promised_when_nobody_is_online(world: World):
    assert queue_up(world).snapshot()["queue"] == {"position": 1, "ahead": 0, "estimated_wait_s": None}


def test_the_estimate_follows_recent_waits_and_the_people_ahead(world: World, amira: Agent):
    amira.calls("PUT", "/agents/me/availability", json={"availability": "online"})
    for wait_s in (60, 120, 180):
        customer = queue_up(world)
        world.clock.advance(seconds=wait_s)
        amira.claims(customer)
    first, second = queue_up(world), queue_up(world)
    assert first.snapshot()["queue"]["estimated_wait_s"] == 120
    assert second.snapshot()["queue"] == {"position": 2, "ahead": 1, "estimated_wait_s": 240}


def test_waits_of_hours_ago_say_nothing_about_now(world: World, amira: Agent):
    for _ in range(3):
        amira.claims(queue_up(world))
    world.clock.advance(hours=2)
    amira.calls("PUT", "/agents/me/availability", json={"availability": "online"})
    assert queue_up(world).snapshot()["queue"]["estimated_wait_s"] is None


def test_a_waiting_customer_hears_when_the_place_changes(world: World, amira: Agent):
    first, second = queue_up(world), queue_up(world)
    second.opens_chat()
    amira.claims(first)
    snapshot = second.socket.wait_for("snapshot")["conversation"]
    assert snapshot["queue"]["position"] == 1


@pytest.mark.parametrize("role", ["trainer"])
def test_who_does_not_serve_customers_does_not_see_who_waits(world: World, role: str):
    assert Agent(world, "person", name="某人", role=role).signs_in().calls("GET", "/queue").status_code == 403


ANGRY = ["等了半天了", "你们这群废物"]


def escalations(world: World, customer: Customer) -> list[dict]:
    events = in_database(world, conversations.list_events, customer.conversation_id, after_seq=0, limit=300)
    return [event.data for event in events if event.type == "conversation.escalated"]


def test_growing_anger_moves_a_waiting_customer_forward_and_the_desk_reads_why(world: World, amira: Agent):
    patient, angry = queue_up(world), queue_up(world)
    for words in ANGRY:
        angry.posts(words)
    first, second = amira.gets("/queue")["waiting"]
    assert (first["id"], first["priority"]) == (angry.conversation_id, 1)
    assert (second["id"], second["priority"]) == (patient.conversation_id, 0)
    assert first["summary"].endswith("情绪升级：辱骂、不满。")
    assert escalations(world, angry) == [
        {"reason": "anger", "priority": 1, "priority_before": 0, "text": "情绪升级：辱骂、不满"}
    ]


def test_more_anger_is_told_once_and_gives_no_more_than_high(world: World, amira: Agent):
    angry = queue_up(world)
    for words in [*ANGRY, "骗子银行！！！", "我要找记者曝光"]:
        angry.posts(words)
    assert amira.gets("/queue")["waiting"][0]["priority"] == 1
    assert len(escalations(world, angry)) == 1


def test_impatience_alone_moves_nobody(world: World, amira: Agent):
    customer = queue_up(world)
    for words in ("快点", "还有多久", "好的我等"):
        customer.posts(words)
    assert amira.gets("/queue")["waiting"][0]["priority"] == 0
    assert escalations(world, customer) == []


def test_a_message_sent_twice_counts_once(world: World, amira: Agent):
    customer = queue_up(world)
    for _ in range(3):
        customer.posts("你们这群废物", client_id="the-same-message")
    assert escalations(world, customer) == []


def test_a_priority_is_never_lowered(world: World, amira: Agent):
    customer = queue_up(world, priority=3)
    for words in ANGRY:
        customer.posts(words)
    assert amira.gets("/queue")["waiting"][0]["priority"] == 3
    assert [data["priority"] for data in escalations(world, customer)] == [3]


def test_anger_from_before_the_button_counts_when_it_is_pressed(world: World, chen: Customer, amira: Agent):
    for words in ANGRY:
        chen.says(words)
        chen.hears("您说的是")
    chen.calls("POST", "/handoff", json={}).raise_for_status()
    assert amira.gets("/queue")["waiting"][0]["priority"] == 1


def test_anger_of_hours_ago_has_passed(world: World, chen: Customer, amira: Agent):
    for words in ANGRY:
        chen.says(words)
        chen.hears("您说的是")
    world.clock.advance(hours=2)
    chen.calls("POST", "/handoff", json={}).raise_for_status()
    assert amira.gets("/queue")["waiting"][0]["priority"] == 0


def test_customers_never_read_that_they_were_found_angry(world: World):
    angry = queue_up(world)
    for words in ANGRY:
        angry.posts(words)
    assert "情绪" not in str(angry.log())
    assert "anger" not in str(angry.log())
