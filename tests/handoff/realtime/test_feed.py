"""No connection is left behind: when the log cannot be read, and when something happens while it is read."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from handoff.errors import StorageUnavailable
from rehearsal.people import WAIT_S
from tests.actors import Agent, Customer
from tests.handoff.conftest import Held
from tests.world import World

COME_BACK = 4504


@pytest.fixture
def break_reads(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`break_reads("snapshot")`: the database does not answer this one any more."""

    def break_one(name: str) -> None:
        read = world.app.state.services.database.read

        async def broken(verb: Any, *args: Any, **kwargs: Any) -> Any:
            if verb.__name__ == name:
                raise StorageUnavailable
            return await read(verb, *args, **kwargs)

        monkeypatch.setattr(world.app.state.services.database, "read", broken)

    return break_one


@pytest.fixture
def held_read(world: World, monkeypatch: pytest.MonkeyPatch) -> Held:
    """The next page of a log is read, and reaches who asked for it only when it may go on."""
    held, read = Held(), world.app.state.services.database.read

    async def late(verb: Any, *args: Any, **kwargs: Any) -> Any:
        page = await read(verb, *args, **kwargs)
        if verb.__name__ == "_read_events" and not held.arrived.is_set():
            held.arrived.set()
            await asyncio.to_thread(held.may_go_on.wait, WAIT_S)
        return page

    monkeypatch.setattr(world.app.state.services.database, "read", late)
    return held


def test_what_is_said_while_the_log_is_found_empty_is_not_missed(helped: Customer, amira: Agent, held_read: Held):
    last = helped.log()[-1]["seq"]
    helped.opens_chat(after_seq=last)
    assert held_read.arrived.wait(WAIT_S)
    amira.answers(helped, "我在").raise_for_status()
    held_read.may_go_on.set()
    assert helped.hears("我在")["seq"] == last + 1


def test_a_customer_whose_log_cannot_be_read_comes_back_and_reads_on(
    world: World, break_reads: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
):
    chen = Customer(world)
    chen.posts("转账没到账")
    break_reads("_read_events")
    chen.knocks()
    assert chen.socket.close_code() == COME_BACK
    monkeypatch.undo()
    chen.opens_chat()
    chen.hears("您说的是：转账没到账")


def test_an_agent_whose_log_cannot_be_read_comes_back(
    world: World, break_reads: Callable[[str], None], waiting: Customer, amira: Agent
):
    amira.opens_desk()
    break_reads("_read_events")
    amira.watches(waiting)
    assert amira.socket.close_code() == COME_BACK


def test_a_customer_whose_place_cannot_be_read_comes_back(chen: Customer, break_reads: Callable[[str], None]):
    break_reads("snapshot")
    chen.calls("POST", "/handoff", json={})
    assert chen.socket.close_code() == COME_BACK
