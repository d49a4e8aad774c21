"""The note `var/run.json` of a running system: who runs, and where it answers."""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True, slots=True)
class Running:
    """`pid` and `created` together name one process for good: numbers are used again."""

    pid: int
    created: float
    url: str


def _note(data_dir: Path) -> Path:
    return data_dir / "run.json"


def find_running(data_dir: Path) -> Running | None:
    """The system that uses this data folder now, if one does."""
    try:
        running = Running(**json.loads(_note(data_dir).read_text(encoding="utf-8")))
        process = psutil.Process(running.pid)
        return running if abs(process.create_time() - running.created) < 1 else None
    except (OSError, ValueError, TypeError, psutil.Error):
        return None


@contextlib.contextmanager
def noted(data_dir: Path, url: str) -> Iterator[None]:
    """Others see this process as the running system inside the block."""
    data_dir.mkdir(parents=True, exist_ok=True)
    me = Running(pid=os.getpid(), created=psutil.Process().create_time(), url=url)
    _note(data_dir).write_text(json.dumps(asdict(me)), encoding="utf-8")
    try:
        yield
    finally:
        _note(data_dir).unlink(missing_ok=True)
