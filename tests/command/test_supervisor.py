"""Supervision: children start, are started again when they die, and are never left behind."""

import asyncio
import dataclasses
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from command import supervisor
from command.paths import ROOT
from command.problem import Problem
from command.supervisor import Child, Spec, Supervisor

WAIT_S = 60.0

STEADY = "import time\nprint('here', flush=True)\ntime.sleep(600)"
STUBBORN = (
    "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('here', flush=True)\ntime.sleep(600)"
)
WITH_CHILD = (
    "import subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "print('here', child.pid, flush=True)\ntime.sleep(600)"
)
DIES = "import sys\nprint('here', flush=True)\nsys.exit(3)"


async def until(is_true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not is_true():
        assert time.monotonic() < deadline, "it did not happen"
        await asyncio.sleep(0.01)


async def stopped(running: asyncio.Task[None]) -> None:
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


class Stage:
    """What the operator reads, and a way to make children of a few lines of Python."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: list[str] = []

    def spec(self, code: str, *, ready_within_s: float = WAIT_S) -> Spec:
        log = self.folder / "child.log"

        async def has_spoken() -> bool:
            return log.exists() and b"here" in log.read_bytes()

        return Spec("child", [sys.executable, "-c", code], has_spoken, log, ready_within_s=ready_within_s)


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


@pytest.fixture
def never_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever dies died too soon, however long a busy machine took to get there."""
    monkeypatch.setattr(supervisor, "SERVED_S", 600.0)


async def test_a_child_is_ready_when_it_says_so_and_gone_when_the_block_ends(stage: Stage) -> None:
    async with Supervisor(stage.said.append) as supervisor:
        child = supervisor.start(stage.spec(STEADY))
        await child.wait_until_ready()
        pid = child.pid
        assert pid is not None
        assert is_alive(pid)
    assert not is_alive(pid)
    assert stage.said == []


@pytest.mark.usefixtures("never_served")
async def test_a_child_that_is_killed_comes_back_and_the_operator_hears_of_it(stage: Stage) -> None:
    async with Supervisor(stage.said.append) as supervisor:
        child = Child(stage.spec(STEADY), stage.said.append, back_off_s=(0.05,))
        supervisor._tasks.append(asyncio.create_task(child.run()))
        await child.wait_until_ready()
        first = child.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        await until(lambda: child.pid not in (None, first))
    assert len(stage.said) == 1
    assert "child ended (killed by signal 9); starting it again in 0.05 s" in stage.said[0]


@pytest.mark.usefixtures("never_served")
async def test_each_death_soon_after_the_last_waits_longer(stage: Stage) -> None:
    child = Child(stage.spec(DIES), stage.said.append, back_off_s=(0.01, 0.02, 0.03))
    running = asyncio.create_task(child.run())
    await until(lambda: len(stage.said) >= 4)
    await stopped(running)
    assert [said.split(" in ")[1].split(" s")[0] for said in stage.said[:4]] == ["0.01", "0.02", "0.03", "0.03"]
    assert child.exits[:4] == [3, 3, 3, 3]


async def test_a_child_that_has_served_is_back_at_once_however_often_it_is_killed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "SERVED_S", 0.0)
    child = Child(stage.spec(STEADY), stage.said.append, back_off_s=(600.0,))
    running = asyncio.create_task(child.run())
    for times in range(1, 4):
        await until(lambda: child._ready_at is not None)
        os.kill(child.pid, signal.SIGKILL)
        await until(lambda times=times: len(child.exits) == times)
        await until(lambda: child.pid is not None)
    await stopped(running)
    assert all("again at once" in said for said in stage.said)


async def test_a_child_that_keeps_dying_while_it_starts_is_a_problem_with_its_log(stage: Stage) -> None:
    child = Child(stage.spec("raise SystemExit(7)"), stage.said.append, back_off_s=(0.01,))
    running = asyncio.create_task(child.run())
    with pytest.raises(Problem, match=r"child ended twice while it was starting \(exit code 7\).*child\.log"):
        await child.wait_until_ready()
    await stopped(running)


async def test_a_child_that_is_never_ready_is_a_problem(stage: Stage) -> None:
    async with Supervisor(stage.said.append) as supervisor:
        child = supervisor.start(stage.spec("import time; time.sleep(600)", ready_within_s=0.3))
        with pytest.raises(Problem, match=r"was not ready within 0\.3 s"):
            await child.wait_until_ready()


async def test_a_child_that_hangs_is_ended_and_started_again(stage: Stage) -> None:
    frozen: list[int] = []

    async def is_awake() -> bool:
        return child.pid is not None and child.pid not in frozen

    spec = dataclasses.replace(stage.spec(STEADY, ready_within_s=0.2), is_alive=is_awake)
    child = Child(spec, stage.said.append, back_off_s=(0.01,))
    tasks = [asyncio.create_task(child.run()), asyncio.create_task(child.watch(every_s=0.02))]
    await until(lambda: child.pid is not None)
    first = child.pid
    assert first is not None
    os.kill(first, signal.SIGSTOP)
    frozen.append(first)
    await until(lambda: child.pid not in (None, first))
    assert stage.said[0] == "child has not answered for 0.2 s and is ended."
    assert not is_alive(first)
    for task in tasks:
        await stopped(task)


async def test_a_child_that_ignores_the_request_to_stop_is_killed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("command.process.end.__kwdefaults__", {"grace_s": 0.2})
    async with Supervisor(stage.said.append) as supervisor:
        child = supervisor.start(stage.spec(STUBBORN))
        await child.wait_until_ready()
        pid = child.pid
        assert pid is not None
    assert not is_alive(pid)


async def test_what_a_child_started_itself_ends_with_it(stage: Stage) -> None:
    async with Supervisor(stage.said.append) as supervisor:
        child = supervisor.start(stage.spec(WITH_CHILD))
        await child.wait_until_ready()
        grandchild = int(child.spec.log.read_text().split()[1])
        assert is_alive(grandchild)
    await until(lambda: not is_alive(grandchild))


async def test_a_second_ctrl_c_while_stopping_leaves_nobody_behind(stage: Stage) -> None:
    child = Child(stage.spec(STEADY), stage.said.append)
    running = asyncio.create_task(child.run())
    await child.wait_until_ready()
    pid = child.pid
    assert pid is not None
    running.cancel()
    await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert not is_alive(pid)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ends children of a killed parent on Linux only")
async def test_children_of_a_supervisor_that_is_killed_die_with_it(tmp_path: Path) -> None:
    log = tmp_path / "child.log"
    supervisor = (
        "import asyncio, pathlib, sys\n"
        "from command.supervisor import Spec, Supervisor\n"
        "async def never(): return False\n"
        "async def main():\n"
        "    async with Supervisor(print) as supervisor:\n"
        f"        code = 'import os, time; print(os.getpid(), flush=True); time.sleep(600)'\n"
        f"        supervisor.start(Spec('child', [sys.executable, '-c', code], never, pathlib.Path({str(log)!r})))\n"
        "        await supervisor.wait()\n"
        "asyncio.run(main())\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", supervisor, env=environment)
    try:
        await until(lambda: log.exists() and bool(log.read_text().strip()))
        pid = int(log.read_text())
        assert is_alive(pid)
    finally:
        parent.kill()
        await parent.wait()
    await until(lambda: not is_alive(pid))
