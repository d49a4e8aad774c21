"""When people are here, and what a waiting customer may honestly be told. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from handoff.conversation.states import HandoffReason, Priority
from handoff.queue import anger
from handoff.settings import Settings

SAMPLES_MIN = 3  # recent waits below which no estimate is given: two are an anecdote


def parse_hours(text: str) -> tuple[time, time]:
    """`08:30-21:00` → (08:30, 21:00). Raises ValueError on anything else."""
    start, _, end = text.partition("-")
    return time.fromisoformat(start.strip()), time.fromisoformat(end.strip())


def is_within_hours(now: datetime, *, hours: str, zone: ZoneInfo) -> bool:
    """Whether agents are on duty at `now`. Customer service answers every day of the week, holidays included."""
    start, end = parse_hours(hours)
    return start <= now.astimezone(zone).time() < end


def is_open(now: datetime, settings: Settings) -> bool:
    """Whether agents are on duty at `now`, by the institution's own hours and zone."""
    return is_within_hours(now, hours=settings.office_hours, zone=settings.zone)


def estimate_wait_s(recent_waits_s: Sequence[float], *, ahead: int, agents_online: int) -> int | None:
    """Seconds until it is this customer's turn: the median of recent waits, longer with more people ahead an agent.

    None when nobody is online or there is too little to go by: no answer is better than an invented one.
    """
    if agents_online == 0 or len(recent_waits_s) < SAMPLES_MIN:
        return None
    return round(median(recent_waits_s) * (1 + ahead / agents_online))


@dataclass(frozen=True, slots=True)
class Escalation:
    """Why a waiting customer is to be seen sooner; `text` says it to the desk."""

    reason: HandoffReason
    priority: int
    text: str


def find_escalation(words: Sequence[str]) -> Escalation | None:
    """What the words of a waiting customer, the oldest first, ask for; None while they are calm.

    Anger gives no more than HIGH: more is for what cannot wait, said in the newest message.
    """
    newest = words[-1] if words else ""
    if anger.is_life_in_danger(newest):
        return Escalation(HandoffReason.SELF_HARM, Priority.EMERGENCY, "排队中有轻生表述")
    if anger.is_theft_under_way(newest):
        return Escalation(HandoffReason.FRAUD, Priority.URGENT, "排队中反映资金正在被盗")
    measured = anger.measure(words)
    if not measured.has_risen:
        return None
    return Escalation(HandoffReason.ANGER, Priority.HIGH, f"情绪升级：{'、'.join(measured.signs)}")


def summarise_request(facts: Sequence[dict[str, Any]], *, tickets: Sequence[str] = ()) -> str:
    """What an agent reads of a customer who pressed 转人工: one sentence, with what came of the talk with the bot.

    `tickets` are the complaints it has taken, each by number and how it stands, `facts` what it has collected since.
    """
    done = [f"已登记投诉 {'、'.join(tickets)}"] if tickets else []
    if facts:
        collected = "；".join(f"{fact['label']}：{fact['value']}" for fact in facts)
        done.append(f"已向智能客服说明：{collected}")
    return f"客户主动要求人工服务，此前{'；'.join(done)}。" if done else "客户主动要求人工服务，尚未说明具体问题。"
