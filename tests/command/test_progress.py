"""What an operator reads while a tool works: what it is at, and none of its libraries' complaints."""

import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from command import shell
from command.steps import Steps

TOOL = """
print("2026-11-22 13:41:44 INFO     rasa.engine.training.hooks  - Finished training component 'DemandJudge'.")
print("/venv/lib/pkg_resources/__init__.py:2871: DeprecationWarning: Deprecated call to declare_namespace")
print("  declare_namespace(pkg)")
print('npm warn Unknown user config "nodedir". This will stop working')
"""


async def test_the_detail_is_what_the_tool_does_and_no_warning(tmp_path: Path):
    steps = Steps(Console(file=StringIO()))
    async with steps.step("Training the model") as step:
        await shell.run([sys.executable, "-c", TOOL], step=step, log=tmp_path / "train.log")
        assert step.detail == "Finished training component 'DemandJudge'."
    assert "declare_namespace(pkg)" in (tmp_path / "train.log").read_text()


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["added 514 packages in 9s"], "added 514 packages in 9s"),
        (["transforming...", "  warnings.warn(message)"], "transforming..."),
        (["npm warn deprecated inflight"], None),
        ([], None),
    ],
)
def test_a_line_is_told_when_it_says_something(lines: list[str], told: str | None):
    assert shell.find_telling(lines) == told
