"""`zhike bench`: which benchmarks there are, and what each takes."""

import subprocess
import sys

import pytest

from command.paths import ROOT


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "command", "bench", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_without_a_name_it_says_which_there_are(arguments: list[str]):
    said = bench(*arguments)
    assert said.returncode == 0
    assert "chat_load      Customers and agents through the public API" in said.stdout
    assert "_entry" not in said.stdout


def test_help_after_a_name_is_the_benchmarks_own():
    said = bench("page_size", "--help")
    assert said.returncode == 0
    assert "What a customer's and an agent's browser download" in said.stdout


def test_an_unknown_name_is_told_which_there_are():
    said = bench("turns")
    assert said.returncode != 0
    assert "bot_turn" in said.stdout + said.stderr
