"""Looking for garbage: a process that serves does not go through what it has loaded again and again."""

import subprocess
import sys
from pathlib import Path

import pytest

from command.paths import ROOT

SERVE = """
import gc, handoff.__main__, handoff.serving

class Server:
    def __init__(self, app, settings):
        self.app = app

    def run(self, sockets):
        print(len(gc.get_objects()), gc.get_freeze_count(), gc.get_stats()[-1]["collections"] - before)

handoff.serving.new_server = Server
before = gc.get_stats()[-1]["collections"]
handoff.__main__.main()
"""


@pytest.fixture
def objects(tmp_path: Path) -> tuple[int, int, int]:
    """Of the service's own process the moment before it serves: how many are gone through for garbage, how many are
    not, and how often it has gone through all."""
    environment = {"PYTHONPATH": str(ROOT), "ZHIKE_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-P", "-c", SERVE], env=environment, cwd=ROOT, stdout=subprocess.PIPE, timeout=60, check=True
    )
    looked_at, left_alone, looks = map(int, done.stdout.split()[-3:])
    return looked_at, left_alone, looks


def test_what_is_loaded_when_it_serves_is_left_alone(objects: tuple[int, int, int]):
    looked_at, left_alone, _ = objects
    assert left_alone > 100_000 > 10 * looked_at


def test_a_start_is_not_held_up_to_look_for_garbage(objects: tuple[int, int, int]):
    assert objects[-1] == 0
