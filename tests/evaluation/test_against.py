"""What a new model changes, against an earlier report."""

import pytest

from evaluation import page
from evaluation.against import compare
from tests.evaluation.samples import reading, report_of, sentence

FEE, LOSS = "faq/annual_fee", "faq/report_card_loss"
RIGHT, WRONG = reading("faq", FEE), reading("faq", LOSS)


def played(title: str, complaint: str = "") -> dict:
    return {"title": title, "step": 1, "complaint": complaint}


@pytest.fixture
def reports() -> tuple[dict, dict]:
    """A new one and an old one: one sentence repaired, one broken, one kept, one only in either."""
    old = report_of(
        sentence("一", FEE, WRONG), sentence("二", FEE, RIGHT), sentence("三", FEE, RIGHT), sentence("旧", FEE, WRONG),
        conversations=[played("甲"), played("乙", "wrong")], made={"model": "zhike-old"},
    )  # fmt: skip
    new = report_of(
        sentence("一", FEE, RIGHT), sentence("二", FEE, WRONG), sentence("三", FEE, RIGHT), sentence("新", FEE, WRONG),
        conversations=[played("甲", "wrong"), played("乙"), played("丙", "wrong")], made={"model": "zhike-new"},
    )  # fmt: skip
    return new, old


def test_sentences_that_turned_are_told_both_ways(reports: tuple[dict, dict]):
    against = compare(*reports)
    assert [flip["text"] for flip in against["repaired"]] == ["一"]
    assert [flip["text"] for flip in against["broken"]] == ["二"]
    assert (against["broken"][0]["then"]["understood"], against["broken"][0]["now"]["understood"]) == (FEE, LOSS)
    assert against["compared"] == 3


def test_conversations_that_turned_are_told_and_new_ones_are_not(reports: tuple[dict, dict]):
    assert compare(*reports)["conversations"] == {"broken": ["甲"], "repaired": ["乙"]}


def test_figures_change_by_their_difference():
    old = report_of(sentence("一", FEE, RIGHT), sentence("二", FEE, WRONG))
    new = report_of(sentence("一", FEE, RIGHT), sentence("二", FEE, RIGHT))
    deltas = compare(new, old)["deltas"]
    assert deltas["topic_top1"] == 0.5
    assert deltas["sentences"] == 0
    assert "entity_f1" not in deltas  # measured in neither


def test_the_page_shows_the_change_with_its_sign(reports: tuple[dict, dict]):
    new, old = reports
    new["against"] = compare(new, old)
    html = page.render(new)
    assert "+0.0 pp" in html
    assert "Against zhike-old" in html
    assert "新失败 1 段（甲）" in html
