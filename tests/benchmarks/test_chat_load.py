"""The benchmark of the message path: its checker sees what goes wrong, and a small run of each kind is clean."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks._chat.history import History, percentiles
from benchmarks._chat.service import Usage
from benchmarks._chat.soak import flatness
from command.paths import ROOT
from tests.storage import POSTGRES


def event(seq: int, client_id: str | None = None) -> dict[str, Any]:
    return {"conversation_id": "c_1", "seq": seq, "client_id": client_id}


@pytest.fixture
def history() -> History:
    """Two messages were sent and acknowledged, as the numbers 1 and 2."""
    history = History()
    for seq, client_id in enumerate(("first", "second"), start=1):
        history.send(client_id, "c_1", due_at=10.0)
        history.ack({"client_id": client_id, "seq": seq}, now=10.5)
    return history


def test_what_both_ends_read_once_and_in_order_is_clean(history: History):
    for reader, is_own in (("customer", True), ("agent", False)):
        for seq, client_id in enumerate(("first", "second"), start=1):
            history.read(reader, event(seq, client_id), is_own=is_own, now=11.0)
    row = history.row(lasted_s=2.0, readers=2)
    assert (row["reach"], row["doubled"], row["misordered"], row["per_second"]) == (1.0, 0, 0, 1.0)
    assert row["delivery_ms"]["max"] == 1000.0
    assert row["ack_ms"]["p50"] == 500.0


def test_a_reader_who_was_told_twice_or_out_of_turn_or_not_at_all_is_counted(history: History):
    for seq, client_id in ((2, "second"), (1, "first"), (1, "first")):
        history.read("agent", event(seq, client_id), is_own=False, now=11.0)
    row = history.row(lasted_s=2.0, readers=2)
    assert (row["doubled"], row["misordered"], row["reach"]) == (1, 2, 0.5)


@pytest.mark.parametrize(
    ("log", "lost", "doubled", "misordered"),
    [
        ([event(1, "first"), event(2, "second")], 0, 0, 0),
        ([event(1, "first")], 1, 0, 0),
        ([event(1, "second"), event(2, "first")], 2, 0, 0),
        ([event(1, "first"), event(2, "second"), event(3, "second")], 1, 1, 0),
        ([event(1, "first"), event(3, "second")], 1, 0, 1),
    ],
)
def test_the_log_is_held_against_what_was_acknowledged(
    history: History, log: list[dict[str, Any]], lost: int, doubled: int, misordered: int
):
    assert history.check_log("c_1", log) == lost
    assert (history.doubled, history.misordered) == (doubled, misordered)


def test_percentiles_are_values_that_were_measured():
    assert percentiles([n / 1000 for n in range(1, 101)]) == {"p50": 51.0, "p95": 96.0, "p99": 100.0, "max": 100.0}
    assert percentiles([]) == {}


def usage(*, resident_mib: float, descriptors: int) -> Usage:
    return Usage(cpu_s=0.0, resident_mib=resident_mib, descriptors=descriptors)


@pytest.mark.parametrize(
    ("mib_a_sample", "descriptors_a_sample", "is_flat"),
    [(0.0, 0, True), (0.1, 0, True), (1.0, 0, False), (0.0, 1, False)],
)
def test_what_grows_after_the_first_third_is_not_flat(mib_a_sample: float, descriptors_a_sample: int, is_flat: bool):
    samples = [
        usage(resident_mib=90.0 + mib_a_sample * n, descriptors=40 + descriptors_a_sample * n) for n in range(60)
    ]
    assert flatness(samples)["flat"] is is_flat


def test_what_grows_only_at_first_is_flat():
    samples = [usage(resident_mib=min(90.0 + 5 * n, 140.0), descriptors=min(40 + n, 60)) for n in range(90)]
    assert flatness(samples) == {
        "resident_mib": {"first": 140.0, "middle": 140.0, "last": 140.0},
        "descriptors": {"first": 54, "middle": 60, "last": 60},
        "flat": True,
    }


def test_a_small_run_of_each_kind_is_clean(tmp_path: Path):
    report = tmp_path / "report.json"
    argv = [
        "--customers", "4", "--agents", "1", "--seconds", "1", "--rate", "20", "--sockets", "10", "--returning", "8",
        "--conversations", "50", "--messages", "400", "--json", str(report),
    ]  # fmt: skip
    where = ["--database", POSTGRES] if POSTGRES else []
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.chat_load", *argv, *where], cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    rows = json.loads(report.read_text(encoding="utf-8"))["rows"]
    assert set(rows) == {"throughput", "delivery", "soak", "sockets", "storm", "lists"}
    for name in ("throughput", "delivery", "soak"):
        assert (rows[name]["lost"], rows[name]["reach"]) == (0, 1.0)
        assert rows[name]["acked"] == rows[name]["sent"] > 0
        assert rows[name]["delivered"] == 2 * rows[name]["acked"]
    assert rows["delivery"]["sent"] == rows["soak"]["sent"] == 20
    assert rows["soak"]["visits"] >= 1
    assert rows["sockets"]["open"] == 10
    assert rows["storm"]["refused_5xx"] == 0
    assert rows["lists"]["messages"] == 400
