"""The bot as it is trained now, behind a running service."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from handoff.bot.client import BotClient
from rehearsal.engine import Engine
from rehearsal.stage import TOKEN_KEY
from tests.world import World


@pytest.fixture
def make_bank(engine: Engine, tmp_path: Path, template: str) -> Iterator[Callable[..., World]]:
    """`make_bank()`: a service of its own, with its own clock and data, whose bot is the trained one.

    It has all the time that a busy machine may take for a turn.
    """
    started: list[World] = []

    def make(*, bot_timeout_s: float = 60) -> World:
        folder = tmp_path / f"bank{len(started)}"
        world = World(
            folder, template, customer_token_key=TOKEN_KEY, messages_per_minute=1000, bot_timeout_s=bot_timeout_s
        )
        world.bot = BotClient(engine.url, engine.key, timeout_s=world.settings.bot_timeout_s)
        started.append(world.start())
        return world

    yield make
    for world in started:
        world.end()


@pytest.fixture
def bank(make_bank: Callable[..., World]) -> World:
    return make_bank()
