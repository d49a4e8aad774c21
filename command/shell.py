"""Runs a tool to its end, with its output in a log file and its last line on the screen."""

import asyncio
import re
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from command import process
from command.paths import ROOT
from command.problem import explain
from command.steps import Step

TAIL_LINES = 40  # of the output, searched for a known cause
CHUNK = 65_536  # bytes
_NOISE = re.compile(r"^\s|\bwarn(ing)?\b|Warning:", re.IGNORECASE)  # a library's warning and the line of code it quotes
_STAMP = re.compile(r"^\d{4}-\d\d-\d\d \S+ +[A-Z]+ +\S+ +- ")  # Rasa's: when, how grave, which module


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


def find_telling(lines: Sequence[str]) -> str | None:
    """The last line that says to a person what the tool is at; None when these are all warnings and the like."""
    telling = [line for line in lines if not _NOISE.search(line)]
    return _STAMP.sub("", telling[-1]) if telling else None


async def _follow(child: asyncio.subprocess.Process, step: Step, log: Path) -> str:
    assert child.stdout is not None
    tail: deque[str] = deque(maxlen=TAIL_LINES)
    with log.open("wb") as file:
        while chunk := await child.stdout.read(CHUNK):
            file.write(chunk)
            lines = [line for line in chunk.decode("utf-8", "replace").splitlines() if line.strip()]
            tail.extend(lines)
            if told := find_telling(lines):
                step.note(told)
    return "\n".join(tail)
