"""The life of a complaint on paper: the table of moves holds together, and so does the customer's vocabulary."""

from itertools import pairwise

import pytest

from handoff.settings import ROOT
from handoff.sla.schemas import load_clock_policy
from handoff.sla.states import DeadlineKind
from handoff.ticket import labels
from handoff.ticket.states import (
    ALLOWED,
    MEETS,
    ComplaintClass,
    Demand,
    Grade,
    Issue,
    Product,
    TicketStatus,
    settled_by,
)

CLOCKS = load_clock_policy(ROOT / "handoff" / "sla" / "policy.yml")


@pytest.mark.parametrize(
    ("codes", "names"),
    [(TicketStatus, labels.STATUS), (Grade, labels.GRADE), (ComplaintClass, labels.COMPLAINT_CLASS),
     (Product, labels.PRODUCT), (Issue, labels.ISSUE), (Demand, labels.DEMAND)],
)  # fmt: skip
def test_every_code_has_a_name_of_its_own(codes: type, names: dict):
    assert set(names) == set(codes)
    assert len(set(names.values())) == len(names)


def test_every_state_can_be_reached_and_no_state_is_a_trap():
    reached, frontier = {TicketStatus.SUBMITTED}, {TicketStatus.SUBMITTED}
    while frontier:
        frontier = {target for status in frontier for target in ALLOWED[status]} - reached
        reached |= frontier
    assert reached == set(TicketStatus)
    assert all(ALLOWED.values())


def test_every_deadline_the_policy_can_set_is_settled_by_some_state():
    used = {clock.kind for grade in Grade for clock in CLOCKS.clocks_for(grade, is_repeat=True)}
    assert used == set(DeadlineKind)
    assert set().union(*MEETS.values()) == used


def test_what_is_settled_grows_along_the_straight_path():
    path = [TicketStatus.REGISTERED, TicketStatus.ACCEPTED, TicketStatus.INVESTIGATING,
            TicketStatus.RESOLUTION_PROPOSED, TicketStatus.FEEDBACK_SENT]  # fmt: skip
    settled = [settled_by(status) for status in path]
    assert all(before < after for before, after in pairwise(settled))
    assert settled_by(TicketStatus.CONFIRMED) == settled[-1]


def test_the_fourth_grade_never_has_more_time_than_the_third():
    third = {clock.kind: (clock.amount, clock.unit) for clock in CLOCKS.clocks_for(3, is_repeat=False)}
    fourth = {clock.kind: (clock.amount, clock.unit) for clock in CLOCKS.clocks_for(4, is_repeat=True)}
    assert third.items() <= fourth.items()
