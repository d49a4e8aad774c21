"""An agent who vanishes or signs out: their customers go back to the queue, and are told."""

import asyncio
import time
from collections.abc import Callable

import pytest

from handoff.agent.worker import AbsenceWatch
from tests.actors import Agent, Customer, apart
from tests.world import World

ALLOWED_S = 30
MOMENT_S = 1


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    """Has run for an hour."""
    world = make_world(agent_absence_s=30)
    world.clock.advance(hours=1)
    return world


def looks(world: World) -> None:
    """The watch looks now, and not when its time comes."""
    watch: AbsenceWatch = world.app.state.services.absence
    apart(lambda: asyncio.run(watch.look()))


def leaves(agent: Agent, world: World) -> None:
    """Their browser is gone; the service has noticed the last of it."""
    agent.socket.close()
    while any(hasattr(one, "agent_id") for one in world.app.state.services.hub.subscribers("staff")):
        time.sleep(0.01)
    looks(world)


def status(customer: Customer) -> str:
    return customer.snapshot()["status"]


def test_who_is_gone_for_longer_than_allowed_holds_nothing_any_more(world: World, helped: Customer, amira: Agent):
    amira.opens_desk()
    leaves(amira, world)
    world.clock.advance(seconds=ALLOWED_S)
    looks(world)
    assert status(helped) == "assigned"
    world.clock.advance(seconds=MOMENT_S)
    looks(world)
    assert status(helped) == "queued"
    assert helped.socket.wait_for_event("conversation.released")["data"] == {"reason": "agent_vanished"}
    helped.socket.wait_for_event("conversation.queued")


def test_all_five_customers_go_back_and_another_agent_can_help_them(world: World, amira: Agent, ben: Agent):
    customers = [Customer(world) for _ in range(5)]
    for customer in customers:
        customer.calls("POST", "/handoff", json={}).raise_for_status()
        amira.claims(customer).raise_for_status()
    looks(world)
    world.clock.advance(seconds=ALLOWED_S + MOMENT_S)
    looks(world)
    assert [status(customer) for customer in customers] == ["queued"] * 5
    for customer in customers:
        ben.claims(customer).raise_for_status()


def test_an_open_console_is_a_sign_of_life(world: World, helped: Customer, amira: Agent):
    amira.opens_desk()
    for _ in range(3):
        world.clock.advance(seconds=ALLOWED_S + MOMENT_S)
        looks(world)
    assert status(helped) == "assigned"


def test_a_request_is_a_sign_of_life(world: World, helped: Customer, amira: Agent):
    for _ in range(3):
        world.clock.advance(seconds=ALLOWED_S)
        amira.gets("/queue")
        looks(world)
    assert status(helped) == "assigned"


def test_who_vanished_is_away_until_they_say_otherwise(world: World, amira: Agent, zhou: Agent):
    amira.calls("PUT", "/agents/me/availability", json={"availability": "online"}).raise_for_status()
    looks(world)
    world.clock.advance(seconds=ALLOWED_S + MOMENT_S)
    zhou.gets("/queue")
    looks(world)
    shown = {agent["username"]: agent["availability"] for agent in zhou.gets("/agents")}
    assert shown["amira"] == "away"


def test_after_an_outage_nobody_is_judged_before_they_could_come_back(world: World, helped: Customer, amira: Agent):
    amira.opens_desk()
    looks(world)
    world.stop()
    world.clock.advance(hours=1)
    world.start()
    looks(world)
    assert status(helped) == "assigned"
    world.clock.advance(seconds=ALLOWED_S + MOMENT_S)
    looks(world)
    assert status(helped) == "queued"


def test_who_signs_out_leaves_nobody_waiting_for_them(helped: Customer, amira: Agent):
    amira.calls("POST", "/auth/sign-out").raise_for_status()
    assert status(helped) == "queued"
    helped.socket.wait_for_event("conversation.released")


def test_who_signs_out_of_one_of_two_browsers_keeps_their_customers(helped: Customer, amira: Agent):
    second = amira.new_browser()
    amira.tries_to_sign_in(http=second).raise_for_status()
    amira.calls("POST", "/auth/sign-out").raise_for_status()
    assert status(helped) == "assigned"


def test_a_vanished_agent_stands_in_the_audit_log(world: World, helped: Customer, amira: Agent, root: Agent):
    looks(world)
    world.clock.advance(seconds=ALLOWED_S + MOMENT_S)
    root.gets("/auth/me")
    looks(world)
    entries = root.gets("/audit")["items"]
    assert [entry["target"] for entry in entries if entry["action"] == "agent.absent"] == [amira.id]
