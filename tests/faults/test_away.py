"""Who was away, and who sends again: everything once, in order."""

import asyncio
import uuid
from collections.abc import Callable

from tests.faults.bot import BotServer
from tests.faults.conftest import Install, Verdict
from tests.faults.history import History
from tests.faults.installation import add_agents
from tests.faults.people import Agent, Customer
from tests.faults.waiting import until

MISSED = 1_000
REPEATS = 50


async def test_a_thousand_messages_missed_come_once_and_in_order(install: Install, history: History, clean: Verdict):
    """F9. The customer is away, the service is killed meanwhile; pages of 300 from the database bring everything."""
    bank = await install()
    add_agents(bank.settings, "amira")
    chen = await (await Customer.joins(bank.url, "陈", history)).opens()
    amira = await Agent.signs_in(bank.url, "amira", history)
    await chen.asks_for_a_person()
    (await amira.claims(chen)).raise_for_status()
    chen.says("我先离开一下")
    await chen.is_rid()
    await chen.leaves()
    for number in range(MISSED):
        await amira.posts(chen.conversation_id, f"第{number}句")
    bank.kill()
    await bank.is_back()
    await chen.opens()
    await clean(chen, amira)
    assert len([row for row in chen.readers[chen.conversation_id].seen if row.text.startswith("第")]) == MISSED


async def test_the_same_message_fifty_times_at_once_is_one(
    install: Install, history: History, clean: Verdict, bot: BotServer, times: Callable[[int, int], int]
):
    """F10. From two sockets and over HTTP, all at once: one row, one number told to all, one bot turn."""
    bank = await install()
    chen = await (await Customer.joins(bank.url, "陈", history)).opens()
    tab = await chen.another_tab().opens()
    for number in range(times(3, 50)):
        await say_fifty_times(chen, tab, f"第{number}次转账没到账")
    await clean(chen, tab, answered=True)
    assert set(bot.asked.values()) == {1}


async def say_fifty_times(chen: Customer, tab: Customer, text: str) -> None:
    """One `client_id`, from two tabs, half of it over HTTP; every repeat is answered."""
    client_id = str(uuid.uuid4())
    frame = {"type": "message.send", "client_id": client_id, "text": text}
    chen.history.send(chen.name, chen.conversation_id, client_id, text)
    acked = len(chen.history.acked)
    path = f"/chat/conversations/{chen.conversation_id}/messages"
    posts = [tab.http.post(path, json={"client_id": client_id, "text": text}) for _ in range(REPEATS // 2)]
    frames = [person.line.send(frame) for person in (chen, tab) for _ in range(REPEATS // 4)]
    answers = await asyncio.gather(*posts, *frames)
    posted = answers[: len(posts)]
    assert sorted(answer.status_code for answer in posted)[:-1] == [200] * (len(posts) - 1)
    for answer in posted:
        chen.history.ack(client_id, answer.json()["seq"])
    await until(lambda: len(chen.history.acked) >= acked + len(posts) + len(frames))
