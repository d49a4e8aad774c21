"""The verbs of the clock: plan deadlines, meet them, stop them, and fire their timers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from handoff.settings import Settings
from handoff.sla import repository
from handoff.sla.calendar import load_calendar
from handoff.sla.models import Deadline, DeadlineAlarm
from handoff.sla.policy import Day, fraction_elapsed, moment, say_time, work_out
from handoff.sla.schemas import AlarmRead, Clock, ClockPolicy, DeadlineRead, Rung, load_clock_policy
from handoff.sla.states import KIND_LABELS, AlarmKind, DeadlineKind, Unit

log = structlog.get_logger(__name__)

__all__ = [
    "Fired", "check_files", "fire_due", "has_due", "list_deadlines", "meet", "plan", "read_deadlines", "say_time",
    "stop",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fired:
    """A timer that went off, for the ticket's history. `title` and `role` are set on an escalation."""

    ticket_id: str
    alarm_kind: AlarmKind
    deadline_kind: DeadlineKind
    due_at: datetime  # of the deadline
    percent: int | None
    role: str | None
    title: str | None


def check_files(settings: Settings) -> None:
    """Read policy and calendar now, so that a mistake in them is told at start and not with the first complaint."""
    load_clock_policy(settings.clock_policy_file)
    load_calendar(settings.calendar_file)


def plan(
    session: Session,
    ticket_id: str,
    *,
    grade: int,
    is_repeat: bool,
    starts_at: datetime,
    now: datetime,
    settings: Settings,
    kinds: Iterable[DeadlineKind] = tuple(DeadlineKind),
) -> list[Deadline]:
    """Bring the ticket's open deadlines of these `kinds` in line with its grade; returns the open ones.

    A deadline that stays the same is kept, one that does not is stopped, a new one counts from `starts_at`. What was
    met after `starts_at` is not asked for again. A due time already past is breached with the next tick.
    """
    policy, wanted = load_clock_policy(settings.clock_policy_file), set(kinds)
    clocks = [clock for clock in policy.clocks_for(grade, is_repeat=is_repeat) if clock.kind in wanted]
    present = repository.list_deadlines(session, [ticket_id])
    is_settled = {item.kind for item in present if item.met_at is not None and item.starts_at >= starts_at}
    kept = {item.kind: item for item in present if item.is_open and _fits(item, clocks)}
    _stop([item for item in present if item.is_open and item.kind in wanted and item.kind not in kept], session, now)
    missing = [clock for clock in clocks if clock.kind not in kept and clock.kind not in is_settled]
    made = [_add(session, ticket_id, clock, grade=grade, starts_at=starts_at, settings=settings) for clock in missing]
    return sorted([*kept.values(), *made], key=lambda deadline: deadline.due_at)


def meet(session: Session, ticket_id: str, kinds: Iterable[DeadlineKind], *, now: datetime) -> None:
    """What these deadlines ask for has happened. One met after its due time stays on record as breached."""
    wanted = set(kinds)
    for deadline in repository.list_deadlines(session, [ticket_id]):
        if deadline.is_open and deadline.kind in wanted:
            deadline.met_at = now
            if now > deadline.due_at and deadline.breached_at is None:
                deadline.breached_at = deadline.due_at
            repository.cancel_alarms(session, deadline.id)


def stop(session: Session, ticket_id: str, *, now: datetime) -> None:
    """The procedure is over: no open deadline of this ticket applies any more."""
    _stop([item for item in repository.list_deadlines(session, [ticket_id]) if item.is_open], session, now)


def has_due(session: Session, now: datetime) -> bool:
    return repository.has_due_alarm(session, now=now)


def fire_due(session: Session, *, now: datetime, limit: int) -> list[Fired]:
    """Let at most `limit` due timers go off, once each. The caller writes what follows in the same transaction."""
    fired = []
    for alarm, deadline in repository.claim_due_alarms(session, now=now, limit=limit):
        alarm.is_pending, alarm.fired_at = False, now
        if alarm.kind == AlarmKind.BREACH:
            deadline.breached_at = deadline.due_at
        fired.append(
            Fired(
                deadline.ticket_id, AlarmKind(alarm.kind), DeadlineKind(deadline.kind), deadline.due_at,
                alarm.percent, alarm.role, alarm.title,
            )
        )  # fmt: skip
    session.flush()
    return fired


def list_deadlines(session: Session, ticket_ids: Iterable[str]) -> Sequence[Deadline]:
    """Of these tickets, met and stopped ones included, the earliest due first."""
    return repository.list_deadlines(session, ticket_ids)


def read_deadlines(session: Session, ticket_ids: Iterable[str], *, now: datetime) -> dict[str, list[DeadlineRead]]:
    """By ticket, as staff read them."""
    found: dict[str, list[DeadlineRead]] = {}
    deadlines = repository.list_deadlines(session, ticket_ids)
    alarms = repository.list_alarms(session, [deadline.id for deadline in deadlines])
    for deadline in deadlines:
        found.setdefault(deadline.ticket_id, []).append(_read(deadline, alarms.get(deadline.id, []), now))
    return found


def _day(settings: Settings, policy: ClockPolicy) -> Day:
    hours = policy.working_hours
    return Day(settings.zone, hours.opens, hours.closes, load_calendar(settings.calendar_file))


def _fits(deadline: Deadline, clocks: Iterable[Clock]) -> bool:
    key = (deadline.kind, deadline.amount, deadline.unit)
    return any((clock.kind, clock.amount, clock.unit) == key for clock in clocks)


def _stop(deadlines: Iterable[Deadline], session: Session, now: datetime) -> None:
    for deadline in deadlines:
        deadline.stopped_at = now
        repository.cancel_alarms(session, deadline.id)


def _add(
    session: Session, ticket_id: str, clock: Clock, *, grade: int, starts_at: datetime, settings: Settings
) -> Deadline:
    policy = load_clock_policy(settings.clock_policy_file)
    day = _day(settings, policy)
    due = work_out(starts_at, clock.amount, clock.unit, day=day)
    if not due.is_calendar_certain:
        log.warning("sla.calendar_uncertain", ticket_id=ticket_id, kind=clock.kind, due_at=due.due_at.isoformat())
    deadline = Deadline(
        ticket_id=ticket_id, kind=clock.kind, amount=clock.amount, unit=clock.unit, source=clock.source,
        is_second_hand=clock.is_second_hand, policy_version=policy.version, starts_at=starts_at, due_at=due.due_at,
        arithmetic=due.arithmetic, is_calendar_certain=due.is_calendar_certain,
    )  # fmt: skip
    session.add(deadline)
    session.flush()
    session.add_all(_alarms(deadline, policy, policy.ladder_for(grade), day))
    session.flush()
    return deadline


def _alarms(deadline: Deadline, policy: ClockPolicy, ladder: Iterable[Rung], day: Day) -> list[DeadlineAlarm]:
    def alarm(kind: AlarmKind, due_at: datetime, percent: int | None = None, rung: Rung | None = None) -> DeadlineAlarm:
        return DeadlineAlarm(
            deadline_id=deadline.id, kind=kind, due_at=due_at, percent=percent, is_pending=True,
            role=rung and rung.role, title=rung and rung.title,
        )  # fmt: skip

    span = (deadline.starts_at, deadline.amount, Unit(deadline.unit))
    warnings = [
        alarm(AlarmKind.WARNING, moment(*span, percent=percent, day=day), percent)
        for percent in sorted(policy.warn_at_percent)
    ]
    rungs = [
        alarm(AlarmKind.ESCALATION, deadline.due_at + timedelta(hours=rung.after_hours), rung=rung) for rung in ladder
    ]
    return [*warnings, alarm(AlarmKind.BREACH, deadline.due_at), *rungs]


def _read(deadline: Deadline, alarms: list[DeadlineAlarm], now: datetime) -> DeadlineRead:
    marks = [(item.due_at, item.percent / 100) for item in alarms if item.percent is not None]
    until = deadline.met_at or deadline.stopped_at or now
    return DeadlineRead(
        kind=DeadlineKind(deadline.kind), label=KIND_LABELS[DeadlineKind(deadline.kind)], amount=deadline.amount,
        unit=Unit(deadline.unit), source=deadline.source, is_second_hand=deadline.is_second_hand,
        policy_version=deadline.policy_version, starts_at=deadline.starts_at, due_at=deadline.due_at,
        arithmetic=deadline.arithmetic, is_calendar_certain=deadline.is_calendar_certain,
        fraction_elapsed=round(
            fraction_elapsed(until, [(deadline.starts_at, 0.0), *marks, (deadline.due_at, 1.0)]), 4
        ),
        state=_state(deadline, alarms, now),
        met_at=deadline.met_at, stopped_at=deadline.stopped_at, breached_at=deadline.breached_at,
        alarms=[
            AlarmRead(kind=AlarmKind(item.kind), percent=item.percent, title=item.title, due_at=item.due_at,
                      fired_at=item.fired_at)
            for item in alarms
        ],
    )  # fmt: skip


def _state(deadline: Deadline, alarms: Iterable[DeadlineAlarm], now: datetime) -> str:
    if deadline.met_at is not None:
        return "met_late" if deadline.breached_at is not None else "met"
    if deadline.stopped_at is not None:
        return "stopped"
    if now >= deadline.due_at:
        return "breached"
    is_warned = any(item.kind == AlarmKind.WARNING and item.due_at <= now for item in alarms)
    return "warned" if is_warned else "running"
