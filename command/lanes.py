"""Runs checks side by side, and shows what they say as if they had run one after the other."""

import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, Protocol

from command.report import Counts

LOOK_EVERY_S = 0.2


class Check(Protocol):
    @property
    def name(self) -> str: ...

    def run(self, said: BinaryIO) -> Counts: ...


def run(lanes: Sequence[Sequence[Check]], folder: Path) -> list[tuple[str, Counts]]:
    """What each check counted, lane by lane. In a lane one runs after the other; what they say is kept in `folder`.

    Stopped (Ctrl-C), it begins no further check.
    """
    with ExitStack() as stack:
        begun: list[tuple[str, Path, Future[Counts]]] = []
        for lane in lanes:
            threads = ThreadPoolExecutor(1)
            stack.callback(threads.shutdown, cancel_futures=True)
            for check in lane:
                log = folder / f"{len(begun)}.log"
                log.touch()
                begun.append((check.name, log, threads.submit(_run, check, log)))
        return [(name, _show(name, log, result)) for name, log, result in begun]


def _run(check: Check, log: Path) -> Counts:
    with log.open("wb") as said:
        return check.run(said)


def _show(name: str, log: Path, result: Future[Counts]) -> Counts:
    """Everything it has said so far, and the rest while it is said."""
    print(f"\n=== {name} ===", flush=True)
    with log.open("rb") as said:
        is_over = False
        while not is_over:
            is_over = bool(wait([result], LOOK_EVERY_S).done)  # looked at first: what it said last is not missed
            sys.stdout.buffer.write(said.read())
            sys.stdout.buffer.flush()
    return result.result()
