"""Working days: holidays, 调休, the operator's own table, and years nobody has published yet."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from handoff.settings import ROOT
from handoff.sla.calendar import BUILT_IN_YEARS, Overrides, WorkCalendar, load_calendar

LATER = max(BUILT_IN_YEARS) + 1  # the first year without data


@pytest.fixture
def calendar() -> WorkCalendar:
    return WorkCalendar()


def test_the_national_holiday_is_free_and_its_make_up_saturday_is_not(calendar: WorkCalendar):
    assert not any(calendar.is_working(date(2026, 10, day)) for day in range(1, 8))
    assert calendar.is_working(date(2026, 10, 10))
    assert calendar.is_make_up(date(2026, 10, 10))
    assert calendar.is_extra_day_off(date(2026, 10, 1))


def test_the_day_of_receipt_does_not_count(calendar: WorkCalendar):
    assert calendar.working_day(date(2026, 11, 20), 1) == date(2026, 11, 23)  # a Friday, then the Monday


def test_a_year_without_data_follows_the_weekdays_and_says_so(calendar: WorkCalendar):
    assert not calendar.is_known(LATER)
    assert calendar.is_working(date(LATER, 10, 1)) is (date(LATER, 10, 1).weekday() < 5)


def test_the_operator_can_publish_a_later_year():
    table = {
        "complete_years": [LATER],
        "holidays": [{"first": f"{LATER}-10-01", "last": f"{LATER}-10-07", "name": "国庆"}],
        "make_up_days": [f"{LATER}-10-09"],
    }
    calendar = WorkCalendar(Overrides.model_validate(table))
    assert calendar.is_known(LATER)
    assert not calendar.is_working(date(LATER, 10, 4))
    assert calendar.is_working(date(LATER, 10, 9))


def test_the_operators_table_wins_over_the_built_in_one():
    table = {
        "holidays": [{"first": "2026-11-23", "last": "2026-11-23", "name": "台风停工"}],
        "make_up_days": ["2026-11-28"],
    }
    calendar = WorkCalendar(Overrides.model_validate(table))
    assert not calendar.is_working(date(2026, 11, 23))
    assert calendar.is_working(date(2026, 11, 28))
    assert calendar.is_working(date(2026, 11, 24))


@pytest.mark.parametrize(
    "table",
    [
        {"holidays": [{"first": "2027-02-12", "last": "2027-02-05", "name": "春节"}]},
        {"holidays": [{"first": "2027-01-01", "last": "2027-12-31", "name": "手滑"}]},
        {"holidays": [{"first": "2027-02-05", "last": "2027-02-12", "name": "春节"}], "make_up_days": ["2027-02-06"]},
        {"holidys": []},
        {"make_up_days": ["2027-13-01"]},
    ],
    ids=["ends before it begins", "a year long", "holiday and make-up day", "misspelt key", "no such date"],
)
def test_a_table_with_a_mistake_is_refused(table: dict, tmp_path: Path):
    with pytest.raises(ValidationError):
        Overrides.model_validate(table)


def test_the_shipped_table_can_be_read():
    assert load_calendar(ROOT / "data" / "calendar" / "overrides.yml").is_known(2026)


def test_an_empty_table_is_no_mistake(tmp_path: Path):
    (tmp_path / "overrides.yml").write_text("# nothing yet\n", encoding="utf-8")
    assert load_calendar(tmp_path / "overrides.yml").is_known(2026)
