"""A small held-out set through the real model and two conversations with the real bot."""

from pathlib import Path

import pytest

from command.measure import measure
from command.paths import BOT_PYTHON
from command.problem import Problem
from rehearsal.engine import Engine
from rehearsal.performance import Played, play_all
from rehearsal.script import read_all
from tests.bot.engine import trained_model
from tests.evaluation.samples import figure
from tests.requirement import lacking

TAUGHT = "转人工"
COMPLAINT = '{"text": "上周五被多扣了500元", "now": "2026-11-20T10:30:00+08:00", "entities": [%s]}\n'
AMOUNT = '{"entity": "amount", "text": "500元", "value": "500.00"}'
CONVERSATIONS = """
theme: 两段
conversations:
  - title: 如愿的一段
    steps:
      - customer: 帮我转接人工客服
        expect: {status: queued}
  - title: 不如愿的一段
    steps:
      - customer: 你好
        expect: {status: bot}
      - customer: 帮我转接人工客服
        expect: {status: bot}
"""


@pytest.fixture
def heldout(tmp_path: Path) -> Path:
    if not BOT_PYTHON.exists():
        lacking("bot", "the bot's environment is missing (bot/.venv): run ./zhike up or ./zhike test")
    (tmp_path / "own.tsv").write_text(
        f"{TAUGHT}！\trequest_agent\n麻烦叫个真人来跟我讲\trequest_agent\n", encoding="utf-8"
    )
    (tmp_path / "complaints.jsonl").write_text(COMPLAINT % AMOUNT, encoding="utf-8")
    return tmp_path


def test_sentences_are_read_by_the_model_that_serves(heldout: Path, tmp_path: Path):
    model = trained_model()
    report = measure(model, heldout, None, tmp_path / "log")
    assert report["made"]["model"] == model.name.removesuffix(".tar.gz")
    assert (report["counts"]["read"], report["counts"]["taught"], report["counts"]["labelled"]) == (3, 1, 1)
    assert figure(report, "agent_recall")["value"] == 1.0
    assert figure(report, "entity_amount")["value"] == 1.0
    assert report["conversations"] is None


def test_a_folder_that_cannot_be_read_is_a_problem_and_names_the_line(tmp_path: Path):
    (tmp_path / "own.tsv").write_text("没有标签\n", encoding="utf-8")
    with pytest.raises(Problem, match=r"own\.tsv, line 1"):
        measure(tmp_path / "none.tar.gz", tmp_path, None, tmp_path / "log")


def test_a_model_that_cannot_be_loaded_is_a_problem_and_names_the_log(heldout: Path, tmp_path: Path):
    with pytest.raises(Problem, match="log"):
        measure(tmp_path / "none.tar.gz", heldout, None, tmp_path / "log")


def test_conversations_are_played_to_the_end_and_a_failure_names_its_step(engine: Engine, tmp_path: Path):
    (tmp_path / "two.yml").write_text(CONVERSATIONS, encoding="utf-8")
    went, failed = play_all(engine, read_all(tmp_path))
    assert went == Played("如愿的一段", 1)
    assert (failed.title, failed.step, failed.is_success) == ("不如愿的一段", 2, False)
    assert failed.complaint.startswith("status: got queued, wanted bot")
