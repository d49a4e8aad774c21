"""Words: a conversation is found by whatever was said in it, and shows where."""

import asyncio
import time
from typing import Any

import pytest
from sqlalchemy import func, select

from handoff.assignment import listing
from handoff.search import service
from handoff.search.models import Part
from handoff.search.worker import Indexer
from rehearsal.people import WAIT_S
from tests.actors import Agent, Customer, apart, in_database
from tests.handoff.ticket.complaints import complains
from tests.world import World


@pytest.fixture
def talk(world: World, helped: Customer, amira: Agent) -> Customer:
    """陈 and Amira have talked for a while."""
    helped.says("我的信用卡年费能减免吗，Apple Pay 也收费？")
    amira.answers(helped, "您好，刷满 6 次即可减免。")
    helped.says("好的")
    helped.says("谢谢你")
    index(world)
    return helped


def index(world: World) -> int:
    """What the service does every two seconds."""
    indexer = Indexer(world.app.state.services.database, clock=world.clock)
    return int(apart(lambda: asyncio.run(indexer.look())))


def search(agent: Agent, q: str, **params: Any) -> list[str]:
    return [item["id"] for item in agent.gets("/conversations", q=q, **params)["items"]]


@pytest.mark.parametrize(
    "q", ["年费", "信用卡年费能减免吗", "apple PAY", "？", "满 6", "6 次即可减免。", "好的", "谢谢你"]
)
def test_any_words_of_any_message_are_found(talk: Customer, amira: Agent, q: str):
    assert search(amira, q) == ([talk.conversation_id] if len(q) > 1 else [])


@pytest.mark.parametrize("q", ["年费减免", "好的谢谢", "费年", "满6次", "麒麟", '" OR "', "年费*", "NEAR(年费"])
def test_words_nobody_said_in_one_breath_are_not(talk: Customer, amira: Agent, q: str):
    assert search(amira, q) == []


def test_the_line_shows_where_the_words_stand_unless_it_is_the_last_message(talk: Customer, amira: Agent):
    (item,) = amira.gets("/conversations", q="减免")["items"]
    assert (item["found"]["text"], item["found"]["actor_kind"]) == ("您好，刷满 6 次即可减免。", "agent")
    assert item["last_message"]["text"] == "谢谢你"
    assert amira.gets("/conversations", q="谢谢你")["items"][0]["found"] is None
    assert amira.gets("/conversations")["items"][0]["found"] is None


def test_of_a_long_message_the_part_with_the_words_is_shown(world: World, talk: Customer, amira: Agent):
    talk.says("很" * 700 + "远的网点" + "长" * 300)
    talk.says("算了")
    index(world)
    found = amira.gets("/conversations", q="网点")["items"][0]["found"]["text"]
    assert found.startswith("…很很")
    assert "远的网点长" in found


def test_filters_hold_for_old_words_too(talk: Customer, amira: Agent):
    assert search(amira, "年费", status="assigned", agent_id=amira.id) == [talk.conversation_id]
    assert search(amira, "年费", status="closed") == search(amira, "年费", agent_id="a_nobody") == []


def test_a_part_of_a_name_or_number_told_earlier_is_not_found(world: World, chen: Customer, amira: Agent):
    chen.says("我叫陈静，电话 13912345678")
    complains(world, chen)
    chen.says("什么时候有结果")
    index(world)
    assert search(amira, "叫陈静") == search(amira, "静，") == search(amira, "1391234") == []
    assert search(amira, "我叫") == [chen.conversation_id]
    text = amira.calls("GET", "/conversations", params={"q": "我叫"}).text
    assert "陈静" not in text
    assert "13912345678" not in text


def test_a_long_thread_is_indexed_whole_and_once(world: World, talk: Customer, amira: Agent, monkeypatch):
    monkeypatch.setattr(service, "PART_MESSAGES", 3)
    monkeypatch.setattr(service, "PART_CHARS", 10)
    said = [f"第{number}次来问" * (number % 3 + 1) for number in range(8)]
    for text in said:
        talk.says(text)
    talk.says("没有了")
    index(world)
    assert [search(amira, text[:4]) for text in said] == [[talk.conversation_id]] * 8
    assert index(world) == 0


def test_of_two_processes_one_writes_a_part(world: World, talk: Customer, amira: Agent):
    talk.says("再问一句")
    batch = in_database(world, service.read_batch, now=world.clock.now())
    before = in_database(world, _count_parts)
    for _ in range(2):
        in_database(world, service.keep_batch, batch)
    assert in_database(world, _count_parts) == before + 1
    assert search(amira, "再问") == [talk.conversation_id]


def test_more_conversations_than_a_batch_are_all_found(world: World, amira: Agent, monkeypatch):
    monkeypatch.setattr(service, "BATCH", 2)
    people = _ask(world, 5)
    assert index(world) == 5
    assert search(amira, "提前还款") == [each.conversation_id for each in reversed(people)]


@pytest.mark.parametrize("newest", [2, 50])
def test_a_common_word_is_found_in_the_newest_and_page_by_page_in_all(
    world: World, amira: Agent, monkeypatch, newest: int
):
    """With two looked through, the page is not full, and the index answers."""
    people = _ask(world, 5)
    index(world)
    monkeypatch.setattr(listing, "COMMON", 2)
    monkeypatch.setattr(listing, "NEWEST", newest)
    found: list[str] = []
    before: dict[str, str] = {}
    while len(found) < 6:
        page = amira.gets("/conversations", q="提前还款", limit=2, **before)
        found += [item["id"] for item in page["items"]]
        if page["next_before"] is None:
            break
        before = {"before": page["next_before"]}
    assert found == [each.conversation_id for each in reversed(people)]


def test_the_service_indexes_by_itself_what_was_there_before_it_started(world: World, amira: Agent):
    (customer,) = _ask(world, 1)
    world.restart()
    deadline = time.monotonic() + WAIT_S
    while not in_database(world, _count_parts):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert search(amira, "提前还款") == [customer.conversation_id]


def _ask(world: World, count: int) -> list[Customer]:
    people = []
    for _ in range(count):
        world.clock.advance(seconds=1)
        customer = Customer(world).opens_chat()
        customer.calls("POST", "/handoff", json={}).raise_for_status()  # the bot says nothing more
        customer.says("我想提前还款")
        customer.says("可以吗")
        people.append(customer)
    return people


def _count_parts(session: Any) -> int:
    return int(session.scalar(select(func.count()).select_from(Part)))
