"""The wire shape of a report. Shares are 0–1, times seconds; a figure is null when there is nothing to count."""

from pydantic import BaseModel, ConfigDict


class Counts(BaseModel):
    """`handoffs` = `assigned` + `waiting` + `abandoned`: each time a person was asked for, and what came of it."""

    conversations: int  # opened
    handed_over: int  # different conversations a person was asked for in
    closed: int
    handoffs: int
    assigned: int
    waiting: int
    abandoned: int


class SpreadRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    count: int
    p50_s: float | None
    p90_s: float | None
    max_s: float | None


class Satisfaction(BaseModel):
    """`coverage` = `count` ÷ `asked`; `count` = the sum of `by_score`."""

    asked: int
    count: int
    average: float | None
    coverage: float | None
    by_score: dict[str, int]


class Hour(BaseModel):
    """`hour` 0–23 in the institution's zone. The hours sum up to the counts."""

    hour: int
    conversations: int
    handoffs: int


class Report(BaseModel):
    """`waiting.count` = `counts.assigned`; `first_response.count` are those of them that were answered."""

    date: str
    timezone: str
    counts: Counts
    waiting: SpreadRead
    first_response: SpreadRead
    satisfaction: Satisfaction
    tickets: int
    tickets_by_grade: dict[str, int]
    by_hour: list[Hour]
