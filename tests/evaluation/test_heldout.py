"""Reading the held-out sentences and what was taught."""

from collections import Counter
from pathlib import Path

import pytest

from command.paths import ROOT
from evaluation.figures import LEAST_SENTENCES
from evaluation.heldout import Line, read_heldout
from evaluation.taught import read_examples, read_titles


def test_sentences_and_complaints_are_read_with_blank_lines_and_a_mark_of_order(tmp_path: Path):
    written = "\ufeff年费怎么收\tfaq/annual_fee\n\n你好\tgreet\n人工费多少\t!request_agent\n"
    (tmp_path / "a.tsv").write_text(written, encoding="utf-8")
    complaint = '{"text": "多扣500", "now": "2026-01-05T09:00:00+08:00", "entities": []}'
    (tmp_path / "b.jsonl").write_text(complaint + "\n", encoding="utf-8")
    assert read_heldout(tmp_path) == [
        Line("年费怎么收", "faq/annual_fee"),
        Line("你好", "greet"),
        Line("人工费多少", is_not="request_agent"),
        Line("多扣500", "", "2026-01-05T09:00:00+08:00", []),
    ]


@pytest.mark.parametrize(("name", "line"), [("a.tsv", "没有标签"), ("a.tsv", "\tgreet"), ("a.jsonl", '{"text": "x"}')])
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, name: str, line: str):
    (tmp_path / name).write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=f"{name}, line 2"):
        read_heldout(tmp_path)


def test_our_own_set_is_large_enough():
    labelled = [line for line in read_heldout(ROOT / "tests" / "bot" / "heldout") if line.label]
    assert len(labelled) >= LEAST_SENTENCES
    counts = Counter(line.label for line in labelled if not line.label.startswith("faq/"))
    assert min(counts.values()) >= 40
    assert min(counts["request_agent"], counts["report_fraud"]) >= 100


def test_examples_come_with_their_labels_and_topics_with_their_titles(tmp_path: Path):
    (tmp_path / "nlu.yml").write_text(
        "nlu:\n  - intent: greet\n    examples: |\n      - 你好\n      - 您好\n", encoding="utf-8"
    )
    (tmp_path / "faq.yml").write_text(
        "responses:\n  utter_faq/fee:\n    - text: 免\n      metadata: {title: 年费}\n  utter_hi:\n    - text: 您好\n",
        encoding="utf-8",
    )
    assert read_examples(tmp_path) == [("你好", "greet"), ("您好", "greet")]
    assert read_titles(tmp_path) == {"faq/fee": "年费"}
