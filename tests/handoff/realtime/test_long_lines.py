"""A line that is open all day: of what is over nothing stays in the memory."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from handoff.customer.schemas import FRAMES, Ping
from handoff.realtime.connection import Closed, Connection
from tests.actors import Agent, Customer
from tests.world import World


class Line:
    """A socket on which a ping comes whenever somebody listens."""

    async def receive(self) -> dict[str, Any]:
        return {"type": "websocket.receive", "text": '{"type":"ping"}'}


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds of the lines' clock."""
    seconds = [0.0]
    monkeypatch.setattr("handoff.realtime.connection.time", SimpleNamespace(monotonic=lambda: seconds[0]))
    return seconds


def of_desk(agent: Agent) -> Any:
    """The service's end of the agent's line."""
    lines = agent.world.app.state.services.hub.subscribers("staff")
    return next(line for line in lines if getattr(line, "agent_id", None) == agent.id)


def asks_for_person(world: World) -> Customer:
    customer = Customer(world).opens_chat()
    customer.calls("POST", "/handoff", json={}).raise_for_status()
    return customer


def test_frames_are_counted_for_as_long_as_they_count(now: list[float]):
    async def talks() -> Connection:
        connection = Connection(Line(), FRAMES, frames_max=1000)  # type: ignore[arg-type]
        for second in range(600):
            now[0] = float(second)
            assert isinstance(await connection.receive(), Ping)
        return connection

    assert len(asyncio.run(talks())._arrivals) == 10


def test_as_many_as_are_allowed_in_any_ten_seconds_come_through(now: list[float]):
    async def talks() -> None:
        connection = Connection(Line(), FRAMES, frames_max=3)  # type: ignore[arg-type]
        for now[0] in (0.0, 4.0, 8.0, 10.0, 14.0, 18.0):
            await connection.receive()
        now[0] = 19.9
        with pytest.raises(Closed):
            await connection.receive()

    asyncio.run(talks())


def test_of_conversations_that_others_held_a_desk_keeps_nothing(world: World, amira: Agent, ben: Agent):
    amira.opens_desk()
    for customer in (asks_for_person(world), asks_for_person(world)):
        ben.claims(customer).raise_for_status()
    ben.acts(customer, "close", reason="resolved").raise_for_status()
    assert of_desk(amira)._hints._lists == {}


def test_of_what_was_typed_a_desk_keeps_what_was_typed_just_now(
    world: World, amira: Agent, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("handoff.agent.socket.TYPING_EVERY_S", 0.0)
    amira.opens_desk()
    for customer in (asks_for_person(world), asks_for_person(world)):
        amira.claims(customer).raise_for_status()
        amira.socket.send(type="typing", conversation_id=customer.conversation_id)
        customer.socket.wait_for("typing")
    assert list(of_desk(amira)._typed_at) == [customer.conversation_id]
