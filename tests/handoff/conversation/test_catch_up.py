"""What other processes wrote is found in the database, and what is heard of a moment later is not read for nothing."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from handoff.conversation.worker import CatchUp
from handoff.database import Database
from handoff.realtime.hub import Hub
from handoff.realtime.messages import Changed, LoggedEvent
from tests.actors import Customer
from tests.world import World

LATE_S = 0.03  # a hint on its way, or one of our own that the loop has not come to yet


class Listener:
    def __init__(self) -> None:
        self.heard: list[Any] = []

    def hear(self, message: Any) -> None:
        self.heard.append(message)


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
async def catch_up(world: World, hub: Hub) -> AsyncIterator[CatchUp]:
    """Of a process beside the world's own; it looks when it is told to."""
    database = Database(world.settings.sqlalchemy_url)
    catch_up = CatchUp(database, hub, clock=world.clock)
    hub.subscribe(catch_up, "staff")
    yield catch_up
    await asyncio.to_thread(database.close)


def talk(chen: Customer) -> list[LoggedEvent]:
    """A question and its answer, as the process that wrote them tells it."""
    chen.says("你好")
    chen.hears("您说的是：你好")
    return [LoggedEvent(chen.conversation_id, event["seq"], event["type"], False, event) for event in chen.log()]


async def test_what_nobody_tells_is_found_and_told_with_a_hint_to_read_the_lists(
    chen: Customer, hub: Hub, catch_up: CatchUp
):
    written = await asyncio.to_thread(talk, chen)
    listener = Listener()
    hub.subscribe(listener, "staff")
    assert await catch_up.look() == len(written)
    assert [message.seq for message in listener.heard if isinstance(message, LoggedEvent)] == [
        event.seq for event in written
    ]
    assert Changed("queue") in listener.heard
    assert await catch_up.look() == 0  # it is known by now


async def test_only_what_came_after_the_last_that_was_heard_is_told(chen: Customer, hub: Hub, catch_up: CatchUp):
    written = await asyncio.to_thread(talk, chen)
    hub.receive(written[-2])
    assert await catch_up.look() == 1


async def test_what_is_told_while_it_looks_is_not_read(chen: Customer, hub: Hub, catch_up: CatchUp):
    written = await asyncio.to_thread(talk, chen)
    listener = Listener()
    hub.subscribe(listener, "staff")
    asyncio.get_running_loop().call_later(LATE_S, hub.receive, written[-1])
    assert await catch_up.look() == 0
    assert listener.heard == [written[-1]]
