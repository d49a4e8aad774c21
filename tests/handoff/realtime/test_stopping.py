"""A process that is told to stop: whoever is connected hears it, what is under way is finished, nothing is lost."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from command.paths import ROOT
from command.process import GRACE_S
from command.system import READY_WITHIN_S
from handoff import migrations
from handoff.bot.client import TurnAnswer, TurnRequest
from handoff.bot.worker import DRAIN_S
from handoff.realtime.door import GOODBYE_S, LEAVE_S
from handoff.server import FINISH_S
from rehearsal.people import WAIT_S
from rehearsal.ports import own_port
from tests.actors import Agent, Customer, new_client_id
from tests.handoff.conftest import Held
from tests.world import World


def said(customer: Customer, kind: str) -> list[str]:
    """Every message of the customer or the bot, in the log's order."""
    messages = [event for event in customer.log() if event["type"] == "message.created"]
    return [event["data"]["text"] for event in messages if event["actor"]["kind"] == kind]


def test_customers_and_agents_are_told_to_come_back_elsewhere(world: World, chen: Customer, amira: Agent):
    amira.opens_desk()
    world.stop()
    assert (chen.socket.close_code(), amira.socket.close_code()) == (4503, 4503)
    world.start()


def test_a_message_under_way_is_acknowledged_before_the_line_closes(
    world: World, chen: Customer, held_post: Held, monkeypatch: pytest.MonkeyPatch
):
    """It is waited for the answer, and not for the end of the service's patience."""
    monkeypatch.setattr("handoff.realtime.connection.ANSWER_S", WAIT_S)
    monkeypatch.setattr("handoff.realtime.door.LEAVE_S", WAIT_S)
    client_id = new_client_id()
    chen.socket.send(type="message.send", client_id=client_id, text="转账没到账")
    assert held_post.arrived.wait(WAIT_S)
    with ThreadPoolExecutor(1) as pool:
        stopping = pool.submit(world.stop)
        while not world.app.state.services.door._is_closed:
            time.sleep(0.01)
        held_post.may_go_on.set()
        assert chen.socket.close_code() == 4503
        stopping.result()
    assert [frame["client_id"] for frame in chen.socket.frames if frame["type"] == "ack"] == [client_id]
    world.start()
    assert said(chen, "customer") == ["转账没到账"]


def test_a_turn_under_way_is_finished_and_not_asked_again(
    world: World, chen: Customer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("handoff.bot.worker.DRAIN_S", WAIT_S)
    arrived, asked = threading.Event(), []

    async def turn(request: TurnRequest) -> TurnAnswer:
        asked.append(request.turn_id)
        arrived.set()
        await asyncio.sleep(0.5)
        return TurnAnswer(turn_id=request.turn_id, messages=[{"text": "年费200元"}])

    world.bot.turn = turn
    chen.says("年费多少")
    assert arrived.wait(WAIT_S)
    world.restart()
    assert said(chen, "bot") == ["年费200元"]
    assert len(asked) == 1


def test_a_turn_that_does_not_end_is_left_to_whoever_comes_next(world: World, chen: Customer):
    arrived = threading.Event()

    async def never(request: TurnRequest) -> TurnAnswer:
        arrived.set()
        await asyncio.sleep(3600)
        raise AssertionError

    patient, world.bot.turn = world.bot.turn, never
    chen.says("年费多少")
    assert arrived.wait(WAIT_S)
    world.stop()
    world.bot.turn = patient
    world.start()
    chen.opens_chat().hears("您说的是：年费多少")


def test_all_that_is_waited_for_at_the_end_fits_into_the_time_a_process_is_given():
    assert LEAVE_S + GOODBYE_S + FINISH_S + DRAIN_S < GRACE_S


def test_the_process_ends_in_peace_when_it_is_asked_to(tmp_path: Path):
    there = Elsewhere(own_port())
    migrations.upgrade(f"sqlite:///{tmp_path / 'zhike.db'}")
    chosen = {"PYTHONPATH": str(ROOT), "ZHIKE_DATA_DIR": str(tmp_path), "ZHIKE_PORT": str(there.port)}
    environment = os.environ | chosen
    log = (tmp_path / "log").open("wb")
    process = subprocess.Popen([sys.executable, "-m", "handoff"], env=environment, stdout=log, stderr=log, cwd=ROOT)
    try:
        _wait_until_ready(there.url, process)
        sockets = [Customer(there).opens_chat().socket for _ in range(3)]
        process.send_signal(signal.SIGTERM)
        assert [socket.close_code() for socket in sockets] == [4503] * 3
        process.wait(WAIT_S)
        assert process.returncode in (0, -signal.SIGTERM)
    finally:
        there.leave()
        process.kill()
        process.wait()
        log.close()


class Elsewhere:
    """As much of a world as a customer needs to reach a process of its own."""

    def __init__(self, port: int) -> None:
        self.port, self.url = port, f"http://127.0.0.1:{port}"
        self.at_end: list[Callable[[], Any]] = []

    def leave(self) -> None:
        for close in reversed(self.at_end):
            close()


def _wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while True:
        assert process.poll() is None, "the service ended"
        assert time.monotonic() < deadline, "the service did not start"
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{url}/readyz", trust_env=False).status_code == 200:
                return
        time.sleep(0.1)
