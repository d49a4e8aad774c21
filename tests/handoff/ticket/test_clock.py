"""The complaint clock: what is due when, who is warned and told, and what a restart makes up for."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from handoff.clock import FakeClock
from handoff.conversation.service import Actor
from handoff.conversation.states import ActorKind
from handoff.database import Database
from handoff.settings import Settings
from handoff.sla.worker import DeadlineWorker
from handoff.ticket import handling, reading, service
from handoff.ticket.models import Ticket
from handoff.ticket.schemas import TicketRead
from handoff.ticket.states import Grade, TicketStatus
from tests.handoff.ticket.complaints import facts

AMIRA = Actor(ActorKind.AGENT, "a_amira", "艾米娜")
PATH = ("accepted", "investigating", "resolution_proposed", "feedback_sent")


class Desk:
    """Complaints and what happens to them, straight on the database."""

    def __init__(self, database: Database, clock: FakeClock, settings: Settings) -> None:
        self.database, self.clock, self.settings = database, clock, settings
        self.worker = DeadlineWorker(database, clock=clock, settings=settings)

    async def complaint(self, **changes: Any) -> Ticket:
        opened = await self.database.write(
            service.create_complaint, conversation_id=None, customer_id=None, facts=facts(**changes),
            now=self.clock.now(), settings=self.settings,
        )  # fmt: skip
        return opened.ticket

    async def move(self, ticket: Ticket, *targets: str, note: str = "按流程办理") -> None:
        for target in targets:
            await self.database.write(
                handling.move_ticket, ticket.number, target=TicketStatus(target), note=note, actor=AMIRA,
                now=self.clock.now(), settings=self.settings,
            )  # fmt: skip

    async def grade(self, ticket: Ticket, grade: int) -> None:
        await self.database.write(
            handling.grade_ticket, ticket.number, grade=Grade(grade), reason="核实后调整", actor=AMIRA,
            now=self.clock.now(), settings=self.settings,
        )  # fmt: skip

    async def read(self, ticket: Ticket) -> TicketRead:
        return await self.database.read(
            reading.read_ticket, ticket.number, now=self.clock.now(), settings=self.settings
        )

    async def states(self, ticket: Ticket) -> dict[str, str]:
        """The deadlines that count: kind → state, without the stopped ones."""
        read = await self.read(ticket)
        return {item.kind: item.state for item in read.deadlines if item.state != "stopped"}

    async def told(self, ticket: Ticket) -> list[str]:
        """What the timers wrote."""
        return [step.text for step in (await self.read(ticket)).history if step.actor["kind"] == "system"][2:]


@pytest.fixture
def desk(database: Database, clock: FakeClock, settings: Settings) -> Desk:
    return Desk(database, clock, settings)


async def test_a_general_complaint_has_these_deadlines(desk: Desk):
    read = await desk.read(await desk.complaint())
    assert [(item.kind, item.amount, item.unit, item.state) for item in read.deadlines] == [
        ("registration", 24, "hours", "met"),
        ("first_feedback", 48, "hours", "running"),
        ("findings", 3, "working_days", "running"),
        ("resolution", 15, "calendar_days", "running"),
        ("result_told", 30, "calendar_days", "running"),
    ]
    resolution = read.deadlines[3]
    assert resolution.arithmetic == "收到 2026-11-20(五) 10:30；15 个自然日 → 2026-12-05(六) 17:30 前"
    assert (resolution.is_second_hand, resolution.policy_version) == (True, "2026.1")
    assert read.next_deadline.kind == "first_feedback"
    assert read.due_at == resolution.due_at


async def test_a_major_complaint_has_seven_working_days_instead(desk: Desk):
    read = await desk.read(await desk.complaint(issue="data_leak"))
    assert {item.kind: (item.amount, item.unit) for item in read.deadlines} == {
        "registration": (24, "hours"), "action": (24, "hours"), "findings": (48, "hours"),
        "resolution": (7, "working_days"), "result_told": (30, "calendar_days"),
    }  # fmt: skip


async def test_the_handler_is_warned_twice_then_the_ladder_hears_of_the_breach(desk: Desk):
    ticket = await desk.complaint(issue="data_leak")
    told = []
    for hours in (14, 1, 5, 4, 4):  # 24 hours for action: 60 % after 14.4, 80 % after 19.2
        desk.clock.advance(hours=hours)
        await desk.worker.tick()
        told.append([text for text in await desk.told(ticket) if "启动处置" in text])
    warned, breached = [
        ["“启动处置”时限已用 60%，11月21日（周六）10:30 到期"],
        ["“启动处置”已超时，应于 11月21日（周六）10:30 前完成", "“启动处置”超时未完成，已升级至客服主管"],
    ]
    second = ["“启动处置”时限已用 80%，11月21日（周六）10:30 到期"]
    third = ["“启动处置”超时未完成，已升级至分管行领导"]
    assert told == [[], warned, warned + second, warned + second + breached, warned + second + breached + third]


async def test_a_timer_fires_once(desk: Desk):
    ticket = await desk.complaint()
    desk.clock.advance(hours=47)
    assert await desk.worker.tick() == 2
    assert await desk.worker.tick() == 0
    assert len(await desk.told(ticket)) == 2


async def test_a_deadline_met_in_time_is_silent_for_ever(desk: Desk):
    ticket = await desk.complaint()
    await desk.move(ticket, "accepted")
    desk.clock.advance(hours=60)
    await desk.worker.tick()
    assert not [text for text in await desk.told(ticket) if "首次反馈" in text]
    assert (await desk.states(ticket))["first_feedback"] == "met"


@pytest.mark.parametrize("has_ticked", [True, False], ids=["noticed at once", "noticed when it is met"])
async def test_a_deadline_met_late_stays_on_record_as_breached(desk: Desk, has_ticked: bool):
    ticket = await desk.complaint()
    desk.clock.advance(hours=49)
    if has_ticked:
        await desk.worker.tick()
    await desk.move(ticket, "accepted")
    feedback = next(item for item in (await desk.read(ticket)).deadlines if item.kind == "first_feedback")
    assert (feedback.state, feedback.breached_at) == ("met_late", feedback.due_at)


async def test_each_step_settles_its_deadlines(desk: Desk):
    ticket = await desk.complaint(issue="fund_loss")
    met = []
    for step in PATH:
        await desk.move(ticket, step)
        met.append({kind for kind, state in (await desk.states(ticket)).items() if state == "met"} - {"registration"})
    assert met == [
        {"first_feedback"},
        {"first_feedback"},
        {"first_feedback", "findings"},
        {"first_feedback", "findings", "resolution", "result_told"},
    ]


@pytest.mark.parametrize("steps", [["withdrawn"], ["not_accepted"]])
async def test_an_ended_procedure_has_no_clock(desk: Desk, steps: list[str]):
    ticket = await desk.complaint()
    await desk.move(ticket, *steps)
    desk.clock.advance(days=60)
    assert await desk.worker.tick() == 0
    assert set((await desk.states(ticket)).values()) == {"met"}
    assert (await desk.read(ticket)).next_deadline is None


@pytest.mark.parametrize(
    "steps",
    [[*PATH, "disputed"], [*PATH, "closed", "investigating"], ["withdrawn", "investigating"],
     ["not_accepted", "accepted"]],
    ids=["disputed", "reopened", "withdrawn and reopened", "accepted after all"],
)  # fmt: skip
async def test_a_complaint_taken_up_again_is_timed_anew(desk: Desk, steps: list[str]):
    ticket = await desk.complaint()
    await desk.move(ticket, *steps[:-1])
    desk.clock.advance(days=10)
    await desk.move(ticket, steps[-1])
    read = await desk.read(ticket)
    running = {item.kind: item.starts_at for item in read.deadlines if item.state == "running"}
    assert running == dict.fromkeys(["findings", "resolution", "result_told"], desk.clock.now())
    assert read.due_at > desk.clock.now() + timedelta(days=14)


async def test_a_higher_grade_shortens_what_is_left_and_keeps_what_is_done(desk: Desk):
    ticket = await desk.complaint()
    await desk.move(ticket, "accepted", "investigating")
    desk.clock.advance(hours=20)
    await desk.grade(ticket, 1)
    read = await desk.read(ticket)
    assert await desk.states(ticket) == {
        "registration": "met", "first_feedback": "met", "findings": "running", "resolution": "running",
        "result_told": "running",
    }  # fmt: skip
    findings = [item for item in read.deadlines if item.kind == "findings"]
    assert [(item.amount, item.unit, item.state) for item in findings] == [
        (48, "hours", "running"), (3, "working_days", "stopped"),
    ]  # fmt: skip
    assert findings[0].starts_at == read.created_at


async def test_a_due_time_that_a_new_grade_puts_into_the_past_is_breached_at_once(desk: Desk):
    ticket = await desk.complaint()
    desk.clock.advance(hours=30)
    await desk.grade(ticket, 1)
    await desk.worker.tick()
    assert "“启动处置”已超时，应于 11月21日（周六）10:30 前完成" in await desk.told(ticket)


async def test_regrading_after_reopening_counts_from_the_reopening(desk: Desk):
    ticket = await desk.complaint()
    await desk.move(ticket, *PATH, "closed")
    desk.clock.advance(days=100)
    await desk.move(ticket, "investigating")
    await desk.grade(ticket, 1)
    running = [item for item in (await desk.read(ticket)).deadlines if item.state == "running"]
    assert {item.kind for item in running} == {"findings", "resolution", "result_told"}
    assert {item.starts_at for item in running} == {desk.clock.now()}


async def test_a_year_without_holiday_data_is_said_on_the_deadline(desk: Desk):
    desk.clock.advance(days=365 * 5)
    read = await desk.read(await desk.complaint())
    findings = next(item for item in read.deadlines if item.kind == "findings")
    assert not findings.is_calendar_certain
    assert findings.arithmetic.endswith("年放假安排尚未录入，按周一至周五推算")
    assert all(item.is_calendar_certain for item in read.deadlines if item.unit != "working_days")


async def test_a_repeat_owes_an_improvement_plan_whatever_its_grade(desk: Desk):
    await desk.complaint()
    again = await desk.complaint()
    assert (again.grade, "improvement_plan" in await desk.states(again)) == (4, True)


async def test_what_fell_due_while_nothing_ran_fires_at_the_start(desk: Desk, database: Database):
    ticket = await desk.complaint()
    desk.clock.advance(days=40)
    loop, changed = asyncio.get_running_loop(), asyncio.Event()
    database.listener = lambda messages: loop.call_soon_threadsafe(changed.set)
    async with DeadlineWorker(database, clock=desk.clock, settings=desk.settings):
        await asyncio.wait_for(changed.wait(), timeout=60)
    told = await desk.told(ticket)
    assert len([text for text in told if "已超时" in text]) == 4
    assert len(told) == 4 * 5  # two warnings, the breach and two rungs each


@pytest.mark.parametrize("name", ["clock_policy_file", "grading_policy_file", "calendar_file"])
@pytest.mark.parametrize("content", ["version: [", "colour: red", None], ids=["no YAML", "no policy", "no file"])
async def test_the_service_does_not_start_with_a_broken_policy(
    database: Database, clock: FakeClock, settings: Settings, tmp_path: Path, name: str, content: str | None
):
    path = tmp_path / "broken.yml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    broken = settings.model_copy(update={name: path})
    with pytest.raises((ValidationError, yaml.YAMLError, OSError)):
        async with DeadlineWorker(database, clock=clock, settings=broken):
            pass


async def test_an_institutions_own_policy_counts(desk: Desk, settings: Settings, tmp_path: Path):
    policy = yaml.safe_load(settings.clock_policy_file.read_text(encoding="utf-8"))
    policy |= {"version": "示例-7", "warn_at_percent": [50]}
    policy["clocks"]["common"][1] |= {"amount": 10, "unit": "working_days", "source": "本行制度"}
    (tmp_path / "own.yml").write_text(yaml.safe_dump(policy, allow_unicode=True), encoding="utf-8")
    desk.settings = settings.model_copy(update={"clock_policy_file": tmp_path / "own.yml"})
    resolution = next(item for item in (await desk.read(await desk.complaint())).deadlines if item.kind == "resolution")
    assert (resolution.amount, resolution.unit, resolution.policy_version) == (10, "working_days", "示例-7")
    assert [alarm.percent for alarm in resolution.alarms if alarm.kind == "warning"] == [50]
