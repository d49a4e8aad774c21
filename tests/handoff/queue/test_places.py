"""Many wait: whoever's place changes is told, and one look at the queue serves them all."""

import sqlite3
import time
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from handoff.conversation.states import Status
from handoff.customer import service
from handoff.customer.socket import SNAPSHOT_DELAY_S
from tests.actors import Agent, Customer
from tests.handoff.queue.test_queue import queue_up
from tests.world import World

CROWD = 8


class Looks:
    """How often the service looked at everybody's place, and at one conversation by itself."""

    def __init__(self) -> None:
        self.at_all: list[int] = []
        self.at_one: list[str] = []


@pytest.fixture
def crowd(world: World) -> list[Customer]:
    """In the order of their turn, each with an open chat."""
    return [queue_up(world).opens_chat() for _ in range(CROWD)]


@pytest.fixture
def looks(crowd: list[Customer], monkeypatch: pytest.MonkeyPatch) -> Iterator[Looks]:
    """From when everybody has been told of the last who came."""
    assert is_told_nothing(crowd[-1])
    looks = Looks()
    at_all, at_one = service.waiting_snapshots, service.snapshot

    def all_places(session: Any, **about: Any) -> Any:
        found = at_all(session, **about)
        looks.at_all.append(len(found))
        return found

    def one(session: Any, conversation_id: str, **about: Any) -> Any:
        looks.at_one.append(conversation_id)
        return at_one(session, conversation_id, **about)

    monkeypatch.setattr(service, "waiting_snapshots", all_places)
    monkeypatch.setattr(service, "snapshot", one)
    return looks


def told(customer: Customer) -> int:
    """The place in the next snapshot."""
    return customer.socket.wait_for("snapshot")["conversation"]["queue"]["position"]


def is_told_nothing(customer: Customer) -> bool:
    """Whether no snapshot comes within a while."""
    try:
        while customer.socket.receive(timeout_s=10 * SNAPSHOT_DELAY_S)["type"] != "snapshot":
            pass
    except TimeoutError:
        return True
    return False


def test_all_behind_who_leaves_are_told_and_one_look_finds_their_places(crowd: list[Customer], looks: Looks):
    crowd[2].calls("POST", "/handoff/cancel", json={}).raise_for_status()
    assert [told(customer) for customer in crowd[3:]] == [3, 4, 5, 6, 7]
    crowd[2].socket.wait_for("snapshot")
    assert is_told_nothing(crowd[-1])
    assert len(looks.at_all) <= 2  # the change itself, and what the bot says to who came back
    assert set(looks.at_one) == {crowd[2].conversation_id}


def test_who_stands_before_the_change_is_told_nothing(crowd: list[Customer], looks: Looks):
    crowd[-1].calls("POST", "/handoff/cancel", json={}).raise_for_status()
    while not looks.at_all:
        time.sleep(0.01)
    assert all(is_told_nothing(customer) for customer in crowd[:2])


def test_what_everybody_is_told_is_what_each_would_read(
    world: World, amira: Agent, crowd: list[Customer], looks: Looks
):
    amira.calls("PUT", "/agents/me/availability", json={"availability": "online"})
    urgent = queue_up(world, priority=2).opens_chat()
    for customer, place in ((crowd[0], 2), (crowd[-1], CROWD + 1)):
        while (newest := customer.socket.wait_for("snapshot")["conversation"])["queue"]["position"] != place:
            pass
        assert newest == customer.snapshot()
    assert urgent.snapshot()["queue"]["position"] == 1


def test_who_is_taken_meanwhile_is_told_by_whom(crowd: list[Customer], looks: Looks, amira: Agent):
    amira.claims(crowd[0])
    taken = crowd[0].socket.wait_for("snapshot")["conversation"]
    assert (taken["status"], taken["agent"], taken["queue"]) == (Status.ASSIGNED, {"name": amira.name}, None)


def test_when_the_places_cannot_be_read_lines_end_and_the_next_look_succeeds(
    world: World, crowd: list[Customer], monkeypatch: pytest.MonkeyPatch
):
    assert is_told_nothing(crowd[-1])

    def broken(session: Any, **about: Any) -> None:
        raise DBAPIError("SELECT", None, sqlite3.OperationalError("disk I/O error"))

    with monkeypatch.context() as trouble:
        trouble.setattr(service, "waiting_snapshots", broken)
        crowd[0].calls("POST", "/handoff/cancel", json={}).raise_for_status()
        assert [customer.socket.close_code() for customer in crowd[1:3]] == [4504, 4504]
    back = [customer.opens_chat() for customer in crowd[1:3]]
    crowd[3].calls("POST", "/handoff/cancel", json={}).raise_for_status()
    crowd[1].calls("POST", "/handoff/cancel", json={}).raise_for_status()
    assert told(back[1]) == 1
