"""The staff socket: who gets in, what it tells, and that it says no more than HTTP would."""

import json
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from rehearsal.people import WAIT_S
from tests.actors import Agent, Customer, Socket, new_client_id
from tests.world import World


def drained(socket: Socket) -> list[dict[str, Any]]:
    """Every frame the server has sent before it answers a ping sent now."""
    before = len(socket.frames)
    socket.send(type="ping")
    socket.wait_for("pong")
    return socket.frames[before:]


# Who gets in


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_another_sites_page_gets_no_socket(amira: Agent, origin: str):
    with pytest.raises(InvalidStatus) as refused:
        amira.new_socket(origin=origin)
    assert refused.value.response.status_code == 403


def test_without_an_origin_there_is_no_socket(world: World, amira: Agent):
    with pytest.raises(InvalidStatus):
        Socket(world, "/api/v1/staff/socket", additional_headers={"Cookie": f"zhike_session={amira.cookie}"})


@pytest.mark.parametrize("cookie", ["nonsense", "x" * 3000, "'; --"])
def test_without_a_session_it_closes(amira: Agent, cookie: str):
    assert amira.new_socket(cookie=cookie).close_code() == 4401


def test_a_customers_token_opens_no_desk(chen: Customer, amira: Agent):
    assert amira.new_socket(cookie=chen.token).close_code() == 4401


def test_the_first_frame_must_be_hello(amira: Agent):
    socket = amira.new_socket()
    socket.send(type="ping")
    assert socket.close_code() == 4408


def test_ready_tells_who_one_is(amira: Agent):
    socket = amira.new_socket()
    socket.send(type="hello")
    ready = socket.wait_for("ready")
    assert ready["agent"]["username"] == "amira"
    assert "csrf_token" not in ready


# Watching


def test_a_watched_conversation_comes_from_the_beginning_then_live(helped: Customer, amira: Agent):
    helped.says("在吗")
    amira.opens_desk()
    amira.watches(helped)
    amira.socket.wait_for_event("message.created", text="在吗")
    helped.says("还有一个问题")
    amira.socket.wait_for_event("message.created", text="还有一个问题")
    seqs = [event["seq"] for event in amira.socket.events()]
    assert seqs == list(range(1, len(seqs) + 1))


def test_watching_from_a_number_on_brings_what_follows_it(helped: Customer, amira: Agent):
    amira.opens_desk()
    amira.watches(helped, after_seq=helped.snapshot()["last_seq"])
    receipt = amira.answers(helped, "您好").json()
    assert amira.socket.wait_for_event("message.created")["seq"] == receipt["seq"]
    assert len(amira.socket.events()) == 1


def test_nothing_is_missed_between_the_log_and_live(helped: Customer, amira: Agent):
    for number in range(320):  # more than a page
        amira.answers(helped, f"第{number}条")
    amira.opens_desk()
    amira.watches(helped)
    last = amira.answers(helped, "最后一条").json()["seq"]
    amira.socket.wait_for_event("message.created", text="最后一条")
    assert [event["seq"] for event in amira.socket.events()] == list(range(1, last + 1))


def test_both_sides_see_the_same_messages_in_the_same_order(helped: Customer, amira: Agent):
    amira.opens_desk()
    amira.watches(helped)
    for number in range(10):
        helped.says(f"客户{number}")
        client_id = new_client_id()
        amira.socket.send(
            type="message.send", conversation_id=helped.conversation_id, client_id=client_id, text=f"坐席{number}"
        )
        amira.socket.wait_for("ack", client_id=client_id)
    helped.hears("坐席9")
    drained(amira.socket)
    staff = [event["data"]["text"] for event in amira.socket.events() if event["type"] == "message.created"]
    customer = [event["data"]["text"] for event in helped.socket.events() if event["type"] == "message.created"]
    assert staff == customer
    assert len(staff) == 20


def test_an_unwatched_conversation_is_silent(helped: Customer, amira: Agent):
    amira.opens_desk()
    helped.says("在吗")
    amira.socket.send(type="unwatch", conversation_id=helped.conversation_id)
    assert [frame for frame in drained(amira.socket) if frame["type"] == "event"] == []
    amira.watches(helped)
    amira.socket.wait_for_event("message.created", text="在吗")
    amira.socket.send(type="unwatch", conversation_id=helped.conversation_id)
    drained(amira.socket)
    helped.says("有人吗")
    assert [frame for frame in drained(amira.socket) if frame["type"] == "event"] == []


def test_what_does_not_exist_is_not_watched(amira: Agent):
    amira.opens_desk()
    amira.socket.send(type="watch", conversation_id="c_000000000000000000000000", after_seq=0)
    assert amira.socket.wait_for("error")["code"] == "conversation_not_found"


def test_only_so_many_are_watched_at_once(world: World, amira: Agent):
    amira.opens_desk()
    for _ in range(30):
        amira.watches(Customer(world), after_seq=1)
    assert [frame for frame in drained(amira.socket) if frame["type"] == "error"] == []
    amira.watches(Customer(world))
    assert amira.socket.wait_for("error")["code"] == "too_many_watched"


# Writing


def test_a_message_is_acknowledged_once_it_is_on_disk(helped: Customer, amira: Agent):
    amira.opens_desk()
    client_id = new_client_id()
    frame = {"conversation_id": helped.conversation_id, "client_id": client_id, "text": "您好"}
    amira.socket.send(type="message.send", **frame)
    first = amira.socket.wait_for("ack", client_id=client_id)
    amira.socket.send(type="message.send", **frame)
    assert amira.socket.wait_for("ack", client_id=client_id) == first
    said = [event for event in helped.log() if event["type"] == "message.created"]
    assert [event["seq"] for event in said] == [first["seq"]]


def test_a_message_by_another_is_refused_with_its_client_id(helped: Customer, ben: Agent):
    ben.opens_desk()
    client_id = new_client_id()
    frame = {"conversation_id": helped.conversation_id, "client_id": client_id, "text": "您好"}
    ben.socket.send(type="message.send", **frame)
    error = ben.socket.wait_for("error")
    assert (error["code"], error["client_id"]) == ("conversation_not_yours", client_id)
    ben.socket.send(type="note.send", **{**frame, "client_id": new_client_id()})
    assert ben.socket.wait_for("ack")["conversation_id"] == helped.conversation_id
    assert "您好" not in str(helped.log())


def test_a_trainer_reads_and_writes_nothing(world: World, helped: Customer):
    trainer = Agent(world, "trainer", name="许文", role="trainer").signs_in().opens_desk()
    trainer.watches(helped)
    trainer.socket.wait_for_event("conversation.assigned")
    frame = {"conversation_id": helped.conversation_id, "client_id": new_client_id(), "text": "您好"}
    for type in ("message.send", "note.send"):
        trainer.socket.send(type=type, **frame)
        assert trainer.socket.wait_for("error")["code"] == "not_allowed"


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "claim"}, {"type": "watch"}, {"type": "watch", "conversation_id": "'; --", "after_seq": 0},
        {"type": "watch", "conversation_id": "c_1", "after_seq": -1},
        {"type": "read", "conversation_id": "c_1", "seq": "1"},
        {"type": "watch", "conversation_id": "c_1", "after_seq": 2**70},
        {"type": "message.send", "conversation_id": "c_1", "client_id": "short", "text": "x"},
        {"type": "message.send", "conversation_id": "c_1", "client_id": "12345678", "text": "x", "actor": "admin"},
        {"type": "ping", "extra": 1}, {}, [], "hello", None, 1,
    ],
)  # fmt: skip
def test_an_odd_frame_is_answered_and_survived(amira: Agent, frame: Any):
    amira.opens_desk()
    amira.socket.send_raw(json.dumps(frame))
    assert amira.socket.wait_for("error")["code"] == "invalid_frame"
    amira.socket.send(type="ping")
    amira.socket.wait_for("pong")


# Typing and reading


def test_the_customer_sees_the_holder_type_and_nobody_else(helped: Customer, amira: Agent, ben: Agent):
    for agent in (ben, amira):
        agent.opens_desk()
        agent.socket.send(type="typing", conversation_id=helped.conversation_id)
        drained(agent.socket)
    typing = helped.socket.wait_for("typing")
    assert typing["actor"] == {"kind": "agent", "id": None, "name": "艾米娜"}


def test_who_watches_sees_the_customer_type_but_not_themselves(helped: Customer, amira: Agent):
    amira.opens_desk()
    amira.watches(helped, after_seq=10_000)
    amira.socket.send(type="typing", conversation_id=helped.conversation_id)
    drained(amira.socket)
    helped.socket.send(type="typing")
    typing = amira.socket.wait_for("typing")
    assert typing["conversation_id"] == helped.conversation_id
    assert typing["actor"]["kind"] == "customer"
    assert len([frame for frame in amira.socket.frames if frame["type"] == "typing"]) == 1


def test_a_customer_who_types_without_pause_is_told_of_now_and_then(
    helped: Customer, amira: Agent, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("handoff.customer.socket.TYPING_EVERY_S", WAIT_S)  # however slow this machine is
    amira.opens_desk()
    amira.watches(helped, after_seq=10_000)
    drained(amira.socket)
    for _ in range(20):
        helped.socket.send(type="typing")
    drained(helped.socket)
    assert [frame["type"] for frame in drained(amira.socket)].count("typing") == 1


def test_read_marks_go_both_ways(helped: Customer, amira: Agent):
    amira.opens_desk()
    amira.watches(helped)
    last = helped.says("在吗")["seq"]
    amira.socket.send(type="read", conversation_id=helped.conversation_id, seq=last)
    while helped.socket.wait_for("snapshot")["conversation"]["read"]["staff_seq"] != last:
        pass
    seq = amira.answers(helped, "在的").json()["seq"]
    helped.socket.send(type="read", seq=seq)
    read = amira.socket.wait_for("read")
    assert (read["conversation_id"], read["customer_seq"]) == (helped.conversation_id, seq)


def test_an_onlooker_leaves_no_read_mark(helped: Customer, amira: Agent, zhou: Agent):
    last = helped.says("在吗")["seq"]
    zhou.opens_desk()
    zhou.socket.send(type="read", conversation_id=helped.conversation_id, seq=last)
    drained(zhou.socket)
    item = amira.gets("/conversations", agent_id=amira.id)["items"][0]
    assert item["unread"] == 1
    assert amira.gets(f"/conversations/{helped.conversation_id}")["read"]["staff_seq"] == 0


# Hints


def test_lists_that_change_are_hinted_at(chen: Customer, amira: Agent):
    amira.opens_desk()
    chen.calls("POST", "/handoff", json={})
    assert "queue" in amira.socket.wait_for("changed")["topics"]
    amira.claims(chen)
    _wait_for_topics(amira.socket, {"mine", "queue", f"conversation:{chen.conversation_id}"})
    chen.says("在吗")
    _wait_for_topics(amira.socket, {"mine"})


def test_many_changes_are_few_hints(world: World, amira: Agent, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("handoff.agent.hints.EVERY_S", 1.0)  # a busy machine takes a while for each of them
    amira.opens_desk()
    customers = [Customer(world) for _ in range(20)]
    for customer in customers:
        customer.calls("POST", "/handoff", json={})
    conversations = {f"conversation:{customer.conversation_id}" for customer in customers}
    seen: set[str] = set()
    hints = 0
    while not conversations <= seen:
        seen |= set(amira.socket.wait_for("changed")["topics"])
        hints += 1
    assert hints < len(customers)


def test_a_role_is_hinted_only_at_what_it_may_read(world: World, chen: Customer):
    trainer = Agent(world, "trainer", name="许文", role="trainer").signs_in().opens_desk()
    chen.calls("POST", "/handoff", json={})
    assert trainer.socket.wait_for("changed")["topics"] == [f"conversation:{chen.conversation_id}"]


def _wait_for_topics(socket: Socket, wanted: set[str]) -> None:
    while wanted:
        wanted = wanted - set(socket.wait_for("changed")["topics"])
