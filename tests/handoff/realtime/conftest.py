"""Those who must not notice what others do to their sockets."""

from collections.abc import Callable, Iterator

import pytest
from structlog.testing import capture_logs

from tests.actors import Agent, Customer
from tests.world import World


@pytest.fixture
def unlimited(make_world: Callable[..., World]) -> World:
    """Frames are what is limited here, not messages."""
    return make_world(messages_per_minute=10**6)


@pytest.fixture
def wang(unlimited: World) -> Iterator[Customer]:
    """王, who chats with Ben meanwhile and in the end has seen exactly that."""
    wang, ben = Customer(unlimited).opens_chat(), Agent(unlimited, "ben", name="卞恩").signs_in()
    wang.calls("POST", "/handoff", json={}).raise_for_status()
    ben.claims(wang).raise_for_status()
    yield wang
    wang.says("还在吗")
    ben.answers(wang, "在的").raise_for_status()
    wang.hears("在的")
    seen = [event["seq"] for event in wang.socket.events()]
    assert seen == list(range(1, len(seen) + 1))
    assert [event["data"]["text"] for event in wang.log() if event["type"] == "message.created"] == ["还在吗", "在的"]


@pytest.fixture
def calm() -> Iterator[None]:
    """Nothing that came was unexpected to the service."""
    with capture_logs() as lines:
        yield
    assert [line for line in lines if line["log_level"] in ("error", "critical")] == []
