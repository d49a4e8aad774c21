"""What a fault is tried on, and the figures of each run at the end of the report.

`ZHIKE_TEST_LONG=1` tries each fault as often as docs/reliability.md names, and holds the times promised there;
otherwise a few times.
"""

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest

from handoff import migrations
from tests import effort
from tests.faults.bot import BotServer
from tests.faults.checker import check, report
from tests.faults.history import History
from tests.faults.installation import Installation
from tests.faults.people import Person
from tests.faults.postgres import Cluster
from tests.faults.settling import check_answers, settle


@pytest.fixture
def times() -> Callable[[int, int], int]:
    """`times(3, 100)`: how often to try it, by default and in a long run."""
    return lambda short, long: effort.times(short, long=long)


@pytest.fixture
async def history() -> AsyncIterator[History]:
    history = History()
    yield history
    for hang_up in history.at_end:
        await hang_up()


@pytest.fixture
async def bot() -> AsyncIterator[BotServer]:
    async with BotServer() as bot:
        yield bot


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with Cluster() as cluster:
        yield cluster


class Install(Protocol):
    async def __call__(self, **settings: Any) -> Installation: ...


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite file to copy."""
    file = tmp_path_factory.mktemp("embedded") / "zhike.db"
    migrations.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
async def install(tmp_path: Path, embedded: Path, bot: BotServer) -> AsyncIterator[Install]:
    """`await install(workers=2, database_url=…)`: a running installation; on a SQLite file of its own by default."""
    async with AsyncExitStack() as stack:

        async def start(**settings: Any) -> Installation:
            folder = settings.pop("folder", tmp_path / "var")
            if not folder.exists():
                folder.mkdir()
                shutil.copy(embedded, folder / "zhike.db")
            return await stack.enter_async_context(Installation(folder, bot.url, **settings))

        yield start


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """A line of figures for the end of the report (`record_property` warns where a JUnit file is written)."""
    return lambda line: request.node.user_properties.append(("figures", line))


class Verdict(Protocol):
    async def __call__(self, *people: Person, answered: bool = False) -> None: ...


@pytest.fixture
def clean(history: History, tell: Callable[[str], None]) -> Verdict:
    """`await clean(*people)`: everything goes out, everybody reads to the end, and the checker finds nothing.

    With `answered`, the bot must have answered each message exactly once.
    """

    async def verdict(*people: Person, answered: bool = False) -> None:
        await settle(history, people, answered=answered)
        findings = check(history) + (check_answers(history) if answered else [])
        figures = report(history, findings)
        tell(figures)
        assert not findings, figures

    return verdict
