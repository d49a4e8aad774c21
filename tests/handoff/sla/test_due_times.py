"""Due times: amount and unit from the receipt on, with the arithmetic a person can check."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.sla.calendar import BUILT_IN_YEARS, Overrides, WorkCalendar
from handoff.sla.policy import Day, fraction_elapsed, moment, say_time, work_out
from handoff.sla.states import Unit

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = Day(SHANGHAI, time(9), time(17, 30), WorkCalendar())
LATER = max(BUILT_IN_YEARS) + 1
START = datetime(2020, 1, 1, tzinfo=UTC)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)


def test_seven_working_days_over_the_national_holiday():
    due = work_out(local(2026, 9, 30, 16, 20), 7, Unit.WORKING_DAYS, day=DAY)
    assert due.due_at == local(2026, 10, 15, 17, 30)
    assert due.arithmetic == (
        "收到 2026-09-30(三) 16:20；10月1-7日放假，10月10日(六)上班；7 个工作日 → 2026-10-15(四) 下班前"
    )
    assert due.is_calendar_certain


@pytest.mark.parametrize(
    ("received", "amount", "unit", "due_at", "arithmetic"),
    [
        (
            local(2026, 11, 20, 10, 30), 24, Unit.HOURS, local(2026, 11, 21, 10, 30),
            "收到 2026-11-20(五) 10:30；24 小时 → 2026-11-21(六) 10:30 前",
        ),
        (
            local(2026, 11, 20, 10, 30), 15, Unit.CALENDAR_DAYS, local(2026, 12, 5, 17, 30),
            "收到 2026-11-20(五) 10:30；15 个自然日 → 2026-12-05(六) 17:30 前",
        ),
        (
            local(2026, 11, 20, 23, 59), 3, Unit.WORKING_DAYS, local(2026, 11, 25, 17, 30),
            "收到 2026-11-20(五) 23:59；3 个工作日 → 2026-11-25(三) 下班前",
        ),
        (
            local(2026, 10, 3, 9, 0), 1, Unit.WORKING_DAYS, local(2026, 10, 8, 17, 30),
            "收到 2026-10-03(六) 09:00；10月3-7日放假；1 个工作日 → 2026-10-08(四) 下班前",
        ),
        (
            local(2025, 12, 31, 9, 0), 2, Unit.WORKING_DAYS, local(2026, 1, 5, 17, 30),
            "收到 2025-12-31(三) 09:00；1月1-3日放假，1月4日(日)上班；2 个工作日 → 2026-01-05(一) 下班前",
        ),
    ],
    ids=["hours", "calendar days", "received at night", "received in a holiday", "over New Year"],
)  # fmt: skip
def test_the_due_time_and_its_arithmetic(
    received: datetime, amount: int, unit: Unit, due_at: datetime, arithmetic: str
):
    due = work_out(received, amount, unit, day=DAY)
    assert (due.due_at, due.arithmetic) == (due_at, arithmetic)


def test_a_year_without_holiday_data_is_worked_out_by_weekdays_and_flagged():
    due = work_out(local(LATER, 9, 30, 9), 5, Unit.WORKING_DAYS, day=DAY)
    assert not due.is_calendar_certain
    assert due.arithmetic.endswith(f"；{LATER} 年放假安排尚未录入，按周一至周五推算")


def test_only_working_days_depend_on_holiday_data():
    for unit in (Unit.HOURS, Unit.CALENDAR_DAYS):
        assert work_out(local(LATER, 9, 30, 9), 5, unit, day=DAY).is_calendar_certain


def test_a_deadline_that_reaches_into_an_unpublished_year_is_flagged():
    received = local(LATER - 1, 12, 30, 9)
    assert not work_out(received, 5, Unit.WORKING_DAYS, day=DAY).is_calendar_certain
    assert work_out(received, 1, Unit.WORKING_DAYS, day=DAY).is_calendar_certain


def test_a_year_the_operator_published_is_certain():
    day = Day(SHANGHAI, time(9), time(17, 30), WorkCalendar(Overrides(complete_years=frozenset({LATER}))))
    assert work_out(local(LATER, 9, 30, 9), 5, Unit.WORKING_DAYS, day=day).is_calendar_certain


def test_warnings_of_working_days_fall_into_working_hours():
    """60 % of 7 working days is a fifth of the way through the fifth one."""
    warned_at = moment(local(2026, 9, 30, 16, 20), 7, Unit.WORKING_DAYS, percent=60, day=DAY)
    assert warned_at == local(2026, 10, 13, 10, 42)


def test_the_customer_reads_the_time_in_the_institutions_zone():
    assert say_time(datetime(2026, 11, 24, 9, 30, tzinfo=UTC), zone=SHANGHAI) == "11月24日（周二）17:30"


received_at = st.integers(0, 9 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
amounts = st.integers(1, 60)
units = st.sampled_from(list(Unit))
percents = st.integers(0, 100)


@given(received_at, amounts, units)
def test_a_due_time_is_after_the_receipt_and_a_working_day_one_is_the_close_of_a_working_day(received, amount, unit):
    due_at = work_out(received, amount, unit, day=DAY).due_at
    assert due_at > received
    if unit is Unit.WORKING_DAYS:
        assert DAY.calendar.is_working(due_at.astimezone(SHANGHAI).date())
        assert due_at.astimezone(SHANGHAI).time() == DAY.closes


@given(received_at, amounts)
def test_between_receipt_and_due_time_there_are_exactly_so_many_working_days(received, amount):
    first = received.astimezone(SHANGHAI).date()
    last = work_out(received, amount, Unit.WORKING_DAYS, day=DAY).due_at.astimezone(SHANGHAI).date()
    days = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert sum(map(DAY.calendar.is_working, days)) == amount


@given(received_at, received_at, amounts, amounts, units)
def test_later_received_or_longer_given_is_never_due_earlier(one, other, amount, more, unit):
    early, late = sorted([one, other])
    short, long = sorted([amount, more])
    assert work_out(early, short, unit, day=DAY).due_at <= work_out(late, long, unit, day=DAY).due_at


@given(received_at, amounts, units, percents, percents)
def test_shares_of_the_time_come_in_order_between_receipt_and_due_time(received, amount, unit, one, other):
    low, high = sorted([one, other])
    first = moment(received, amount, unit, percent=low, day=DAY)
    second = moment(received, amount, unit, percent=high, day=DAY)
    assert received <= first <= second <= work_out(received, amount, unit, day=DAY).due_at


@given(received_at, amounts, units, st.integers(0, 200))
def test_the_fraction_elapsed_agrees_with_the_warnings(received, amount, unit, hours):
    marks = [(moment(received, amount, unit, percent=percent, day=DAY), percent / 100) for percent in (0, 60, 80, 100)]
    marks[0] = (received, 0.0)
    for at, share in marks:
        assert fraction_elapsed(at, marks) == pytest.approx(share)
    before = received + timedelta(hours=hours)
    assert fraction_elapsed(before, marks) <= fraction_elapsed(before + timedelta(hours=1), marks)
