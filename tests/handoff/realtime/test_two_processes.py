"""Two processes on one PostgreSQL: who is connected to either hears the same; without Redis a moment later."""

import asyncio
import copy
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
import redis

import rehearsal.world
from handoff.bot.client import TurnAnswer, TurnRequest
from handoff.realtime.hub import Hub
from handoff.realtime.relay import Relay
from tests.actors import Agent, Customer, new_client_id
from tests.redis_server import RedisServer
from tests.storage import POSTGRES
from tests.world import StubBot, World

pytestmark = pytest.mark.skipif(not POSTGRES, reason="two processes need PostgreSQL: set ZHIKE_TEST_POSTGRES")


Pair = tuple[World, rehearsal.world.World]
KEY = "one-key-for-all-of-them"
CHANNEL = Relay(Hub(), "", key=KEY)._channel


def wait_until_both_listen(redis_url: str) -> None:
    """What is said through Redis before is lost to who does not: nothing waits for it."""
    client = redis.Redis.from_url(redis_url)
    while client.pubsub_numsub(CHANNEL)[0][1] < 2:
        time.sleep(0.01)


@pytest.fixture
def make_pair(make_world: Callable[..., World], tmp_path: Path) -> Iterator[Callable[..., Pair]]:
    """`make_pair(redis_url=…)`: two processes of one installation, each with a bot of its own to look into."""
    seconds: list[rehearsal.world.World] = []

    def make(**settings: Any) -> Pair:
        keys = {"bot_key": KEY, "customer_token_key": "and-another-one-of-the-same"}
        chosen = {"messages_per_minute": 10_000, **keys, **settings}  # the limit holds over both
        first = make_world(**chosen)
        second = rehearsal.world.World(tmp_path / "second", StubBot(), database_url=first.database_url, **chosen)
        seconds.append(second.start())
        if url := settings.get("redis_url"):
            wait_until_both_listen(url)
        return first, second

    yield make
    for second in seconds:
        second.end()


@pytest.fixture(params=["redis", "no redis"])
def pair(request: pytest.FixtureRequest, make_pair: Callable[..., Pair]) -> Pair:
    if request.param == "redis":
        return make_pair(redis_url=request.getfixturevalue("redis_server").url)
    return make_pair()


Person = TypeVar("Person", Customer, Agent)


def elsewhere(person: Person, world: rehearsal.world.World) -> Person:
    """The same person, in a browser that the other process serves."""
    other = copy.copy(person)
    other.world = world
    return other


def test_what_is_said_in_one_process_is_heard_in_the_other(pair: Pair):
    first, second = pair
    here = Customer(first).opens_chat()
    there = elsewhere(here, second).opens_chat()
    here.says("信用卡年费多少")
    assert there.socket.wait_for_event("message.created")["data"]["text"] == "信用卡年费多少"
    there.hears("您说的是：信用卡年费多少")


def test_both_hear_everything_once_and_in_order(pair: Pair):
    first, second = pair
    here = Customer(first).opens_chat()
    there = elsewhere(here, second).opens_chat()
    with ThreadPoolExecutor(2) as pool:
        said = [pool.submit(lambda p: [p.says(f"第{n}句") for n in range(20)], person) for person in (here, there)]
        [done.result() for done in said]
    newest = 1 + 40 + 40 * 2  # opened; each message, what the bot understood of it and its answer
    for person in (here, there):
        numbers = [event["seq"] for event in person.socket.events()]
        while numbers[-1] < newest:
            person.socket.wait_for("event")
            numbers = [event["seq"] for event in person.socket.events()]
        assert numbers == list(range(1, newest + 1))


def test_the_bot_is_asked_once_a_message_and_never_twice_at_once(pair: Pair):
    first, second = pair
    inside: list[str] = []
    crowded: list[list[str]] = []
    asked: list[str] = []

    async def turn(request: TurnRequest) -> TurnAnswer:
        inside.append(request.turn_id)
        asked.append(request.turn_id)
        crowded.extend([inside.copy()] if len(inside) > 1 else [])
        await asyncio.sleep(0.02)
        inside.remove(request.turn_id)
        return TurnAnswer(turn_id=request.turn_id, messages=[{"text": "好的"}])

    first.bot.turn = second.bot.turn = turn
    here = Customer(first).opens_chat()
    there = elsewhere(here, second).opens_chat()
    for number in range(10):
        (here, there)[number % 2].says(f"第{number}句")
    while [event["data"]["text"] for event in here.socket.events() if event["type"] == "message.created"].count(
        "好的"
    ) < 10:
        here.socket.receive()
    assert crowded == []
    assert len(asked) == len(set(asked)) == 10
    assert asked == sorted(asked, key=lambda turn_id: int(turn_id.rpartition(":")[2]))


def test_a_turn_that_a_dead_process_owed_is_given_by_another(pair: Pair):
    first, second = pair
    here = Customer(first).opens_chat()
    there = elsewhere(here, second).opens_chat()

    async def never(request: TurnRequest) -> TurnAnswer:
        await asyncio.sleep(3600)
        raise AssertionError

    first.bot.turn = never
    here.says("我的卡丢了")
    first.stop()
    there.hears("您说的是：我的卡丢了")
    first.start()


def test_of_two_agents_who_claim_at_once_in_two_processes_one_wins(pair: Pair):
    first, second = pair
    amira = Agent(first, "amira", name="艾米娜").signs_in()
    ben = Agent(second, "ben", name="卞恩").signs_in()
    for _ in range(5):
        chen = Customer(first)
        chen.calls("POST", "/handoff", json={}).raise_for_status()
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda agent, chen=chen: agent.claims(chen).status_code, (amira, ben)))
        assert sorted(answers) == [200, 409]


def test_a_desk_in_one_process_hears_of_who_waits_in_the_other(pair: Pair):
    first, second = pair
    amira = Agent(second, "amira", name="艾米娜").signs_in().opens_desk()
    Customer(first).calls("POST", "/handoff", json={}).raise_for_status()
    while "queue" not in amira.socket.wait_for("changed")["topics"]:
        pass


def test_a_session_that_ends_in_one_process_closes_its_socket_in_the_other(pair: Pair):
    first, second = pair
    amira = Agent(first, "amira", name="艾米娜").signs_in()
    desk = elsewhere(amira, second).opens_desk()
    amira.calls("POST", "/auth/sign-out").raise_for_status()
    assert desk.socket.close_code() == 4401


def test_somebody_who_writes_is_seen_in_the_other_process(make_pair: Callable[..., Pair], redis_server: RedisServer):
    first, second = make_pair(redis_url=redis_server.url)
    amira = Agent(first, "amira", name="艾米娜").signs_in().opens_desk()
    chen = Customer(second).opens_chat()
    chen.calls("POST", "/handoff", json={}).raise_for_status()
    amira.claims(chen).raise_for_status()
    amira.watches(chen)
    amira.socket.wait_for_event("conversation.assigned")
    amira.socket.send(type="typing", conversation_id=chen.conversation_id)
    while chen.socket.wait_for("typing")["actor"]["kind"] != "agent":
        pass


@pytest.mark.parametrize("fault", ["kill", "freeze"])
def test_redis_may_go_and_come_back(make_pair: Callable[..., Pair], redis_server: RedisServer, fault: str):
    first, second = make_pair(redis_url=redis_server.url)
    here = Customer(first).opens_chat()
    there = elsewhere(here, second).opens_chat()
    here.says("第一句")
    there.hears("第一句")
    getattr(redis_server, fault)()
    here.says("第二句")
    there.hears("第二句")
    redis_server.start() if fault == "kill" else redis_server.thaw()
    here.says("第三句")
    there.hears("第三句")
    assert [e["seq"] for e in there.socket.events()] == list(range(1, len(there.socket.events()) + 1))


@pytest.mark.parametrize(
    "rubbish",
    [
        b"\x00\xff", b"[]", b"{}", b'{"sender": "x", "messages": [["LoggedEvent", {"seq": 1}]]}',
        b'{"sender": "x", "messages": [["Popen", {}]]}',
    ],
    ids=repr,
)  # fmt: skip
def test_rubbish_in_the_channel_is_left_alone(
    make_pair: Callable[..., Pair], redis_server: RedisServer, rubbish: bytes
):
    first, second = make_pair(redis_url=redis_server.url)
    here = Customer(first).opens_chat()
    there = elsewhere(here, second).opens_chat()
    assert redis.Redis(port=redis_server.port).publish(CHANNEL, rubbish) == 2
    here.says("还在吗")
    there.hears("还在吗")


def test_a_repeat_sent_to_the_other_process_is_the_same_message(pair: Pair):
    first, second = pair
    here = Customer(first).opens_chat()
    there = elsewhere(here, second).opens_chat()
    client_id = new_client_id()
    one = here.says("转账没到账", client_id=client_id)
    two = there.says("转账没到账", client_id=client_id)
    assert one["seq"] == two["seq"]
    here.hears("您说的是：转账没到账")
    assert len(first.bot.asked + second.bot.asked) == 1


def counted(world: rehearsal.world.World) -> int:
    """Messages of all customers that this process has heard of."""
    return sum(map(len, world.app.state.services.limits.messages._here._seen.values()))


def test_a_limit_holds_over_both_processes(make_pair: Callable[..., Pair], redis_server: RedisServer):
    first, second = make_pair(redis_url=redis_server.url, messages_per_minute=4)
    here = Customer(first).opens_chat()
    there = elsewhere(here, second).opens_chat()
    for number in range(2):
        here.says(f"第{number}句")
        there.says(f"又{number}句")
    while not counted(first) == counted(second) == 4:
        time.sleep(0.01)
    for person in (here, there):
        person.socket.send(type="message.send", client_id=new_client_id(), text="再来一句")
        assert person.socket.wait_for("error")["code"] == "too_many_requests"


def test_without_redis_each_process_holds_the_limit(make_pair: Callable[..., Pair]):
    first, second = make_pair(messages_per_minute=2)
    here = Customer(first).opens_chat()
    there = elsewhere(here, second).opens_chat()
    for person in (here, there):
        person.says("一句")
        person.says("两句")
        person.socket.send(type="message.send", client_id=new_client_id(), text="三句")
        assert person.socket.wait_for("error")["code"] == "too_many_requests"
