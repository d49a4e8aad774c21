"""Sentences of our own that tell of a case, `told/*.tsv`: text and its values. The clock says 2026-11-20, 10:30."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.entity_score import KINDS, extract_facts, score

TOLD = Path(__file__).parent / "told"
NOW = "2026-11-20T10:30:00+08:00"


def rows(name: str) -> list[tuple[str, list[str]]]:
    lines = (TOLD / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [(line.partition("\t")[0], line.partition("\t")[2].split()) for line in lines if line]


def told(text: str, entity: str, values: list[Any]) -> dict[str, Any]:
    return {"text": text, "now": NOW, "entities": [{"entity": entity, "value": value} for value in values]}


def time(value: str) -> dict[str, str]:
    start, grain = value.split("/")
    return {"start": start, "grain": grain}


@pytest.mark.parametrize(("text", "values"), rows("amount"))
def test_every_sum_is_found_and_nothing_else(text: str, values: list[str]) -> None:
    found = [fact for fact in extract_facts(text, datetime.fromisoformat(NOW)) if fact["entity"] == "amount"]
    assert [fact["value"] for fact in found] == values


@pytest.mark.parametrize(("text", "values"), rows("time"))
def test_every_time_is_found_and_nothing_else(text: str, values: list[str]) -> None:
    anchor = told("昨天", "time", [time("2026-11-19/day")])  # a score needs one label of its entity
    total = score([anchor, told(text, "time", [time(value) for value in values])], extract_facts)["time"]
    assert (total.right, total.wrong, total.missed, total.spurious) == (len(values) + 1, 0, 0, 0)


@pytest.mark.parametrize(("kind", "least"), [("product", 0.85), ("issue", 0.85)])
def test_what_a_complaint_is_about_is_mostly_seen(kind: str, least: float) -> None:
    lines = [told(text, kind, _values(kind, values)) for text, values in rows("kinds")]
    assert kind in KINDS
    assert score(lines, extract_facts)[kind].f1 >= least


def _values(kind: str, pairs: list[str]) -> list[str]:
    return [pair.partition("=")[2] for pair in pairs if pair.startswith(f"{kind}=")]
