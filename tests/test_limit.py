"""A test that hangs is named with what its threads are at, and ends the run instead of holding it up."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from command.paths import ROOT

HANGING = """
import asyncio, re, threading
import pytest

@pytest.mark.limit(0.5)
def test_that_waits(): threading.Event().wait()

@pytest.mark.limit(0.5)
async def test_that_awaits(): await asyncio.Event().wait()

@pytest.mark.limit(0.5)
def test_that_lets_no_thread_run(): re.match("(a+)+$", "a" * 60 + "b")

@pytest.mark.limit(0.5)
def test_that_is_quick(): pass

def test_that_was_never_reached(): pass
"""


@pytest.mark.parametrize("name", ["test_that_waits", "test_that_awaits", "test_that_lets_no_thread_run"])
def test_a_hanging_test_ends_the_run_and_shows_its_stack(tmp_path: Path, name: str):
    done = run(tmp_path, f"{name} or reached")
    assert done.returncode == 1
    assert f"::{name} has taken longer than 0.5 s" in done.stderr or f"in {name}" in done.stderr
    assert "passed" not in done.stdout


def test_one_that_keeps_within_it_is_let_alone(tmp_path: Path):
    done = run(tmp_path, "quick or reached")
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


def run(folder: Path, chosen: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_hanging.py").write_text(HANGING)
    (folder / "conftest.py").write_text("from tests import limit\nlimit.GRACE_S = 1\n")
    argv = [sys.executable, "-m", "pytest", "-p", "tests.limit", "-p", "pytest_asyncio.plugin", "--asyncio-mode=auto"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(
        [*argv, "-k", chosen, "--rootdir", str(folder), str(folder)], env=environment, cwd=folder,
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
