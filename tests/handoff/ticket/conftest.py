"""A real database without a server around it, for what happens below HTTP."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from handoff.clock import FakeClock
from handoff.database import Database
from handoff.settings import Settings
from tests.world import START


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START)


@pytest.fixture
def database(settings: Settings, template: str) -> Iterator[Database]:
    shutil.copy(template, settings.data_dir / "zhike.db")
    made = Database(settings.sqlalchemy_url)
    yield made
    made.close()
