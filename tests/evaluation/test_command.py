"""`zhike evaluate` as it is called: the files it writes, and what it exits with."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from command import evaluate
from command.cli import app
from command.problem import Problem
from tests.evaluation.samples import reading, report_of, sentence

FEE = "faq/annual_fee"


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """`calls("--check")`: the command, with the measuring itself replaced by one wrong sentence."""
    report = report_of(sentence("年费怎么收", FEE, reading("greet")))

    async def trained(kept: Path) -> Path:
        return tmp_path / "model.tar.gz"

    (tmp_path / "data" / "logs").mkdir(parents=True)
    monkeypatch.setenv("ZHIKE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(evaluate, "_trained_model", trained)
    monkeypatch.setattr(evaluate, "measure", lambda *_: dict(report))
    monkeypatch.setattr(evaluate.logs, "configure", lambda *_: None)
    return lambda *arguments: CliRunner().invoke(app, ["evaluate", "--out", str(tmp_path / "out"), *arguments])


def test_both_reports_are_written(calls: Any, tmp_path: Path):
    result = calls()
    assert result.exit_code == 0, result.output
    assert json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))["made"]["model"] == "zhike-test"
    assert "年费怎么收" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_missed_targets_fail_only_a_check(calls: Any):
    assert calls().exit_code == 0
    assert calls("--check").exit_code == 1


def test_an_earlier_report_is_compared_with(calls: Any, tmp_path: Path):
    calls()
    earlier = tmp_path / "out" / "report.json"
    result = calls("--against", str(earlier))
    assert result.exit_code == 0, result.output
    assert json.loads(earlier.read_text(encoding="utf-8"))["against"]["compared"] == 1


@pytest.mark.parametrize("content", ["", "[]", '{"format": 0}', None])
def test_what_is_no_report_is_refused_before_anything_is_measured(calls: Any, tmp_path: Path, content: str | None):
    file = tmp_path / "earlier.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    result = calls("--against", str(file))
    assert isinstance(result.exception, Problem)
    assert not (tmp_path / "out").exists()
