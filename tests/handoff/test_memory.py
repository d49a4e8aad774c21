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
        print(len(gc.get_objects()), gc.get_freeze_count())

handoff.serving.new_server = Server
handoff.__main__.main()
"""


@pytest.fixture
def objects(tmp_path: Path) -> tuple[int, int]:
    """Of the service's own process the moment before it serves: what is gone through for garbage, and what is not."""
    environment = {"PYTHONPATH": str(ROOT), "ZHIKE_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-P", "-c", SERVE], env=environment, cwd=ROOT, stdout=subprocess.PIPE, timeout=60, check=True
    )
    looked_at, left_alone = map(int, done.stdout.split()[-2:])
    return looked_at, left_alone


def test_what_is_loaded_when_it_serves_is_left_alone(objects: tuple[int, int]):
    looked_at, left_alone = objects
    assert left_alone > 100_000 > 10 * looked_at
