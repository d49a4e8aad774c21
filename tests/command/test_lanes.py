"""Checks side by side: what runs at once, what is shown, and what counts."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from command import lanes
from command.report import Counts

WAIT_S = 10.0


class Says:
    """A check that says its name, and between the lines lets `during` happen."""

    def __init__(self, name: str, during: Callable[[], object] = lambda: None, after: str | None = None) -> None:
        self.name, self.during, self.after = name, during, after

    def run(self, said: BinaryIO) -> Counts:
        said.write(f"{self.name} begins\n".encode())
        self.during()
        said.write(f"{self.name} ends\n".encode())
        return Counts(passed=1)


def test_lanes_run_at_once_and_are_shown_one_after_the_other(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    meeting = threading.Barrier(2, timeout=WAIT_S)
    first, second = Says("first", meeting.wait), Says("second", meeting.wait)
    assert lanes.run([first, second], tmp_path) == [("first", Counts(1)), ("second", Counts(1))]
    assert [line for line in capfd.readouterr().out.splitlines() if line] == [
        "=== first ===", "first begins", "first ends", "=== second ===", "second begins", "second ends",
    ]  # fmt: skip


def test_in_one_lane_one_runs_after_the_other(tmp_path: Path):
    order: list[str] = []
    checks = [Says(name, lambda name=name: order.append(name)) for name in ("ruff", "vitest", "pytest")]
    lanes.run(checks, tmp_path, lanes=1)
    assert order == ["ruff", "vitest", "pytest"]


def test_the_lane_that_is_free_takes_the_next_check(tmp_path: Path):
    are_done = threading.Semaphore(0)

    def wait_for_the_others() -> None:
        assert all(are_done.acquire(timeout=WAIT_S) for _ in range(3))

    short = [Says(name, are_done.release) for name in ("ruff", "vitest", "pytest")]
    assert len(lanes.run([Says("long", wait_for_the_others), *short], tmp_path)) == 4


def test_one_after_another_waits_for_it_while_a_third_runs(tmp_path: Path):
    order: list[str] = []
    third_is_done = threading.Event()

    def prepare() -> None:
        assert third_is_done.wait(WAIT_S)
        order.append("prepare")

    def third() -> None:
        order.append("third")
        third_is_done.set()

    needing = Says("needing", lambda: order.append("needing"), after="prepare")
    lanes.run([Says("prepare", prepare), needing, Says("third", third)], tmp_path, lanes=3)
    assert order == ["third", "prepare", "needing"]


def test_after_one_that_failed_nothing_is_begun_and_that_is_a_failure(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
):
    class Fails(Says):
        def run(self, said: BinaryIO) -> Counts:
            return Counts(failed=1)

    begun: list[str] = []
    needing = Says("needing", lambda: begun.append("needing"), after="prepare")
    assert lanes.run([Fails("prepare"), needing], tmp_path)[1] == ("needing", Counts(failed=1))
    assert not begun
    assert "Not begun: prepare failed." in capfd.readouterr().out


def test_what_is_said_is_shown_before_the_check_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    is_shown = threading.Event()

    class Screen:
        buffer: "Screen"

        def write(self, said: bytes) -> None:
            if b"begins" in said:
                is_shown.set()

        def flush(self) -> None: ...

    class Slow(Says):
        def run(self, said: BinaryIO) -> Counts:
            said.write(b"begins\n")
            said.flush()
            assert is_shown.wait(WAIT_S)
            return Counts(passed=1)

    screen = Screen()
    screen.buffer = screen
    monkeypatch.setattr("command.lanes.sys.stdout", screen)
    monkeypatch.setattr("builtins.print", lambda *said, **how: None)
    assert lanes.run([Slow("slow")], tmp_path) == [("slow", Counts(1))]


def test_a_tool_that_cannot_be_run_is_raised(tmp_path: Path):
    def breaks() -> None:
        raise OSError("no such tool")

    with pytest.raises(OSError, match="no such tool"):
        lanes.run([Says("ruff", breaks), Says("pytest")], tmp_path)
