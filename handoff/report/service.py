"""Reports that add up: every figure is counted from the log, the waits or the tickets of one and the same day."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row
from sqlalchemy.orm import Session

from handoff.assignment import service as assignments
from handoff.conversation.states import EventType
from handoff.queue import service as queues
from handoff.queue.models import QueueEntry
from handoff.report import repository
from handoff.report.policy import day_of, spread
from handoff.report.schemas import Counts, Hour, Report, Satisfaction, SpreadRead
from handoff.ticket import service as tickets

SCORES = range(1, 6)
GRADES = range(1, 5)


def report_today(session: Session, *, now: datetime, zone: ZoneInfo) -> Report:
    """The institution's day so far."""
    since, until = day_of(now, zone)
    milestones = repository.list_milestones(session, since=since, until=until)
    entries = queues.list_entries(session, since=since, until=until)
    grades = tickets.count_by_grade(session, since=since, until=until)
    responses_s = [
        (entry.first_response_at - entry.assigned_at).total_seconds()
        for entry in entries
        if entry.first_response_at and entry.assigned_at
    ]
    waits_s = [(entry.assigned_at - entry.queued_at).total_seconds() for entry in entries if entry.assigned_at]
    return Report(
        date=now.astimezone(zone).date().isoformat(),
        timezone=zone.key,
        counts=_counts(milestones, entries, still_waiting=set(assignments.list_waiting(session))),
        waiting=SpreadRead.model_validate(spread(waits_s)),
        first_response=SpreadRead.model_validate(spread(responses_s)),
        satisfaction=_satisfaction(milestones),
        tickets=sum(grades.values()),
        tickets_by_grade={str(grade): grades.get(grade, 0) for grade in GRADES},
        by_hour=_by_hour(milestones, entries, zone),
    )


def _counts(milestones: Sequence[Row[Any]], entries: Sequence[QueueEntry], *, still_waiting: set[str]) -> Counts:
    """Of a conversation that waited more than once only the newest unanswered wait can be going on."""
    kinds = Counter(row.type for row in milestones)
    newest = {entry.conversation_id: entry.id for entry in entries}
    unanswered = [entry for entry in entries if entry.assigned_at is None]
    waiting = sum(
        entry.conversation_id in still_waiting and newest[entry.conversation_id] == entry.id for entry in unanswered
    )
    return Counts(
        conversations=kinds[EventType.CONVERSATION_OPENED],
        handed_over=len(newest),
        closed=kinds[EventType.CONVERSATION_CLOSED],
        handoffs=len(entries),
        assigned=len(entries) - len(unanswered),
        waiting=waiting,
        abandoned=len(unanswered) - waiting,
    )


def _satisfaction(milestones: Sequence[Row[Any]]) -> Satisfaction:
    """Ratings asked for and given on the day; more given than asked (yesterday's, given today) count as all."""
    asked = sum(row.type == EventType.RATING_REQUESTED for row in milestones)
    scores = [row.data["score"] for row in milestones if row.type == EventType.RATING_GIVEN]
    return Satisfaction(
        asked=asked,
        count=len(scores),
        average=round(sum(scores) / len(scores), 2) if scores else None,
        coverage=round(min(1.0, len(scores) / asked), 3) if asked else None,
        by_score={str(score): scores.count(score) for score in SCORES},
    )


def _by_hour(milestones: Sequence[Row[Any]], entries: Sequence[QueueEntry], zone: ZoneInfo) -> list[Hour]:
    opened = Counter(
        row.created_at.astimezone(zone).hour for row in milestones if row.type == EventType.CONVERSATION_OPENED
    )
    queued = Counter(entry.queued_at.astimezone(zone).hour for entry in entries)
    return [Hour(hour=hour, conversations=opened[hour], handoffs=queued[hour]) for hour in range(24)]
