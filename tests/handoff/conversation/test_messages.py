"""Messages: acked means on disk, once, in one order, and there again after a restart."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.actors import Agent, Customer, new_client_id
from tests.storage import on_sqlite_only
from tests.world import World


def texts(events: list[dict]) -> list[str]:
    return [event["data"]["text"] for event in events if event["type"] == "message.created"]


@on_sqlite_only
def test_an_acked_message_is_on_disk(world: World, chen: Customer):
    ack = chen.says("你好")
    with sqlite3.connect(world.database_file) as other_process:
        row = other_process.execute("SELECT data FROM event WHERE seq = ?", (ack["seq"],)).fetchone()
    assert "你好" in row[0] or "\\u4f60" in row[0]


def test_a_repeat_gets_the_first_answer_and_no_second_bot_turn(world: World, chen: Customer):
    client_id = new_client_id()
    first = chen.says("年费多少", client_id=client_id)
    chen.hears("您说的是：年费多少")
    assert chen.says("年费多少", client_id=client_id)["seq"] == first["seq"]
    assert chen.posts("别的话", client_id=client_id).json()["seq"] == first["seq"]
    chen.says("谢谢")
    chen.hears("您说的是：谢谢")
    assert [request.text for request in world.bot.asked] == ["年费多少", "谢谢"]


def test_a_repeat_over_http_is_told_by_its_status(chen: Customer):
    client_id = new_client_id()
    assert [chen.posts("你好", client_id=client_id).status_code for _ in range(3)] == [201, 200, 200]


def test_the_same_message_fifty_times_at_once_is_one_row(world: World, chen: Customer):
    client_id = new_client_id()
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: chen.posts("在吗", client_id=client_id), range(25)))
    assert len({answer.json()["seq"] for answer in answers}) == 1
    assert [answer.status_code for answer in answers].count(201) == 1
    assert texts(chen.log()).count("在吗") == 1


def test_every_reader_sees_the_same_order_without_gaps(world: World, chen: Customer):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: chen.posts(f"第{n}句"), range(20)))
    chen.hears("您说的是")
    log = chen.log()
    assert [event["seq"] for event in log] == list(range(1, len(log) + 1))
    returning = Customer.opens_chat(chen)
    while len(returning.socket.events()) < len(log):
        returning.socket.receive()
    assert [event["seq"] for event in returning.socket.events()][: len(log)] == [event["seq"] for event in log]


def test_recovery_reads_on_after_the_last_seen_number(chen: Customer):
    seen = chen.says("第一句")["seq"]
    chen.hears("第一句")
    chen.says("第二句")
    chen.hears("第二句")
    assert "第一句" not in texts(chen.log(after_seq=seen))[0:1]
    assert texts(chen.log(after_seq=seen))[-2:] == ["第二句", "您说的是：第二句"]


def test_a_server_restart_loses_nothing(world: World, chen: Customer):
    chen.says("重启前")
    chen.hears("重启前")
    before = chen.log()
    world.restart()
    assert chen.log()[: len(before)] == before
    chen.opens_chat(after_seq=before[-1]["seq"])
    chen.says("重启后")
    chen.hears("您说的是：重启后")


def test_writing_again_reopens_a_closed_conversation(chen: Customer):
    assert chen.calls("POST", "/close").json()["status"] == "closed"
    chen.says("我又来了")
    chen.hears("您说的是：我又来了")
    assert chen.snapshot()["status"] == "bot"
    types = [event["type"] for event in chen.log()]
    assert types.index("conversation.closed") < types.index("conversation.reopened") < len(types) - 2


def test_closing_twice_is_one_event(chen: Customer):
    for _ in range(2):
        assert chen.calls("POST", "/close").json()["status"] == "closed"
    assert [event["type"] for event in chen.log()].count("conversation.closed") == 1


def test_a_rating_nobody_asked_for_is_refused(chen: Customer):
    answer = chen.calls("POST", "/rating", json={"score": 5})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "rating_not_open")


@pytest.mark.parametrize(("limit", "expected"), [(1, True), (300, False)])
def test_a_page_says_whether_there_is_more(chen: Customer, limit: int, expected: bool):
    chen.says("你好")
    assert chen.calls("GET", "/events", params={"limit": limit}).json()["has_more"] is expected


def test_too_many_messages_a_minute_are_told_when_to_go_on(make_world):
    customer = Customer(make_world(messages_per_minute=3))
    answers = [customer.posts(f"{n}") for n in range(4)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60


def test_changing_ones_mind_without_end_is_stopped_and_chatting_goes_on(make_world):
    customer = Customer(make_world(messages_per_minute=4))
    paths = ("/handoff", "/handoff/cancel", "/handoff", "/close", "/handoff", "/handoff/cancel", "/close")
    answers = [customer.calls("POST", path) for path in paths]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429, 429, 429]
    assert answers[-1].json()["error"]["code"] == "too_many_requests"
    assert customer.posts("你好").status_code == 201


def test_a_comment_on_a_rating_is_cleaned_like_a_message(helped: Customer, amira: Agent):
    amira.acts(helped, "close", reason="resolved")
    assert helped.calls("POST", "/rating", json={"score": 4, "comment": "好\x00评\u202e！\n谢谢 "}).status_code == 204
    assert helped.log()[-1]["data"] == {"score": 4, "comment": "好评！\n谢谢"}


def test_a_comment_that_nobody_could_read_is_none(helped: Customer, amira: Agent):
    amira.acts(helped, "close", reason="resolved")
    assert helped.calls("POST", "/rating", json={"score": 4, "comment": "\u200b \x00"}).status_code == 204
    assert helped.log()[-1]["data"] == {"score": 4, "comment": None}
