"""Runs a tool to its end, with its output in a log file and its last line on the screen."""

import asyncio
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from command import process
from command.paths import ROOT
from command.problem import explain
from command.steps import Step

TAIL_LINES = 40  # of the output, searched for a known cause
CHUNK = 65_536  # bytes


async def run(
    argv: Sequence[str | Path], *, step: Step, log: Path, env: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> None:
    """Raise Problem, with the cause in words where it is known, when `argv` does not exit with 0.

    Cancelled, it ends the tool first.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    child = await process.start(argv, env=env, cwd=cwd)
    try:
        tail = await _follow(child, step, log)
        code = await child.wait()
    except BaseException:
        await asyncio.shield(process.end(child, grace_s=2))
        raise
    if code != 0:
        raise explain(step.text, tail, log)


async def _follow(child: asyncio.subprocess.Process, step: Step, log: Path) -> str:
    assert child.stdout is not None
    tail: deque[str] = deque(maxlen=TAIL_LINES)
    with log.open("wb") as file:
        while chunk := await child.stdout.read(CHUNK):
            file.write(chunk)
            lines = [line for line in chunk.decode("utf-8", "replace").splitlines() if line.strip()]
            tail.extend(lines)
            if lines:
                step.note(lines[-1])
    return "\n".join(tail)
