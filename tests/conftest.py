"""Fixtures every test may use. A test asks for `world` and the people it needs."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from command.paths import BOT_PYTHON
from rehearsal.engine import Engine
from tests import compiled
from tests.actors import Agent, Customer
from tests.bot.engine import trained_model
from tests.redis_server import RedisServer
from tests.requirement import lacking
from tests.storage import drop_database, make_template
from tests.world import World

# No test is timed: an example that waits for a busy machine's core is as good as another.
hypothesis.settings.register_profile("zhike", deadline=None)
hypothesis.settings.load_profile("zhike")

pytest_plugins = ["tests.limit"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests measured and put down as their property "figures"."""
    reports = [
        report for each in terminalreporter.stats.values() for report in each if getattr(report, "when", "") == "call"
    ]
    told = [(report.nodeid, value) for report in reports for name, value in report.user_properties if name == "figures"]
    if told:
        terminalreporter.section("figures")
        for test, line in told:
            terminalreporter.write_line(f"{test.partition('::')[2]}: {line}")


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    with compiled.once():
        yield


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty, migrated database; each test copies it."""
    made = make_template(tmp_path_factory.mktemp("template"))
    yield made
    drop_database(made)


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Rasa and actions with the model of the present content, started once for all tests that ask for them."""
    if not BOT_PYTHON.exists():
        lacking("bot", "the bot's environment is missing (bot/.venv): run ./zhike up or ./zhike test")
    engine = Engine(tmp_path_factory.mktemp("bot"), trained_model())
    try:
        engine.heal()
        yield engine
    finally:
        engine.close()


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    server = RedisServer()
    yield server
    server.thaw()
    server.kill()


@pytest.fixture
def make_world(tmp_path: Path, template: str) -> Iterator[Callable[..., World]]:
    """`make_world(messages_per_minute=3)`: a running service with these settings."""
    started: list[World] = []

    def make(**settings: Any) -> World:
        world = World(tmp_path / f"world{len(started)}", template, **settings)
        started.append(world.start())
        return world

    yield make
    for world in started:
        world.end()


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The service hashes at once, for tests that add many accounts; how slow it is otherwise is not their matter."""
    quick = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    monkeypatch.setattr("handoff.agent.passwords._hasher", quick)


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world()


@pytest.fixture
def chen(world: World) -> Customer:
    """陈, a customer nobody knows yet, with the chat open."""
    return Customer(world).opens_chat()


@pytest.fixture
def amira(world: World) -> Agent:
    """An agent, signed in."""
    return Agent(world, "amira", name="艾米娜").signs_in()


@pytest.fixture
def ben(world: World) -> Agent:
    """Another agent, signed in."""
    return Agent(world, "ben", name="卞恩").signs_in()


@pytest.fixture
def zhou(world: World) -> Agent:
    """The supervisor, signed in."""
    return Agent(world, "zhuguan", name="周岚", role="supervisor").signs_in()


@pytest.fixture
def root(world: World) -> Agent:
    """The only admin, signed in."""
    return Agent(world, "admin", name="系统管理员", role="admin").signs_in()


@pytest.fixture
def waiting(chen: Customer) -> Customer:
    """陈, who pressed 转人工 and waits."""
    chen.calls("POST", "/handoff", json={}).raise_for_status()
    return chen


@pytest.fixture
def helped(waiting: Customer, amira: Agent) -> Customer:
    """陈, whom Amira helps."""
    amira.claims(waiting).raise_for_status()
    return waiting
