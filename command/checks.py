"""`zhike test`: every check there is, two at a time, and one closing line."""

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
from command.up import load_settings, prepare

BOT_TESTS = Path("tests/bot/runtime")  # run by Rasa's Python; the services' leaves them alone
SERVICE, FAULTS, BENCHMARKS = "tests/handoff", "tests/faults", "tests/benchmarks"
POSTGRES = "ZHIKE_TEST_POSTGRES"  # the URL of a server; every test is run on SQLite all the same
STORIES = [  # those that are another matter on PostgreSQL
    *(f"tests/handoff/{each}" for each in ("conversation", "customer", "bot", "queue", "assignment", "realtime")),
    "tests/command/test_fleet.py",
]


@dataclass(frozen=True, slots=True)
class Check:
    """A tool to run. `read` gives its counts from the report it wrote, or None when the tool is one test itself."""

    name: str
    argv: Sequence[str | Path]
    cwd: Path = ROOT
    env: dict[str, str] | None = None
    read: Callable[[], Counts] | None = None

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
    node = {} if arguments else await _prepare()
    with tempfile.TemporaryDirectory() as folder:
        if arguments:
            results = [(check.name, check.run()) for check in _chosen(arguments, Path(folder))]
        else:
            results = lanes.run(_all(Path(folder), node), Path(folder))
    total = sum((counts for _, counts in results), Counts())
    print("\n=== Summary ===")
    for name, counts in results:
        print(f"{name}: {counts}")
    print(total, flush=True)
    return total.failed == 0


async def _prepare() -> dict[str, str]:
    """A model, built pages and their packages; returns the environment in which npm is found."""
    settings = load_settings()
    logs = settings.data_dir / "logs"
    with Steps() as steps:
        await prepare(settings, steps)
        node = await pages.node_environment(steps, logs)
        await pages.install_packages(steps, logs, node)
    return node


def _all(folder: Path, node: dict[str, str]) -> list[Check]:
    """Long ones first, behind the style, so that both lanes end at about the same time."""
    vitest = folder / "vitest.json"
    reporters = ["--reporter=default", "--reporter=json", f"--outputFile.json={vitest}"]
    others = [f"--ignore={folder}" for folder in (SERVICE, FAULTS, BENCHMARKS)]
    url = os.environ.get(POSTGRES)
    return [
        Check("Style (ruff)", [sys.executable, "-m", "ruff", "check", "--no-cache", "."]),
        _pytest("The service (pytest)", [SERVICE], folder),
        _pytest("Bot, pages and commands together (pytest)", ["tests", *others], folder),
        _bot_pytest([str(BOT_TESTS)], folder),
        *([_pytest("The service's stories on PostgreSQL (pytest)", STORIES, folder, postgres=url)] if url else []),
        _pytest("Faults (pytest)", [FAULTS], folder),
        _pytest("Benchmarks (pytest)", [BENCHMARKS], folder),
        Check("Types of the pages (vue-tsc)", ["npm", "run", "--silent", "check"], WEB, node),
        Check("Size of the pages", ["npm", "run", "--silent", "size"], WEB, node),
        Check("Pages (vitest)", ["npx", "vitest", "run", *reporters], WEB, node, lambda: report.read_vitest(vitest)),
    ]


def _chosen(arguments: list[str], folder: Path) -> list[Check]:
    is_of_bot = any(Path(argument.split("::")[0]).is_relative_to(BOT_TESTS) for argument in arguments)
    if is_of_bot:
        return [_bot_pytest(arguments, folder)]
    return [_pytest("Chosen tests (pytest)", arguments, folder, postgres=os.environ.get(POSTGRES, ""))]


def _pytest(name: str, arguments: Sequence[str], folder: Path, *, postgres: str = "") -> Check:
    """On SQLite, unless `postgres` is the URL of a server."""
    junit = folder / f"{name}.xml"
    argv = [sys.executable, "-m", "pytest", f"--junitxml={junit}", *arguments]
    environment = {"PYTHONPATH": str(ROOT), POSTGRES: postgres}
    return Check(name, argv, ROOT, environment, lambda: report.read_junit(junit))


def _bot_pytest(arguments: list[str], folder: Path) -> Check:
    junit = folder / "bot.xml"
    options = ["-c", "bot/pyproject.toml", "--rootdir", ".", "--confcutdir", BOT_TESTS, f"--junitxml={junit}"]
    argv = [BOT_PYTHON, "-m", "pytest", *options, *arguments]
    return Check("Rasa's side (pytest)", argv, ROOT, ENVIRONMENT, lambda: report.read_junit(junit))
