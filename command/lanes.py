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

    @property
    def after(self) -> str | None:
        """The name of an earlier check without whose success this one is not begun."""

    def run(self, said: BinaryIO) -> Counts: ...


def run(checks: Sequence[Check], folder: Path, lanes: int = 2) -> list[tuple[str, Counts]]:
    """What each check counted. They begin in this order, so many at a time; what they say is kept in `folder`.

    One that stands `after` another waits for it in its lane. Stopped (Ctrl-C), it begins no further check.
    """
    with ExitStack() as stack:
        threads = ThreadPoolExecutor(lanes)
        stack.callback(threads.shutdown, cancel_futures=True)
        begun: dict[str, tuple[Path, Future[Counts]]] = {}
        for number, check in enumerate(checks):
            log = folder / f"{number}.log"
            log.touch()
            needed = begun[check.after][1] if check.after else None
            begun[check.name] = log, threads.submit(_run, check, log, needed)
        return [(name, _show(name, log, result)) for name, (log, result) in begun.items()]


def _run(check: Check, log: Path, needed: Future[Counts] | None) -> Counts:
    """One failure where what is `needed` failed."""
    with log.open("wb") as said:
        if needed and needed.result().failed:
            said.write(f"Not begun: {check.after} failed.\n".encode())
            return Counts(failed=1)
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
