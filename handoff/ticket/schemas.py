"""The shapes of a complaint: what the bot hands over, the grading file, and what HTTP carries."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from handoff.conversation.schemas import Body, WireTime
from handoff.sla.schemas import DeadlineRead
from handoff.ticket.policy import digits_of
from handoff.ticket.states import ComplaintClass, Demand, Grade, HistoryKind, Issue, Product, TicketStatus
from handoff.yaml_file import read_yaml

AMOUNT_MAX = Decimal("1e12")  # CNY; more is a slip of the finger


def _phone(value: str) -> str:
    digits = digits_of(value)
    if not re.fullmatch(r"\d{7,15}", digits):
        raise ValueError("not a phone number")
    return digits


Phone = Annotated[str, StringConstraints(max_length=40), AfterValidator(_phone)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class ComplaintFacts(BaseModel):
    """A complaint as the customer confirmed it: the `ticket` effect of docs/bot-channel.md.

    `occurred_at` is an ISO date or time, or null when only the customer's words (`occurred_text`) are known. `amount`
    is CNY with at most two decimals. `phone` is kept as digits.
    """

    model_config = ConfigDict(frozen=True)
    complaint_id: Annotated[str, StringConstraints(min_length=8, max_length=64)]
    product: Product
    issue: Issue
    demand: Demand
    description: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=8000)]
    occurred_at: Annotated[str, StringConstraints(max_length=40, pattern=r"^\d{4}-\d{2}-\d{2}")] | None = None
    occurred_text: Line | None = None
    place: Line | None = None
    amount: Annotated[Decimal, Field(gt=0, le=AMOUNT_MAX, decimal_places=2)] | None = None
    name: Line | None = None
    phone: Phone
    evidence: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)] | None = None
    consent: Literal[True]


class Rule(BaseModel):
    """One condition that puts a complaint into a grade."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(pattern=r"^[a-z_]+$")
    grade: Grade
    source: str = Field(min_length=1)
    issues: frozenset[Issue] = frozenset()
    amount_at_least: Decimal | None = Field(default=None, gt=0)
    words: tuple[Annotated[str, StringConstraints(min_length=2)], ...] = ()
    is_repeat: bool = False

    @model_validator(mode="after")
    def _check_one_condition(self) -> "Rule":
        if sum([bool(self.issues), self.amount_at_least is not None, bool(self.words), self.is_repeat]) != 1:
            raise ValueError(f"{self.name}: exactly one of issues, amount_at_least, words, is_repeat")
        return self


class GradingPolicy(BaseModel):
    """The file `handoff/ticket/policy.yml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: str = Field(min_length=1)
    default_grade: Grade
    repeat_within_days: int = Field(ge=1, le=3650)
    rules: tuple[Rule, ...]
    leads: Mapping[Grade, str]

    @model_validator(mode="after")
    def _check(self) -> "GradingPolicy":
        names = [rule.name for rule in self.rules]
        if len(names) != len(set(names)):
            raise ValueError("rules: a name stands there twice")
        if set(self.leads) != set(Grade):
            raise ValueError("leads: one for each grade, 1 to 4")
        return self


@lru_cache(maxsize=8)
def load_grading_policy(path: Path) -> GradingPolicy:
    """Read the file once a process. Raises OSError, yaml.YAMLError or pydantic's ValidationError."""
    return GradingPolicy.model_validate(read_yaml(path))


class LookupPost(Body):
    number: str = Field(min_length=1, max_length=40)
    phone: str = Field(min_length=1, max_length=40)


class TicketForCustomer(BaseModel):
    """What a customer may know. `text` says it as a sentence."""

    number: str
    status: TicketStatus
    status_label: str
    product: Product
    issue: Issue
    submitted_at: WireTime
    due_at: WireTime | None
    text: str


class GradePost(Body):
    grade: int = Field(ge=1, le=4)
    reason: str = Field(min_length=1, max_length=2000)


class StatusPost(Body):
    status: Annotated[TicketStatus, Field(strict=False)]
    note: str = Field(default="", max_length=2000)


class RevealPost(Body):
    reason: str = Field(min_length=1, max_length=500)


class Contact(BaseModel):
    name: str | None
    phone: str


class GradeReason(BaseModel):
    rule: str
    grade: int
    text: str


class NextDeadline(BaseModel):
    """The open deadline that is due first."""

    kind: str
    label: str
    due_at: WireTime
    arithmetic: str
    fraction_elapsed: float
    state: str


class TicketItem(BaseModel):
    """A ticket in a list. Name and phone are masked; `due_at` is when the customer may expect the result."""

    number: str
    kind: Literal["complaint"] = "complaint"
    status: TicketStatus
    status_label: str
    complaint_class: ComplaintClass
    class_label: str
    grade: int
    grade_label: str
    is_repeat: bool
    grade_reasons: list[GradeReason]
    product: Product
    product_label: str
    issue: Issue
    issue_label: str
    demand: Demand
    demand_label: str
    amount: str | None
    name: str | None
    phone: str
    channel: str
    conversation_id: str | None
    customer_id: str | None
    created_at: WireTime
    due_at: WireTime | None
    closed_at: WireTime | None
    next_deadline: NextDeadline | None


class TicketPage(BaseModel):
    items: list[TicketItem]
    next_before: str | None


class HistoryRead(BaseModel):
    """One step. `data` depends on `kind`: docs/complaint-clock.md."""

    at: WireTime
    kind: HistoryKind
    actor: dict[str, Any]
    text: str
    note: str | None
    data: dict[str, Any]


class TicketRead(TicketItem):
    """A ticket with everything that is known of it, oldest history first."""

    repeat_of: str | None
    description: str
    occurred_at: str | None
    occurred_text: str | None
    place: str | None
    evidence: str | None
    lead: str
    grading_version: str
    allowed_moves: list[TicketStatus]
    note_required_for: list[TicketStatus]
    deadlines: list[DeadlineRead]
    history: list[HistoryRead]
