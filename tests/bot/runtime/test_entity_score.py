"""Scoring the extractor: a fact is right by its value, and every mistake has its column."""

from datetime import datetime
from typing import Any

import pytest

from bot.entity_score import Score, extract_facts, overall, score

NOW = "2026-11-20T10:30:00+08:00"


def line(*labelled: tuple[str, Any]) -> dict[str, Any]:
    return {"text": "…", "now": NOW, "entities": [{"entity": entity, "value": value} for entity, value in labelled]}


def scored(labelled: list[tuple[str, Any]], found: list[tuple[str, Any]]) -> dict[str, Score]:
    facts = [{"entity": entity, "value": value} for entity, value in found]
    return score([line(*labelled)], lambda text, now: facts)


def time(start: str, grain: str) -> tuple[str, dict[str, str]]:
    return "time", {"start": start, "grain": grain}


def test_each_value_answers_one_label() -> None:
    amounts = [("amount", "500.00"), ("amount", "500.00")]
    assert scored(amounts, amounts[:1])["amount"] == Score(right=1, missed=1)
    assert scored(amounts[:1], amounts)["amount"] == Score(right=1, spurious=1)


def test_a_wrong_value_is_one_mistake_and_costs_precision_and_recall() -> None:
    wrong = scored([("amount", "500.00")], [("amount", "5000.00")])["amount"]
    assert wrong == Score(wrong=1)
    assert (wrong.precision, wrong.recall, wrong.f1, wrong.count) == (0, 0, 0, 1)


def test_what_is_not_labelled_anywhere_is_not_scored() -> None:
    assert set(scored([("amount", "5.00")], [("channel", "app")])) == {"amount"}


def test_a_line_that_is_labelled_for_one_entity_says_nothing_of_the_others() -> None:
    told = {**line(("city", "苏州")), "scored": ["city"]}
    found = [{"entity": entity, "value": value} for entity, value in (("city", "苏州"), ("amount", "5.00"))]
    scores = score([line(("amount", "5.00")), told], lambda text, now: found)
    assert scores == {"amount": Score(right=1), "city": Score(right=1)}


def test_a_code_said_twice_is_one_code() -> None:
    assert scored([("issue", "fee")], [("issue", "fee"), ("issue", "fee")])["issue"] == Score(right=1)


@pytest.mark.parametrize(
    ("labelled", "found", "agrees"),
    [
        (time("2026-11-19", "day"), time("2026-11-19T15:00:00+08:00", "hour"), True),
        (time("2026-11-19", "day"), time("2026-11-19T12:00:00+08:00", "part"), True),
        (time("2026-11-19", "day"), time("2026-11-18T12:00:00+08:00", "part"), False),
        (time("2026-11-01", "day"), time("2026-11-01T00:00:00+08:00", "month"), False),
        (time("2026-11-16", "week"), time("2026-11-18T00:00:00+08:00", "day"), True),
        (time("2026-11-16", "week"), time("2026-11-23T00:00:00+08:00", "week"), False),
        (time("2026-11-19T15:00:00+08:00", "hour"), time("2026-11-19T15:20:00+08:00", "minute"), True),
        (time("2026-11-19T15:20:00+08:00", "minute"), time("2026-11-19T15:00:00+08:00", "hour"), False),
    ],
)
def test_a_time_is_compared_at_the_labels_grain(labelled: Any, found: Any, agrees: bool) -> None:
    assert scored([labelled], [found])["time"] == (Score(right=1) if agrees else Score(wrong=1))


def test_script_and_dashes_are_no_difference() -> None:
    assert scored([("branch", "朝陽支行")], [("branch", "朝阳支行")])["branch"].f1 == 1
    assert scored([("phone", "01065881234")], [("phone", "010-65881234")])["phone"].f1 == 1


def test_what_is_found_and_what_is_judged_add_up_apart() -> None:
    labelled = [("amount", "5.00"), ("product", "loan"), ("issue", "fee"), ("demand", "refund")]
    totals = overall(scored(labelled, [("amount", "5.00"), ("issue", "fee")]))
    assert totals == {"entities": Score(right=1, missed=1), "kinds": Score(right=1, missed=1)}
    assert totals["entities"].f1 == pytest.approx(2 / 3)


def test_the_extractor_itself_can_be_scored() -> None:
    said = line(("amount", "500.00"), time("2026-11-19", "day")) | {"text": "昨天被多扣了５００元"}
    assert all(total.recall == 1 for total in score([said], extract_facts).values())
    assert extract_facts("你好", datetime.fromisoformat(NOW)) == []
