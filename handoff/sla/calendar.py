"""Which days people work in China: the published holidays and 调休, and the operator's own table over them."""

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import chinese_calendar
from chinese_calendar.constants import holidays as known_holidays
from pydantic import BaseModel, ConfigDict, Field, model_validator

from handoff.yaml_file import read_yaml

SATURDAY = 5  # of date.weekday()
BUILT_IN_YEARS = range(min(known_holidays).year, max(known_holidays).year + 1)
HOLIDAY_MAX_DAYS = 60  # a longer one in the table is a slip of the pen


class Holiday(BaseModel):
    """Days off, first and last included."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    first: date
    last: date
    name: str

    @model_validator(mode="after")
    def _check_order(self) -> "Holiday":
        if not 0 <= (self.last - self.first).days < HOLIDAY_MAX_DAYS:
            raise ValueError(f"{self.name}: last must be 0 to {HOLIDAY_MAX_DAYS - 1} days after first")
        return self

    def days(self) -> set[date]:
        return {self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)}


class Overrides(BaseModel):
    """The operator's table, `data/calendar/overrides.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    complete_years: frozenset[int] = frozenset()
    holidays: tuple[Holiday, ...] = ()
    make_up_days: frozenset[date] = Field(default=frozenset())

    @model_validator(mode="after")
    def _check_overlap(self) -> "Overrides":
        both = self.days_off() & self.make_up_days
        if both:
            raise ValueError(f"both a holiday and a make-up day: {', '.join(map(str, sorted(both)))}")
        return self

    def days_off(self) -> set[date]:
        return {day for holiday in self.holidays for day in holiday.days()}


class WorkCalendar:
    """Working days of any year. A year nobody published yet follows the weekdays, and `is_known` says so."""

    def __init__(self, overrides: Overrides | None = None) -> None:
        overrides = overrides or Overrides()
        self._days_off = overrides.days_off()
        self._make_up_days = overrides.make_up_days
        self._complete_years = overrides.complete_years

    def is_working(self, day: date) -> bool:
        if day in self._make_up_days:
            return True
        if day in self._days_off:
            return False
        if day.year in BUILT_IN_YEARS:
            return chinese_calendar.is_workday(day)
        return day.weekday() < SATURDAY

    def is_known(self, year: int) -> bool:
        """Whether the holidays of this year are published as far as this system knows."""
        return year in BUILT_IN_YEARS or year in self._complete_years

    def is_make_up(self, day: date) -> bool:
        """A Saturday or Sunday on which people work."""
        return day.weekday() >= SATURDAY and self.is_working(day)

    def is_extra_day_off(self, day: date) -> bool:
        """A weekday on which people do not work."""
        return day.weekday() < SATURDAY and not self.is_working(day)

    def working_day(self, after: date, number: int) -> date:
        """The `number`-th working day after `after`, which itself does not count. `number` ≥ 1."""
        day = after
        while number > 0:
            day += timedelta(days=1)
            number -= self.is_working(day)
        return day


@lru_cache(maxsize=8)
def load_calendar(path: Path) -> WorkCalendar:
    """Read the operator's table once a process. Raises OSError, yaml.YAMLError or pydantic's ValidationError."""
    return WorkCalendar(Overrides.model_validate(read_yaml(path) or {}))
