"""Two workers on PostgreSQL: one is restarted or killed, Redis goes, PostgreSQL itself goes."""

import asyncio
import signal
from collections.abc import Awaitable, Callable

import pytest

from tests.effort import IS_LONG
from tests.faults.conftest import Install, Verdict
from tests.faults.history import History
from tests.faults.installation import Installation, add_agents
from tests.faults.line import Patience
from tests.faults.people import Agent, Customer
from tests.faults.postgres import Cluster
from tests.faults.settling import say
from tests.faults.waiting import until
from tests.redis_server import RedisServer

SENDERS = 6
BACK_S = 5.0  # a client whose worker was restarted
LATE_S = 1.0  # a message that Redis should have told
HASTY = Patience(ready_s=3.0, ack_s=2.0)


@pytest.fixture
async def pair(install: Install, cluster: Cluster, redis_server: RedisServer) -> Installation:
    return await install(workers=2, database_url=cluster.new_database(), redis_url=redis_server.url)


async def on_both(bank: Installation, history: History) -> list[Customer]:
    """Customers with a page on either worker; those who write are the first half."""
    urls = [f"http://127.0.0.1:{port}" for port in bank.worker_ports]
    senders = [await Customer.joins(urls[n % 2], f"客{n}", history, patience=HASTY) for n in range(SENDERS)]
    tabs = [sender.another_tab(urls[1 - n % 2]) for n, sender in enumerate(senders)]
    await asyncio.gather(*(person.opens() for person in [*senders, *tabs]))
    return [*senders, *tabs]


async def write_on(people: list[Customer], until_done: Awaitable[None], *, about: str = "难") -> None:
    """The senders write all the while."""
    trouble = asyncio.ensure_future(until_done)
    number = 0
    while not trouble.done():
        say(people[:SENDERS], 1, about=f"{about}{number}")
        number += 1
        await asyncio.sleep(0.4)
    await trouble


async def test_a_rolling_restart_is_noticed_by_nobody_for_long(
    pair: Installation, history: History, clean: Verdict, times: Callable[[int, int], int]
):
    """F2. Customers come to the public port; each worker in turn is told to stop, and is started again."""
    people = [await Customer.joins(pair.url, f"客{n}", history) for n in range(2 * SENDERS)]
    await asyncio.gather(*(person.opens() for person in people))

    async def roll() -> None:
        for number in [0, 1] * times(1, 20):
            pair.kill(number, signal.SIGTERM)
            await pair.is_back(number)
            await asyncio.gather(*(person.line.ready.wait() for person in people))

    await write_on(people, roll())
    await clean(*people, answered=True)
    assert history.recoveries, "nobody was at the workers that were restarted"
    assert not IS_LONG or max(history.recoveries) <= BACK_S


async def test_a_killed_worker_loses_nothing(pair: Installation, history: History, clean: Verdict):
    """F1 with two workers. The dead one's customers come to the other; the turns it owed are given."""
    people = [await Customer.joins(pair.url, f"客{n}", history) for n in range(2 * SENDERS)]
    await asyncio.gather(*(person.opens() for person in people))

    async def kill_both() -> None:
        for number in (0, 1):
            await asyncio.sleep(1)
            pair.kill(number)
            await pair.is_back(number)

    await write_on(people, kill_both())
    await clean(*people, answered=True)


async def test_without_redis_delivery_is_a_little_late(
    pair: Installation, redis_server: RedisServer, history: History, clean: Verdict, tell: Callable[[str], None]
):
    """F5. What is said at one worker is seen at the other; nothing is lost, and nothing is more than a second late."""
    people = await on_both(pair, history)
    delays: dict[str, list[float]] = {}
    for fault in ("kill", "freeze", "flush"):
        getattr(redis_server, fault)()
        first = len(history.sent)
        for number in range(4):
            say(people[:SENDERS], 1, about=f"{fault}{number}")
            await asyncio.sleep(0.7)
        await asyncio.gather(*(person.is_rid() for person in people))
        said = {message.client_id for message in history.sent[first:]}
        await until(lambda said=said: all(found(history, client_id) for client_id in said))
        delays[fault] = [found(history, client_id) - acked_at(history, client_id) for client_id in said]
        redis_server.start() if fault == "kill" else redis_server.thaw()
    await clean(*people, answered=True)
    tell(
        "seen at the other worker after at most "
        + ", ".join(f"{max(s):.2f} s ({fault})" for fault, s in delays.items())
    )
    assert not IS_LONG or max(max(each) for each in delays.values()) <= LATE_S


def found(history: History, client_id: str) -> float | None:
    """When it was shown on the second pages, those at the other worker."""
    times = [reader.saw_at(client_id) for reader in history.readers[SENDERS:]]
    return next((at for at in times if at is not None), None)


def acked_at(history: History, client_id: str) -> float:
    return next(ack.at for ack in history.acked if ack.client_id == client_id)


async def restarted(cluster: Cluster) -> None:
    for mode in ("fast", "immediate"):
        await asyncio.to_thread(cluster.stop, mode)
        await asyncio.sleep(0.5)
        await asyncio.to_thread(cluster.start)
        await asyncio.sleep(1)


async def frozen(cluster: Cluster) -> None:
    cluster.freeze()
    await asyncio.sleep(20 if IS_LONG else 5)
    cluster.thaw()


async def robbed(cluster: Cluster) -> None:
    """Every backend is terminated, again and again, in the middle of things."""
    for _ in range(40 if IS_LONG else 10):
        await asyncio.to_thread(cluster.terminate_backends)
        await asyncio.sleep(0.4)


async def test_when_postgresql_goes_what_is_unsaved_is_not_acked_and_goes_out_again(
    pair: Installation, cluster: Cluster, history: History, clean: Verdict
):
    """F6. Restarted, frozen, robbed, one after the other; customers write all the while, and are answered once."""
    people = await on_both(pair, history)
    for fault in (restarted, frozen, robbed):
        await write_on(people, fault(cluster), about=fault.__name__)
        await asyncio.gather(*(person.is_rid() for person in people))
    await clean(*people, answered=True)


async def test_the_same_message_at_two_workers_at_once_is_one(pair: Installation, history: History, clean: Verdict):
    """F10 with two workers: one row, one number, one answer."""
    people = await on_both(pair, history)
    chen, tab = people[0], people[SENDERS]
    for number in range(5):
        client_id = chen.says(f"第{number}次转账没到账")
        frame = {"type": "message.send", "client_id": client_id, "text": f"第{number}次转账没到账"}
        await asyncio.gather(*(person.line.send(frame) for person in (chen, tab) for _ in range(25)))
        await until(lambda client_id=client_id: sum(ack.client_id == client_id for ack in history.acked) > 50)
    await clean(*people, answered=True)


async def test_of_two_who_claim_at_once_one_gets_it(
    pair: Installation, history: History, times: Callable[[int, int], int]
):
    """F13. Two agents at two workers, the same conversation at the same moment: one owner, and the log says so once."""
    add_agents(pair.settings, "amira", "ben")
    urls = [f"http://127.0.0.1:{port}" for port in pair.worker_ports]
    amira, ben = [await Agent.signs_in(url, name, history) for url, name in zip(urls, ("amira", "ben"), strict=True)]
    for number in range(times(20, 1000)):
        chen = await Customer.joins(urls[number % 2], f"客{number}", history)
        await chen.asks_for_a_person()
        answers = await asyncio.gather(amira.claims(chen), ben.claims(chen))
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        assigned = [event for event in await chen.log() if event["type"] == "conversation.assigned"]
        assert len(assigned) == 1
        await chen.hangs_up()
