"""The shapes of the clock: the policy file, and a deadline as staff read it."""

from collections.abc import Sequence
from datetime import time
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from handoff.agent.states import Role
from handoff.conversation.schemas import WireTime
from handoff.sla.states import AlarmKind, DeadlineKind, Unit
from handoff.yaml_file import read_yaml


class PolicyPart(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WorkingHours(PolicyPart):
    opens: time
    closes: time

    @model_validator(mode="after")
    def _check_order(self) -> "WorkingHours":
        if self.opens >= self.closes:
            raise ValueError("opens must be before closes")
        return self


class Clock(PolicyPart):
    """How much time there is for one thing, and who says so."""

    kind: DeadlineKind
    amount: int = Field(ge=1, le=1000)
    unit: Unit
    source: str = Field(min_length=1)
    is_second_hand: bool = False


class Rung(PolicyPart):
    """Who is told of a breach, and how long after it."""

    role: Role
    title: str = Field(min_length=1)
    after_hours: int = Field(ge=0, le=8760)


class Clocks(PolicyPart):
    common: tuple[Clock, ...]
    grade_1: tuple[Clock, ...]
    grade_2: tuple[Clock, ...]
    grade_3: tuple[Clock, ...]
    grade_4: tuple[Clock, ...]
    repeat: tuple[Clock, ...]


class Escalation(PolicyPart):
    grade_1: tuple[Rung, ...] = Field(min_length=1)
    grade_2: tuple[Rung, ...] = Field(min_length=1)
    grade_3: tuple[Rung, ...] = Field(min_length=1)
    grade_4: tuple[Rung, ...] = Field(min_length=1)


class ClockPolicy(PolicyPart):
    """The file `handoff/sla/policy.yml`."""

    version: str = Field(min_length=1)
    working_hours: WorkingHours
    warn_at_percent: tuple[int, ...]
    clocks: Clocks
    escalation: Escalation

    @model_validator(mode="after")
    def _check(self) -> "ClockPolicy":
        if any(not 0 < percent < 100 for percent in self.warn_at_percent):
            raise ValueError("warn_at_percent: between 1 and 99")
        for name in Clocks.model_fields:
            kinds = [clock.kind for clock in getattr(self.clocks, name)]
            if len(kinds) != len(set(kinds)):
                raise ValueError(f"clocks.{name}: a kind stands there twice")
        if DeadlineKind.RESOLUTION not in {clock.kind for clock in self.clocks.common}:
            raise ValueError("clocks.common: resolution is missing, and every customer is told when to expect it")
        return self

    def clocks_for(self, grade: int, *, is_repeat: bool) -> list[Clock]:
        """The clocks of a complaint, one a kind: the common ones, over them the grade's, and a repeat's."""
        chosen = {clock.kind: clock for clock in self.clocks.common}
        groups: list[Sequence[Clock]] = [getattr(self.clocks, f"grade_{grade}")]
        groups += [self.clocks.repeat] if is_repeat else []
        for group in groups:
            chosen |= {clock.kind: clock for clock in group}
        return list(chosen.values())

    def ladder_for(self, grade: int) -> tuple[Rung, ...]:
        return getattr(self.escalation, f"grade_{grade}")


@lru_cache(maxsize=8)
def load_clock_policy(path: Path) -> ClockPolicy:
    """Read the file once a process. Raises OSError, yaml.YAMLError or pydantic's ValidationError."""
    return ClockPolicy.model_validate(read_yaml(path))


class AlarmRead(BaseModel):
    kind: AlarmKind
    percent: int | None
    title: str | None
    due_at: WireTime
    fired_at: WireTime | None


class DeadlineRead(BaseModel):
    """`fraction_elapsed` is 1.0 at the due time and grows beyond it; `state` is what a console colours by."""

    kind: DeadlineKind
    label: str
    amount: int
    unit: Unit
    source: str
    is_second_hand: bool
    policy_version: str
    starts_at: WireTime
    due_at: WireTime
    arithmetic: str
    is_calendar_certain: bool
    fraction_elapsed: float
    state: Literal["running", "warned", "breached", "met", "met_late", "stopped"]
    met_at: WireTime | None
    stopped_at: WireTime | None
    breached_at: WireTime | None
    alarms: list[AlarmRead]
