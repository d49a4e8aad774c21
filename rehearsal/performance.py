"""Plays every written conversation, each with a service of its own, and tells which went as written."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handoff import migrations
from handoff.bot.client import BotClient
from rehearsal.engine import Engine
from rehearsal.script import Conversation
from rehearsal.stage import TOKEN_KEY, Stage
from rehearsal.world import World

DATABASE = "zhike.db"  # the embedded one's name in its folder


@dataclass(frozen=True, slots=True)
class Played:
    """`step` is the last played, from 1; `complaint` is "" when all came out as written, else says what did not."""

    title: str
    step: int
    complaint: str = ""

    @property
    def is_success(self) -> bool:
        return not self.complaint


def play_all(engine: Engine, scripts: Sequence[Conversation]) -> Iterator[Played]:
    """One after the other, in order."""
    by_title = {script.title: script for script in scripts}
    with tempfile.TemporaryDirectory() as scratch:
        migrations.upgrade(f"sqlite:///{Path(scratch) / DATABASE}")
        template = (Path(scratch) / DATABASE).read_bytes()
        for number, script in enumerate(scripts):
            folder = Path(scratch) / str(number)
            folder.mkdir()
            (folder / DATABASE).write_bytes(template)
            yield _play(engine, script, by_title, folder)


def _play(engine: Engine, script: Conversation, by_title: dict[str, Conversation], folder: Path) -> Played:
    world = World(folder, None, customer_token_key=TOKEN_KEY, messages_per_minute=1000)
    world.bot = BotClient(engine.url, engine.key, timeout_s=world.settings.bot_timeout_s)
    world.start()
    stage = None
    try:
        stage = Stage(world, script)
        if script.after:
            stage.play(by_title[script.after].steps)
        stage.play(script.steps)
    except Exception as error:  # whatever goes wrong in one conversation, the others are still played
        return Played(script.id, stage.step if stage else 0, str(error) or type(error).__name__)
    finally:
        world.end()
    return Played(script.id, stage.step)
