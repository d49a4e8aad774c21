"""`zhike test`: every check there is, three at a time, and one closing line."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from command import lanes, pages, report
from command.model import ENVIRONMENT
from command.paths import BOT_PYTHON, ROOT, WEB
from command.report import Counts
from command.steps import Steps
from command.up import load_settings

BOT_TESTS = Path("tests/bot/runtime")  # run by Rasa's Python; the services' leaves them alone
SERVICE, FAULTS, BENCHMARKS = "tests/handoff", "tests/faults", "tests/benchmarks"
PAGES = ["tests/browser", "tests/deploy"]
POSTGRES = "ZHIKE_TEST_POSTGRES"  # the URL of a server; every test is run on SQLite all the same
STORIES = [  # those that are another matter on PostgreSQL
    *(f"tests/handoff/{each}" for each in ("conversation", "customer", "bot", "queue", "assignment", "realtime")),
    "tests/command/test_fleet.py",
]
PREPARED = "Pages and model (prepare)"
LANES = 3  # also on two cores: tests wait more than they work, for a clock, a browser, a process that dies


@dataclass(frozen=True, slots=True)
class Check:
    """A tool to run, `after` the check of that name has passed.

    `read` gives its counts from the report it wrote, or None when the tool is one test itself.
    """

    name: str
    argv: Sequence[str | Path]
    cwd: Path = ROOT
    env: dict[str, str] | None = None
    read: Callable[[], Counts] | None = None
    after: str | None = None

    def run(self, said: BinaryIO | None = None) -> Counts:
        """What it says goes to `said`, or else to the terminal."""
        done = subprocess.run(  # noqa: S603
            list(map(str, self.argv)), cwd=self.cwd, env={**os.environ, **(self.env or {})}, stdout=said,
            stderr=subprocess.STDOUT if said else None,
        )  # fmt: skip
        if self.read is None:
            return report.one(done.returncode == 0)
        return report.of_runner(self.read(), done.returncode)


async def test(arguments: list[str]) -> bool:
    """Prepare as `up` does and run everything; with `arguments`, run pytest alone with those. True when none failed."""
    if not arguments:
        await _install_what_prepare_leaves_out()
    with tempfile.TemporaryDirectory() as folder:
        if arguments:
            results = [(check.name, check.run()) for check in _chosen(arguments, Path(folder))]
        else:
            results = lanes.run(_all(Path(folder)), Path(folder), LANES)
    total = sum((counts for _, counts in results), Counts())
    print("\n=== Summary ===")
    for name, counts in results:
        print(f"{name}: {counts}")
    print(total, flush=True)
    return total.failed == 0


async def _install_what_prepare_leaves_out() -> None:
    """The packages of pages that are built already: their tests need them too."""
    if pages.are_built():
        logs = load_settings().data_dir / "logs"
        with Steps() as steps:
            await pages.install_packages(steps, logs, await pages.node_environment(steps, logs))


def _all(folder: Path) -> list[Check]:
    """Long ones first, so that the lanes end together; while pages and model are made, what needs neither."""
    others = [f"--ignore={folder}" for folder in (SERVICE, FAULTS, BENCHMARKS, *PAGES)]
    url = os.environ.get(POSTGRES)
    return [
        Check(PREPARED, [sys.executable, "-P", "-m", "command", "prepare"], env={"PYTHONPATH": str(ROOT)}),
        Check("Style (ruff)", [sys.executable, "-m", "ruff", "check", "--no-cache", "."]),
        _pytest("The service (pytest)", [SERVICE], folder),
        _pytest("Faults (pytest)", [FAULTS], folder),
        _pytest("Bot and commands (pytest)", ["tests", *others], folder, after=PREPARED),
        _pytest("Pages in a browser (pytest)", PAGES, folder, after=PREPARED),
        _bot_pytest([str(BOT_TESTS)], folder, after=PREPARED),
        *([_pytest("The service's stories on PostgreSQL (pytest)", STORIES, folder, postgres=url)] if url else []),
        _pytest("Benchmarks (pytest)", [BENCHMARKS], folder, after=PREPARED),
        *_of_pages(folder),
    ]


def _of_pages(folder: Path) -> list[Check]:
    vitest = folder / "vitest.json"
    reporters = ["--reporter=default", "--reporter=json", f"--outputFile.json={vitest}"]
    node = pages.found_node()
    return [
        Check("Types of the pages (vue-tsc)", ["npm", "run", "--silent", "check"], WEB, node, after=PREPARED),
        Check("Size of the pages", ["npm", "run", "--silent", "size"], WEB, node, after=PREPARED),
        Check(
            "Pages (vitest)", ["npx", "vitest", "run", *reporters], WEB, node, lambda: report.read_vitest(vitest),
            after=PREPARED,
        ),
    ]  # fmt: skip


def _chosen(arguments: list[str], folder: Path) -> list[Check]:
    is_of_bot = any(Path(argument.split("::")[0]).is_relative_to(BOT_TESTS) for argument in arguments)
    if is_of_bot:
        return [_bot_pytest(arguments, folder)]
    return [_pytest("Chosen tests (pytest)", arguments, folder, postgres=os.environ.get(POSTGRES, ""))]


def _pytest(
    name: str, arguments: Sequence[str], folder: Path, *, postgres: str = "", after: str | None = None
) -> Check:
    """On SQLite, unless `postgres` is the URL of a server."""
    junit = folder / f"{name}.xml"
    argv = [sys.executable, "-m", "pytest", f"--junitxml={junit}", *arguments]
    environment = {"PYTHONPATH": str(ROOT), POSTGRES: postgres}
    return Check(name, argv, ROOT, environment, lambda: report.read_junit(junit), after)


def _bot_pytest(arguments: list[str], folder: Path, *, after: str | None = None) -> Check:
    junit = folder / "bot.xml"
    options = ["-c", "bot/pyproject.toml", "--rootdir", ".", "--confcutdir", BOT_TESTS, f"--junitxml={junit}"]
    argv = [BOT_PYTHON, "-m", "pytest", *options, *arguments]
    return Check("Rasa's side (pytest)", argv, ROOT, ENVIRONMENT, lambda: report.read_junit(junit), after)
