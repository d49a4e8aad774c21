"""`zhike status` and `zhike stop`: what an operator sees and does from another terminal."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import psutil
import pytest
from rich.console import Console

from command import status
from command.paths import ROOT
from command.problem import Problem
from command.running import noted
from command.steps import Steps
from tests.world import World

SYSTEM = (
    "import asyncio, pathlib, signal, sys, time\n"
    "from command.running import noted\n"
    "folder, url, slow = sys.argv[1:]\n"
    "async def main():\n"
    "    stop = asyncio.Event()\n"
    "    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)\n"
    "    with noted(pathlib.Path(folder), url):\n"
    "        print('here', flush=True)\n"
    "        await stop.wait()\n"
    "        time.sleep(float(slow))\n"
    "asyncio.run(main())\n"
)


class Terminal:
    """Where the operator types; `text` is what is read there."""

    def __init__(self) -> None:
        self._out = StringIO()
        self.steps = Steps(Console(file=self._out, width=200))

    @property
    def text(self) -> str:
        return self._out.getvalue()


@pytest.fixture
def terminal() -> Terminal:
    return Terminal()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHIKE_DATA_DIR", str(tmp_path))
    return tmp_path


def a_system(folder: Path, *, slow_s: float = 0.0) -> subprocess.Popen[str]:
    """Another process that says it is the running system, and takes `slow_s` to stop."""
    argv = [sys.executable, "-c", SYSTEM, str(folder), "http://127.0.0.1:1", str(slow_s)]
    process = subprocess.Popen(argv, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "here\n"
    return process


async def test_without_a_system_the_way_to_start_it_is_told(folder: Path, terminal: Terminal):
    assert not await status.status(terminal.steps)
    assert terminal.text == "Zhike is not running: start it with ./zhike up.\n"


async def test_a_system_whose_parts_are_well_is_told_with_its_address(
    world: World, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ZHIKE_DATA_DIR", str(world.settings.data_dir))
    monkeypatch.setattr("handoff.pages.are_built", lambda: True)
    with noted(world.settings.data_dir, world.url):
        assert await status.status(terminal.steps)
    assert f"Zhike runs: {world.url}/, process " in terminal.text
    assert [line.split() for line in terminal.text.splitlines()[1:]] == [
        ["database", "ok"], ["bot", "ready"], ["pages", "built"],
    ]  # fmt: skip


async def test_a_part_that_is_ill_is_named_with_its_logs(
    world: World, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ZHIKE_DATA_DIR", str(world.settings.data_dir))
    monkeypatch.setattr("handoff.pages.are_built", lambda: True)

    async def is_not_ready() -> bool:
        return False

    monkeypatch.setattr(world.bot, "is_ready", is_not_ready)
    with noted(world.settings.data_dir, world.url):
        assert not await status.status(terminal.steps)
    assert f"  bot       not ready: see {world.settings.data_dir / 'logs'}" in terminal.text


async def test_a_service_that_does_not_answer_is_said(folder: Path, terminal: Terminal):
    with noted(folder, "http://127.0.0.1:1"):
        assert not await status.status(terminal.steps)
    assert "service   does not answer" in terminal.text
    assert str(folder / "logs") in terminal.text


async def test_stop_ends_the_system_and_returns_when_it_has_ended(folder: Path, terminal: Terminal):
    with a_system(folder, slow_s=0.5) as system:
        await status.stop(terminal.steps)
        assert not (folder / "run.json").exists()
        assert system.wait(60) == 0
    assert f"Stopping Zhike (process {system.pid}): done" in terminal.text


async def test_stop_with_nothing_to_stop_is_no_failure(folder: Path, terminal: Terminal):
    await status.stop(terminal.steps)
    assert terminal.text == "Zhike is not running.\n"


async def test_a_system_that_does_not_stop_is_named_with_what_to_do(
    folder: Path, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(status, "STOP_WITHIN_S", 0.2)
    with a_system(folder, slow_s=600) as system:
        with pytest.raises(Problem, match=rf"has not stopped .*kill -9 {system.pid}"):
            await status.stop(terminal.steps)
        system.kill()


async def test_a_note_of_a_process_long_gone_stops_nobody(folder: Path, terminal: Terminal):
    me = psutil.Process()
    (folder / "run.json").write_text(json.dumps({"pid": me.pid, "created": me.create_time() - 1000, "url": "x"}))
    await status.stop(terminal.steps)
    assert terminal.text == "Zhike is not running.\n"
