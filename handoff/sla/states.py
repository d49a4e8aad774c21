"""What a deadline counts, and what its timers do. No I/O here."""

from enum import StrEnum


class Unit(StrEnum):
    HOURS = "hours"  # elapsed, day and night
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"


class DeadlineKind(StrEnum):
    """What must have happened by the due time."""

    REGISTRATION = "registration"
    ACTION = "action"
    FIRST_FEEDBACK = "first_feedback"
    FINDINGS = "findings"
    RESOLUTION = "resolution"
    RESULT_TOLD = "result_told"
    IMPROVEMENT_PLAN = "improvement_plan"


class AlarmKind(StrEnum):
    WARNING = "warning"  # a share of the time is gone
    BREACH = "breach"  # all of it is
    ESCALATION = "escalation"  # the next rung of the ladder is told


UNIT_LABELS: dict[Unit, str] = {
    Unit.HOURS: "小时",
    Unit.CALENDAR_DAYS: "个自然日",
    Unit.WORKING_DAYS: "个工作日",
}

KIND_LABELS: dict[DeadlineKind, str] = {
    DeadlineKind.REGISTRATION: "登记",
    DeadlineKind.ACTION: "启动处置",
    DeadlineKind.FIRST_FEEDBACK: "首次反馈",
    DeadlineKind.FINDINGS: "调查情况反馈",
    DeadlineKind.RESOLUTION: "作出处理决定",
    DeadlineKind.RESULT_TOLD: "告知处理结果",
    DeadlineKind.IMPROVEMENT_PLAN: "整改方案",
}
