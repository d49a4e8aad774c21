"""`zhike test`: every check there is, one after the other, and one closing line."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from command import pages, report
from command.model import ENVIRONMENT
from command.paths import BOT_PYTHON, ROOT, WEB
from command.report import Counts
from command.steps import Steps
from command.up import load_settings, prepare

BOT_TESTS = Path("tests/bot/runtime")  # run by Rasa's Python; the services' leaves them alone


@dataclass(frozen=True, slots=True)
class Check:
    """A tool to run. `read` gives its counts from the report it wrote, or None when the tool is one test itself."""

    name: str
    argv: Sequence[str | Path]
    cwd: Path = ROOT
    env: dict[str, str] | None = None
    read: Callable[[], Counts] | None = None

    def run(self) -> Counts:
        print(f"\n=== {self.name} ===", flush=True)
        done = subprocess.run(list(map(str, self.argv)), cwd=self.cwd, env={**os.environ, **(self.env or {})})  # noqa: S603
        if self.read is None:
            return report.one(done.returncode == 0)
        return report.of_runner(self.read(), done.returncode)


async def test(arguments: list[str]) -> bool:
    """Prepare as `up` does and run everything; with `arguments`, run pytest alone with those. True when none failed."""
    node = {} if arguments else await _prepare()
    with tempfile.TemporaryDirectory() as folder:
        checks = _chosen(arguments, Path(folder)) if arguments else _all(Path(folder), node)
        results = [(check.name, check.run()) for check in checks]
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
    vitest = folder / "vitest.json"
    reporters = ["--reporter=default", "--reporter=json", f"--outputFile.json={vitest}"]
    return [
        Check("Style (ruff)", [sys.executable, "-m", "ruff", "check", "--no-cache", "."]),
        Check("Types of the pages (vue-tsc)", ["npm", "run", "--silent", "check"], WEB, node),
        Check("Size of the pages", ["npm", "run", "--silent", "size"], WEB, node),
        Check("Pages (vitest)", ["npx", "vitest", "run", *reporters], WEB, node, lambda: report.read_vitest(vitest)),
        _bot_pytest([str(BOT_TESTS)], folder),
        _pytest([], folder),
    ]


def _chosen(arguments: list[str], folder: Path) -> list[Check]:
    is_of_bot = any(Path(argument.split("::")[0]).is_relative_to(BOT_TESTS) for argument in arguments)
    return [_bot_pytest(arguments, folder) if is_of_bot else _pytest(arguments, folder)]


def _pytest(arguments: list[str], folder: Path) -> Check:
    junit = folder / "services.xml"
    argv = [sys.executable, "-m", "pytest", f"--junitxml={junit}", *arguments]
    environment = {"PYTHONPATH": str(ROOT)}
    return Check("Services, bot and pages together (pytest)", argv, ROOT, environment, lambda: report.read_junit(junit))


def _bot_pytest(arguments: list[str], folder: Path) -> Check:
    junit = folder / "bot.xml"
    options = ["-c", "bot/pyproject.toml", "--rootdir", ".", "--confcutdir", BOT_TESTS, f"--junitxml={junit}"]
    argv = [BOT_PYTHON, "-m", "pytest", *options, *arguments]
    return Check("Rasa's side (pytest)", argv, ROOT, ENVIRONMENT, lambda: report.read_junit(junit))
