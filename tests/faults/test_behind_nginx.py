"""The whole as deploy/ puts it together: nginx before two workers on PostgreSQL, with Redis between them."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.deploy.nginx import Nginx
from tests.faults.conftest import Install, Verdict
from tests.faults.history import History
from tests.faults.installation import Installation, add_agents
from tests.faults.people import Agent, Customer
from tests.faults.postgres import Cluster
from tests.faults.settling import say
from tests.redis_server import RedisServer

SENDERS = 6


@pytest.fixture
async def pair(install: Install, cluster: Cluster, redis_server: RedisServer) -> Installation:
    return await install(workers=2, database_url=cluster.new_database(), redis_url=redis_server.url)


@pytest.fixture
async def nginx(pair: Installation, tmp_path: Path) -> AsyncIterator[Nginx]:
    """Each worker is an upstream of its own, as those of the compose file are."""
    folder = tmp_path / "nginx"
    folder.mkdir()
    with Nginx(folder, pair.worker_ports) as nginx:
        yield nginx


async def test_when_workers_stop_and_die_behind_it_everybody_comes_back_through_it(
    pair: Installation, nginx: Nginx, history: History, clean: Verdict
):
    """One is told to stop, the other is killed; customers write all the while, and an agent reads and answers."""
    add_agents(pair.settings, "amira")
    customers = [await Customer.joins(nginx.url, f"客{n}", history) for n in range(SENDERS)]
    await asyncio.gather(*(customer.opens() for customer in customers))
    assert min([await pair.metric("zhike_sockets", number) for number in (0, 1)]) > 0, "nginx shares them out"
    amira = await (await Agent.signs_in(nginx.url, "amira", history)).opens()
    helped, *_ = customers
    await helped.asks_for_a_person()
    (await amira.claims(helped)).raise_for_status()
    await amira.watches(helped)
    for number, what in ((0, signal.SIGTERM), (1, signal.SIGKILL)):
        say(customers, 2, about=f"先{number}")
        pair.kill(number, what)
        say(customers, 2, about=f"难{number}")
        amira.writes(helped.conversation_id, f"第{number}次，请稍等")
        await pair.is_back(number)
        say(customers, 1, about=f"后{number}")
        await asyncio.gather(*(person.is_rid() for person in (*customers, amira)))
    await clean(*customers, amira)
    assert len(history.recoveries) > SENDERS, "everybody's worker went at least once"
