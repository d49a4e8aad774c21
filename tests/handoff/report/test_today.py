"""Today's report: figures that add up, of the institution's own day."""

from typing import Any

import pytest

from handoff.report.policy import percentile, spread
from tests.actors import Agent, Customer
from tests.world import World


def waits(world: World, agent: Agent, wait_s: float, answer_s: float | None, score: int | None = None) -> Customer:
    """A customer who waits so long, is answered so long after that, and rates the help."""
    customer = Customer(world)
    customer.calls("POST", "/handoff", json={}).raise_for_status()
    world.clock.advance(seconds=wait_s)
    agent.claims(customer).raise_for_status()
    if answer_s is not None:
        world.clock.advance(seconds=answer_s)
        agent.answers(customer, "您好").raise_for_status()
        agent.answers(customer, "请问有什么可以帮您").raise_for_status()
    agent.acts(customer, "close", reason="resolved").raise_for_status()
    if score is not None:
        customer.calls("POST", "/rating", json={"score": score}).raise_for_status()
    return customer


@pytest.fixture
def report(world: World, amira: Agent, zhou: Agent) -> dict[str, Any]:
    """A small day: three helped, one left, one still waits, one only asked the bot."""
    waits(world, amira, 60, 10, score=5)
    waits(world, amira, 120, 20, score=2)
    waits(world, amira, 30, None)
    left = Customer(world)
    left.calls("POST", "/handoff", json={})
    left.calls("POST", "/handoff/cancel", json={})
    Customer(world).calls("POST", "/handoff", json={})
    Customer(world)
    return zhou.gets("/reports/today")


def test_every_wait_is_counted_once(report: dict[str, Any]):
    assert report["counts"] == {
        "conversations": 6, "handed_over": 5, "closed": 3, "handoffs": 5, "assigned": 3, "waiting": 1, "abandoned": 1,
    }  # fmt: skip


def test_the_figures_add_up(report: dict[str, Any]):
    counts, satisfaction = report["counts"], report["satisfaction"]
    assert counts["handoffs"] == counts["assigned"] + counts["waiting"] + counts["abandoned"]
    assert report["waiting"]["count"] == counts["assigned"]
    assert sum(satisfaction["by_score"].values()) == satisfaction["count"]
    assert sum(hour["conversations"] for hour in report["by_hour"]) == counts["conversations"]
    assert sum(hour["handoffs"] for hour in report["by_hour"]) == counts["handoffs"]
    assert sum(report["tickets_by_grade"].values()) == report["tickets"]


def test_waits_and_first_answers_are_measured(report: dict[str, Any]):
    assert report["waiting"] == {"count": 3, "p50_s": 60, "p90_s": 120, "max_s": 120}
    assert report["first_response"] == {"count": 2, "p50_s": 10, "p90_s": 20, "max_s": 20}


def test_satisfaction_has_an_average_and_a_coverage(report: dict[str, Any]):
    assert report["satisfaction"] == {
        "asked": 3, "count": 2, "average": 3.5, "coverage": 0.667, "by_score": {"1": 0, "2": 1, "3": 0, "4": 0, "5": 1},
    }  # fmt: skip


def test_a_day_without_anything_has_no_figures_made_up(zhou: Agent):
    report = zhou.gets("/reports/today")
    assert report["waiting"] == {"count": 0, "p50_s": None, "p90_s": None, "max_s": None}
    assert (report["satisfaction"]["average"], report["satisfaction"]["coverage"]) == (None, None)
    assert report["tickets_by_grade"] == {"1": 0, "2": 0, "3": 0, "4": 0}


def test_a_transferred_conversation_waited_twice(world: World, helped: Customer, amira: Agent, zhou: Agent):
    amira.acts(helped, "transfer", note="请同事接手")
    counts = zhou.gets("/reports/today")["counts"]
    assert (counts["handed_over"], counts["handoffs"], counts["assigned"], counts["waiting"]) == (1, 2, 1, 1)


def test_the_day_is_the_institutions(world: World, zhou: Agent):
    Customer(world)  # 10:30 in Shanghai
    world.clock.advance(hours=13)  # 23:30, still the same day there, and 15:30 UTC
    assert zhou.signs_in().gets("/reports/today")["counts"]["conversations"] == 1
    assert zhou.gets("/reports/today")["date"] == "2026-11-20"
    world.clock.advance(hours=1)  # 00:30 of the next day there, 16:30 UTC
    report = zhou.gets("/reports/today")
    assert (report["date"], report["counts"]["conversations"]) == ("2026-11-21", 0)


def test_agents_do_not_read_reports(amira: Agent):
    assert amira.calls("GET", "/reports/today").status_code == 403


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [([7.0], 50, 7.0), ([7.0], 90, 7.0), ([1, 2, 3, 4], 50, 2), ([1, 2, 3, 4], 90, 4), (list(range(1, 101)), 90, 90)],
)
def test_a_percentile_is_a_value_that_was_measured(values: list[float], percent: int, expected: float):
    assert percentile(values, percent) == expected
    assert spread(values).count == len(values)
