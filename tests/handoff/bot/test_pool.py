"""Several Rasa processes: a conversation keeps to one, and moves when that one dies or hangs."""

import asyncio
from collections import Counter
from pathlib import Path
from typing import Self

import pytest

from handoff.bot.addresses import Addresses
from handoff.bot.client import BotFailed, BotMessage, TurnAnswer, TurnRequest
from handoff.bot.pool import BotPool

NAMES = ("http://127.0.0.1:1", "http://127.0.0.1:2", "http://127.0.0.1:3")
CONVERSATIONS = [f"c_{number}" for number in range(300)]


class Process:
    """A Rasa process that answers with its name, or fails as it is told."""

    def __init__(self, name: str) -> None:
        self.name, self.failure, self.asked = name, "", 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None: ...

    async def turn(self, request: TurnRequest) -> TurnAnswer:
        self.asked += 1
        if self.failure:
            raise BotFailed(self.failure)
        return TurnAnswer(turn_id=request.turn_id, messages=[BotMessage(text=self.name)])

    async def is_ready(self) -> bool:
        return not self.failure


@pytest.fixture
def processes() -> dict[str, Process]:
    return {name: Process(name) for name in NAMES}


@pytest.fixture
def pool(processes: dict[str, Process]) -> BotPool:
    return BotPool(list(processes.values()), NAMES)


async def asks(pool: BotPool, conversation_id: str) -> str:
    """Who answered."""
    answer = await pool.turn(
        TurnRequest(conversation_id=conversation_id, turn_id=f"{conversation_id}:1", kind="message")
    )
    return answer.messages[0].text


async def everybody(pool: BotPool) -> dict[str, str]:
    return {conversation: await asks(pool, conversation) for conversation in CONVERSATIONS}


async def test_conversations_spread_over_the_processes_and_keep_to_theirs(pool: BotPool):
    first = await everybody(pool)
    assert await everybody(pool) == first
    assert min(Counter(first.values())[name] for name in NAMES) > 60


async def test_when_one_dies_only_its_conversations_move_and_no_turn_is_lost(
    pool: BotPool, processes: dict[str, Process]
):
    before = await everybody(pool)
    processes[NAMES[0]].failure = "unreachable"
    after = await everybody(pool)
    moved = {conversation for conversation in CONVERSATIONS if before[conversation] != after[conversation]}
    assert moved == {conversation for conversation in CONVERSATIONS if before[conversation] == NAMES[0]}
    assert len({after[conversation] for conversation in moved}) == 2


async def test_a_dead_one_is_asked_once_and_left_alone_until_it_is_well(pool: BotPool, processes: dict[str, Process]):
    before = await everybody(pool)
    dead = processes[NAMES[0]]
    dead.failure, dead.asked = "unreachable", 0
    await everybody(pool)
    assert dead.asked == 1
    await pool.probe()
    assert await everybody(pool) != before
    dead.failure = ""
    await pool.probe()
    assert await everybody(pool) == before


async def test_one_that_hangs_costs_one_turn_and_the_next_goes_elsewhere(pool: BotPool, processes: dict[str, Process]):
    mine = await asks(pool, "c_1")
    processes[mine].failure = "timeout"
    with pytest.raises(BotFailed) as failed:
        await asks(pool, "c_1")
    assert failed.value.reason == "timeout"
    assert await asks(pool, "c_1") != mine


@pytest.mark.parametrize("reason", ["server_error", "bad_answer"])
async def test_a_turn_that_fails_says_nothing_of_the_process(pool: BotPool, processes: dict[str, Process], reason: str):
    mine = await asks(pool, "c_1")
    processes[mine].failure = reason
    with pytest.raises(BotFailed):
        await asks(pool, "c_1")
    processes[mine].failure = ""
    assert await asks(pool, "c_1") == mine


async def test_with_all_of_them_dead_the_turn_fails_at_once_and_none_is_forgotten(
    pool: BotPool, processes: dict[str, Process]
):
    for process in processes.values():
        process.failure = "unreachable"
    with pytest.raises(BotFailed) as failed:
        await asks(pool, "c_1")
    assert failed.value.reason == "unreachable"
    assert not await pool.is_ready()
    processes[NAMES[2]].failure = ""
    assert await asks(pool, "c_1") == NAMES[2]
    assert await pool.is_ready()


async def test_a_single_process_is_always_asked():
    alone = Process(NAMES[0])
    pool = BotPool([alone], NAMES[:1])
    alone.failure = "timeout"
    for _ in range(3):
        with pytest.raises(BotFailed):
            await asks(pool, "c_1")
    alone.failure = ""
    assert await asks(pool, "c_1") == NAMES[0]


# Others take over


@pytest.mark.parametrize("rubbish", ["", "{}", "[]", "[1]", '["http://x', "\x00"], ids=repr)
def test_a_file_without_addresses_changes_nothing(tmp_path: Path, rubbish: str):
    file = tmp_path / "bots.json"
    addresses = Addresses(NAMES, file)
    file.write_text(rubbish)
    assert not addresses.look()
    assert addresses.urls == NAMES
    file.write_text('["http://127.0.0.1:4"]')
    assert addresses.look()
    assert addresses.urls == ("http://127.0.0.1:4",)
    file.unlink()
    assert not addresses.look()
    assert addresses.urls == ("http://127.0.0.1:4",)


async def test_a_turn_under_way_is_finished_by_whom_it_was_asked_and_the_next_goes_to_the_others(
    processes: dict[str, Process],
):
    one, two = processes[NAMES[0]], Process("http://127.0.0.1:4")
    pool = BotPool([one], NAMES[:1])
    may_answer, turn = asyncio.Event(), one.turn

    async def slow(request: TurnRequest) -> TurnAnswer:
        await may_answer.wait()
        return await turn(request)

    one.turn = slow
    under_way = asyncio.create_task(asks(pool, "c_1"))
    await asyncio.sleep(0)
    pool.take({two.name: two}, drain_s=0.01)
    assert await asks(pool, "c_1") == two.name
    may_answer.set()
    assert await under_way == one.name
    await pool.__aexit__()


async def test_one_that_was_ill_and_left_is_not_asked_whether_it_is_well(processes: dict[str, Process]):
    pool = BotPool(list(processes.values())[:2], NAMES[:2])
    processes[NAMES[0]].failure = processes[NAMES[1]].failure = "unreachable"
    with pytest.raises(BotFailed):
        await asks(pool, "c_1")
    pool.take({NAMES[2]: processes[NAMES[2]]}, drain_s=0.01)
    await pool.probe()
    assert await asks(pool, "c_1") == NAMES[2]
    await pool.__aexit__()
