"""`docs/complaint-clock.md` and the policy files say the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from handoff.settings import ROOT, Settings
from handoff.sla.calendar import BUILT_IN_YEARS
from handoff.sla.schemas import ClockPolicy, Clocks, load_clock_policy
from handoff.ticket.schemas import Rule, load_grading_policy
from handoff.ticket.states import MEETS, HistoryKind, TicketStatus

PAGE = (ROOT / "docs" / "complaint-clock.md").read_text(encoding="utf-8")
CLOCK_FILE = ROOT / "handoff" / "sla" / "policy.yml"


def rows(heading: str) -> list[list[str]]:
    """The cells of the table in the section under `heading`, without its head."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines[2:]]


def clocks() -> Iterator[list[str]]:
    policy = load_clock_policy(CLOCK_FILE)
    for group in Clocks.model_fields:
        for clock in getattr(policy.clocks, group):
            time = f"{clock.amount} {clock.unit}{' ★' if clock.is_second_hand else ''}"
            settled = sorted(status for status, kinds in MEETS.items() if clock.kind in kinds)
            yield [group, clock.kind, time, ", ".join(f"`{status}`" for status in settled).strip("`")]


def condition(rule: Rule, days: int) -> str:
    if rule.issues:
        return f"issue: {', '.join(sorted(rule.issues))}"
    if rule.amount_at_least is not None:
        return f"amount ≥ {rule.amount_at_least}"
    return f"repeat within {days} days" if rule.is_repeat else "words"


def test_every_clock_is_on_the_page():
    assert [[*row[:3], ", ".join(sorted(row[3].split(", ")))] for row in rows("Clocks")] == [
        [*row[:3], ", ".join(sorted(row[3].split(", ")))] for row in clocks()
    ]


def test_every_grading_rule_is_on_the_page():
    policy = load_grading_policy(ROOT / "handoff" / "ticket" / "policy.yml")
    expected = [[rule.name, str(int(rule.grade)), condition(rule, policy.repeat_within_days)] for rule in policy.rules]
    assert rows("Grades") == expected


def test_every_file_and_its_setting_is_on_the_page():
    table = PAGE.split("| file |")[1].split("\n\n")[0]
    for field in ("clock_policy_file", "grading_policy_file", "calendar_file"):
        path = Path(Settings.model_fields[field].default).relative_to(ROOT)
        assert f"| `{path}` | `ZHIKE_{field.upper()}` |" in table


def test_states_history_and_years_are_named():
    for name in (*TicketStatus, *HistoryKind):
        assert f"`{name}`" in PAGE, name
    assert f"{BUILT_IN_YEARS[0]} to {BUILT_IN_YEARS[-1]} are built in" in PAGE


@pytest.mark.parametrize(
    ("path", "value"),
    [(["warn_at_percent"], [60, 100]), (["working_hours"], {"opens": "18:00", "closes": "09:00"}),
     (["clocks", "common"], []), (["escalation", "grade_1"], []), (["colour"], "red"),
     (["escalation", "grade_1"], [{"role": "king", "title": "x", "after_hours": 0}])],
    ids=["warns at the end", "closes before it opens", "no decision date", "no ladder", "unknown key", "unknown role"],
)  # fmt: skip
def test_a_policy_with_a_mistake_is_refused(path: list[str], value: object):
    policy = yaml.safe_load(CLOCK_FILE.read_text(encoding="utf-8"))
    part = policy
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    with pytest.raises(ValidationError):
        ClockPolicy.model_validate(policy)


def test_a_kind_stands_once_in_a_group():
    policy = yaml.safe_load(CLOCK_FILE.read_text(encoding="utf-8"))
    policy["clocks"]["grade_1"] *= 2
    with pytest.raises(ValidationError, match="twice"):
        ClockPolicy.model_validate(policy)
