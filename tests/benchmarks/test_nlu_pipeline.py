"""The benchmark of the pipeline on any labelled files: what it reads, how it scores, and one whole run."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks._nlu.labelled import Names, as_message, read_labelled
from benchmarks._nlu.load import Turns
from benchmarks._nlu.project import Project, ours
from benchmarks._nlu.scores import accuracy, macro_f1, percentile_ms
from benchmarks.nlu_pipeline import compare
from command.paths import BOT_PYTHON, ROOT
from command.problem import Problem
from tests.requirement import lacking


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    return tmp_path / "labelled.tsv"


def test_a_byte_order_mark_blank_lines_and_windows_line_ends_are_passed_over(labelled: Path) -> None:
    labelled.write_bytes("\ufeff卡丢了\tcard/lost\r\n\r\n 余额 \t 余额查询\n".encode())
    assert read_labelled(labelled) == [("卡丢了", "card/lost"), ("余额", "余额查询")]


@pytest.mark.parametrize("line", ["没有制表符", "三\t个\t部分", "\t没有句子", "没有标签\t"])
def test_a_bad_line_is_named_by_its_number(labelled: Path, line: str) -> None:
    labelled.write_text(f"卡丢了\tlost\n\n{line}\n", encoding="utf-8")
    with pytest.raises(Problem, match="line 3: a line is `text<TAB>intent`"):
        read_labelled(labelled)


@pytest.mark.parametrize(
    ("content", "encoding", "said"), [("\n\n", "utf-8", "has no line"), ("卡\tlost", "gb18030", "is not UTF-8")]
)
def test_a_file_of_nothing_or_of_another_encoding_is_refused(
    labelled: Path, content: str, encoding: str, said: str
) -> None:
    labelled.write_text(content, encoding=encoding)
    with pytest.raises(Problem, match=said):
        read_labelled(labelled)


def test_a_file_that_is_not_there_is_named(labelled: Path) -> None:
    with pytest.raises(Problem, match=r"labelled.tsv cannot be read: No such file"):
        read_labelled(labelled)


def test_labels_of_any_characters_come_back_from_their_safe_names() -> None:
    names = Names(["card/arrival", "余额 查询", "a+b", "card/arrival"])
    assert [names.label(names.safe(label)) for label in ("card/arrival", "余额 查询", "a+b")] == [
        "card/arrival", "余额 查询", "a+b",
    ]  # fmt: skip
    assert all(name.replace("_", "").isalnum() and name.isascii() for name in names)
    assert names.label(None) is None


def test_a_leading_slash_is_no_command() -> None:
    assert as_message("/restart") == "∕restart"
    assert as_message("1/2") == "1/2"


def test_scores_are_those_computed_by_hand() -> None:
    truth, said = ["a", "a", "b", "c"], ["a", "b", "b", None]
    assert accuracy(truth, said) == 0.5
    assert macro_f1(truth, said) == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)
    assert [percentile_ms([0.004, 0.001, 0.003, 0.002], share) for share in (0.5, 0.95)] == [2.0, 4.0]


def result(*rounds: float, processor_ms: float) -> dict[str, Any]:
    """Of a pipeline that differs from another in its speed alone."""
    turns = Turns(8, [0.01] * 10, list(rounds), processor_s=10 * processor_ms / 1000)
    same = dict.fromkeys(("accuracy", "macro_f1", "training_s", "resident_mib", "sentences_per_second"), 1.0)
    return same | {"processor_ms": processor_ms, "http": [turns.figures()]}


def test_the_ratio_is_the_median_of_rounds_that_followed_each_other() -> None:
    found = compare(
        {"zhike": result(300, 40, 100, processor_ms=2), "rasa default": result(100, 10, 100, processor_ms=5)}
    )
    assert found["turns_per_second_times_8"] == 3, "the machine was busy in the second round, and both were slow"
    assert found["processor_times_8"] == found["processor_times"] == 2.5


def test_our_own_channel_is_compared_with_the_default_on_rasas() -> None:
    ours, default = result(50, processor_ms=4), result(20, processor_ms=8)
    ours["own_channel"] = result(80, processor_ms=2)["http"]
    found = compare({"zhike": ours, "rasa default": default})
    assert (found["turns_per_second_times_8"], found["own_channel_turns_per_second_times_8"]) == (2.5, 4)
    assert (found["processor_times_8"], found["own_channel_processor_times_8"]) == (2, 4)


def test_brackets_in_a_sentence_stay_a_sentence(tmp_path: Path) -> None:
    project = Project("ours", tmp_path / "project")
    train = [("[卡](product)丢了", "lost"), ("余额", "balance")]
    project.write(ours(), train, Names(label for _, label in train))
    written = json.loads((project.folder / "nlu.json").read_text(encoding="utf-8"))
    assert written["rasa_nlu_data"]["common_examples"][0]["text"] == "[卡](product)丢了"


def test_a_whole_run_writes_every_figure(tmp_path: Path) -> None:
    if not BOT_PYTHON.exists():
        lacking("bot", "the bot's environment is missing (bot/.venv): run ./zhike up or ./zhike test")
    train, test, report = (tmp_path / name for name in ("train.tsv", "test.tsv", "report.json"))
    train.write_text(
        "卡丢了怎么办\tcard/lost\n银行卡不见了\tcard/lost\n余额是多少\t余额\n查一下余额\t余额\n/重置密码\t密码\n",
        encoding="utf-8",
    )
    test.write_text("我的卡丢了\tcard/lost\n余额查询\t余额\n从未教过\tunknown\n", encoding="utf-8")
    argv = ["--train", train, "--test", test, "--http", "--json", report]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.nlu_pipeline", *argv], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    written = json.loads(report.read_text(encoding="utf-8"))
    ours = written["results"]["zhike"]
    assert ours["accuracy"] == pytest.approx(2 / 3)
    assert set(ours) == {
        "accuracy", "macro_f1", "falls_back", "training_s", "model_mb", "load_s", "sentences_per_second", "p50_ms",
        "p95_ms", "processor_ms", "resident_mib", "http", "own_channel",
    }  # fmt: skip
    assert written["test"]["unseen_labels"] == ["unknown"]
    assert written["comparison"] is None
    assert "Never taught, so counted as wrong: unknown" in done.stdout
    for channel in ("http", "own_channel"):
        assert [(measured["clients"], measured["turns"]) for measured in ours[channel]] == [(1, 2), (8, 2)]
        assert all(measured["turns_per_second"] > 0 and len(measured["rounds"]) == 2 for measured in ours[channel])
    assert {"machine", "commit", "command", "warm"} <= set(written)
