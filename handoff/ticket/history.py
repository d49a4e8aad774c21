"""Writing a ticket's history: one row a step, in the transaction of the step."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from handoff.conversation.service import SYSTEM, Actor
from handoff.database import publish
from handoff.realtime.messages import Changed
from handoff.settings import Settings
from handoff.sla.service import Fired, say_time
from handoff.sla.states import KIND_LABELS, AlarmKind
from handoff.ticket.models import TicketHistory
from handoff.ticket.states import HistoryKind


def record(
    session: Session,
    ticket_id: str,
    kind: HistoryKind,
    text: str,
    *,
    actor: Actor,
    now: datetime,
    note: str | None = None,
    **data: Any,
) -> None:
    """Add one row. `text` says the step in Chinese, `note` is what the person wrote about it."""
    session.add(
        TicketHistory(
            ticket_id=ticket_id, at=now, kind=kind, actor_kind=actor.kind, actor_id=actor.id, actor_name=actor.name,
            text=text, note=note, data=data,
        )
    )  # fmt: skip
    session.flush()


def record_alarms(session: Session, fired: Iterable[Fired], *, now: datetime, settings: Settings) -> None:
    """Write what the clock's timers did into the histories of their tickets."""
    for alarm in fired:
        kind, text = _tell(alarm, settings)
        data = {"deadline": alarm.deadline_kind, "percent": alarm.percent, "role": alarm.role, "title": alarm.title}
        record(session, alarm.ticket_id, kind, text, actor=SYSTEM, now=now, **data)
        publish(session, Changed("tickets"))


def _tell(alarm: Fired, settings: Settings) -> tuple[HistoryKind, str]:
    label, due = KIND_LABELS[alarm.deadline_kind], say_time(alarm.due_at, zone=settings.zone)
    match alarm.alarm_kind:
        case AlarmKind.WARNING:
            return HistoryKind.DEADLINE_WARNED, f"“{label}”时限已用 {alarm.percent}%，{due} 到期"
        case AlarmKind.BREACH:
            return HistoryKind.DEADLINE_BREACHED, f"“{label}”已超时，应于 {due} 前完成"
        case AlarmKind.ESCALATION:
            return HistoryKind.ESCALATED, f"“{label}”超时未完成，已升级至{alarm.title}"
