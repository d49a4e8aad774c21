"""The benchmark beside a bare Rasa: what counts as a turn, at what pace they come, and one whole run."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import Counter
from itertools import cycle
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks._chat.history import History
from benchmarks._chat.scripted import Failed, OurVisit, Pace, Turns, visits
from benchmarks._talk import KINDS
from benchmarks.rasa_peer import Load, Measured, Side, measure, ratio
from command.paths import BOT_PYTHON, ROOT
from tests.bot.engine import trained_model
from tests.requirement import lacking


def event(seq: int, kind: str, name: str = "utter_x") -> dict[str, Any]:
    data = {"text": "…", "name": name}
    about = {"conversation_id": "c_1", "seq": seq, "type": "message.created", "client_id": None}
    return {"type": "event", "event": {**about, "actor": {"kind": kind}, "data": data}}


class Sent:
    """A line that takes down what is sent."""

    def __init__(self) -> None:
        self.frames: list[dict[str, Any]] = []

    def send(self, frame: dict[str, Any]) -> None:
        self.frames.append(frame)


@pytest.fixture
def ours() -> OurVisit:
    visit = OurVisit(None, None, History(), {"session_token": "t", "conversation_id": "c_1"})
    visit.line = Sent()
    return visit


async def asked(visit: OurVisit, *frames: dict[str, Any]) -> asyncio.Task[float]:
    """A sentence under way: acknowledged as number 5, and then the frames were heard."""
    task = asyncio.create_task(visit.ask("你好"))
    await asyncio.sleep(0)
    ack = {"type": "ack", "client_id": visit.line.frames[-1]["client_id"], "seq": 5}
    for frame in (ack, *frames):
        visit._hear(frame)
    return task


async def test_a_late_message_of_the_turn_before_is_no_answer(ours: OurVisit) -> None:
    task = await asked(ours, event(4, "bot"), event(5, "customer"))
    await asyncio.sleep(0)
    assert not task.done()
    ours._hear(event(6, "bot"))
    assert await task > 0
    assert ours.answers == {4, 6}


@pytest.mark.parametrize(
    ("frame", "error"), [(event(6, "bot", "fallback"), "fallback"), ({"type": "error", "code": "busy"}, "busy")]
)
async def test_a_stand_in_and_a_refusal_are_errors(ours: OurVisit, frame: dict[str, Any], error: str) -> None:
    task = await asked(ours, event(5, "customer"), frame)
    with pytest.raises(Failed, match=error):
        await task


class Scripted:
    """A door whose every third turn fails."""

    name = "scripted"

    def __init__(self, until: float) -> None:
        self.kinds, self.entered, self.left, self._asked, self._until = cycle(KINDS), 0, 0, 0, until

    async def enter(self) -> "Scripted":
        self.entered += 1
        return self

    async def ask(self, text: str) -> float:
        self._asked += 1
        if self._asked % 3 == 0:
            raise Failed("silent")
        if self._asked > 9:  # enough: the rest of the time passes
            await asyncio.sleep(max(0, self._until - time.monotonic()))
        return 0.01

    async def leave(self) -> None:
        self.left += 1


async def test_turns_and_failures_are_counted_and_a_failed_conversation_is_left() -> None:
    turns, until = Turns(), time.monotonic() + 0.2
    door = Scripted(until)
    await visits(door, turns, Pace(), until=until)
    assert (turns.errors, len(turns.seconds), turns.said) == (Counter(silent=3), 7, 10)
    assert door.entered == door.left == 4
    assert next(door.kinds) == KINDS[4 % len(KINDS)], "the next round goes on with the next kind"


async def test_at_a_pace_a_sentence_waits_for_its_moment_and_who_is_late_for_it_waited_longer() -> None:
    pace = Pace(rate=50)
    await pace.wait()
    begun = time.monotonic()
    await pace.wait()
    assert time.monotonic() - begun > 0.01
    await asyncio.sleep(0.1)
    assert await pace.wait() > 0.05, "its moment passed while everybody was busy"


def measured(*rounds: tuple[int, float], worked_s: float) -> Measured:
    """Rounds of so many turns in so many seconds."""
    turns = [Turns([0.01] * count) for count, _ in rounds]
    return Measured(turns, [took_s for _, took_s in rounds], Counter(bot=worked_s), [0.0] * len(rounds))


def test_the_ratio_is_the_median_of_rounds_that_followed_each_other() -> None:
    found = ratio(
        measured((300, 1), (40, 1), (100, 1), worked_s=4.4), measured((100, 1), (10, 1), (100, 1), worked_s=4.2)
    )
    assert found == {"per_second": 3.0, "rounds": [3.0, 4.0, 1.0], "processor": 2.0}


def test_a_round_in_which_a_peer_left_a_sentence_unanswered_has_no_ratio() -> None:
    theirs = measured((100, 1), (10, 30), worked_s=1)
    theirs.turns[1].errors["no answer in time"] = 1
    found = ratio(measured((200, 1), (200, 1), worked_s=1), theirs)
    assert (found["per_second"], found["rounds"]) == (2.0, [2.0, None])


def test_errors_are_no_turns_but_their_work_counts() -> None:
    found = measured((10, 2), worked_s=0.3)
    found.turns[0].errors["silent"] = 5
    row = found.row()
    assert (row["turns"], row["per_second"], row["errors"]) == (10, 5.0, {"silent": 5})
    assert (row["processor_ms"], row["processes_ms"]) == (20.0, {"bot": 20.0})


async def test_a_process_that_did_nothing_in_a_round_is_shown_with_nothing() -> None:
    found = Measured()
    idle = await asyncio.create_subprocess_exec("sleep", "600")
    child = SimpleNamespace(spec=SimpleNamespace(name="actions"), pid=idle.pid)
    await measure(Side(Scripted(until=0.0), [child]), found, Load(customers=1, lasting_s=0.0))
    idle.kill()
    await idle.wait()
    assert found.row()["processes_ms"] == {"actions": 0.0}


def test_a_whole_run_compares_both_and_finds_everything_stored(tmp_path: Path) -> None:
    if not BOT_PYTHON.exists():
        lacking("bot", "the bot's environment is missing (bot/.venv): run ./zhike up or ./zhike test")
    report = tmp_path / "report.json"
    argv = ["--customers", "2", "--seconds", "1", "--rounds", "1", "--model", trained_model(), "--json", report]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.rasa_peer", *argv], cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"ZHIKE_BOT_TIMEOUT_S": "60"},  # else a slow machine's first turns are no answers
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    written = json.loads(report.read_text(encoding="utf-8"))
    assert [row["side"] for row in written["rows"]] == [
        "zhike, everything stored", "rasa run, socket.io", "rasa run, REST",
    ]  # fmt: skip
    assert all(row["turns"] > 0 and row["processor_ms"] > 0 for row in written["rows"])
    assert written["rows"][0]["errors"] == {}
    assert [set(row["processes_ms"]) for row in written["rows"]] == [
        {"actions", "bot", "handoff"}, {"actions", "rasa"}, {"actions", "rasa"},
    ]  # fmt: skip
    stored = written["stored"]
    assert stored["acked"] == stored["sent"] >= written["rows"][0]["turns"]
    assert (stored["lost"], stored["doubled"], stored["misordered"]) == (0, 0, 0)
    assert [row["to"] for row in written["ratios"]] == ["rasa run, socket.io", "rasa run, REST"]
    assert "× the turns a second" in done.stdout
