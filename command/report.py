"""What the test runners counted, from the reports they write, as one closing line."""

import json
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Counts:
    """`failed` counts errors too."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def one(is_passed: bool) -> Counts:
    """A check that is one test: a linter, a type checker."""
    return Counts(passed=int(is_passed), failed=int(not is_passed))


def of_runner(counts: Counts, exit_code: int) -> Counts:
    """A runner that failed without a failed test (it broke, or found none) is one failure, never a success."""
    return counts if exit_code == 0 or counts.failed else counts + one(False)


def read_junit(path: Path) -> Counts:
    """pytest's `--junitxml`. A missing or broken report counts nothing; the exit code then speaks."""
    try:
        suites = ElementTree.parse(path).getroot().iter("testsuite")  # noqa: S314 — written by our own pytest
    except (OSError, ElementTree.ParseError):
        return Counts()
    total = Counts()
    for suite in suites:
        tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        total += Counts(tests - failed - skipped, failed, skipped)
    return total


def read_vitest(path: Path) -> Counts:
    """Vitest's `--reporter=json`."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Counts()
    skipped = report["numPendingTests"] + report.get("numTodoTests", 0)
    return Counts(report["numPassedTests"], report["numFailedTests"], skipped)
