"""Odd frames on both sockets: each is answered or ends its own connection, and nobody else notices."""

import contextlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from tests.actors import Agent, Customer, Socket, new_client_id
from tests.effort import times
from tests.handoff.realtime.frames import OddFrames
from tests.world import World

FRAMES = times(2_000, long=20_000)  # for each socket
ERRORS = Path(__file__).resolve().parents[3] / "docs" / "errors.md"
DOCUMENTED = set(re.findall(r"^\| `(\w+)`", ERRORS.read_text(encoding="utf-8"), re.MULTILINE))
BUGS = {"internal_error", "storage_unavailable", "unavailable"}
# Ours of docs/wire.md, and RFC 6455's own: 1002 no WebSocket, 1007 no UTF-8, 1009 beyond the server's limit.
CLOSES = {4400, 4401, 4408, 4413, 4429, 1002, 1007, 1009}
ANSWERS = {"ack", "error", "event", "pong", "ready", "snapshot", "typing", "read", "changed"}
INTERNALS = re.compile(r'Traceback|File "|\.py\b|site-packages|sqlalchemy|sqlite|psycopg|pydantic|SELECT |/work/|/tmp/')


class Sender:
    """Opens the same kind of socket again and again, and looks at everything it says."""

    def __init__(self, odd: OddFrames) -> None:
        self.odd = odd
        self.codes: Counter[str] = Counter()
        self.closes: Counter[int | None] = Counter()

    def open(self) -> Socket:
        raise NotImplementedError

    def valid(self) -> list[dict[str, Any]]:
        """The frames a page sends; the first is `hello`."""
        raise NotImplementedError

    def sends(self, count: int) -> None:
        while count > 0:
            count -= self._use_one_socket(count)

    def _use_one_socket(self, most: int) -> int:
        """One frame after the other until the server closes; returns how many were sent."""
        socket, sent = self.open(), 0
        try:
            if self.odd.pick([True, True, True, False]):  # else what comes is before any hello
                socket.send(**self.valid()[0])
                socket.wait_for("ready")
            while sent < most:
                data, is_text = self.odd.next(self.odd.pick(self.valid()))
                sent += 1
                socket.send_raw(data, is_text=is_text)
                self._await_answer(socket, sent)
        except ConnectionClosed as closed:
            code = closed.rcvd.code if closed.rcvd else None
            assert code in CLOSES, (code, data)
            self.closes[code] += 1
        finally:
            socket.close()
        return sent

    def _await_answer(self, socket: Socket, number: int) -> None:
        """The server is done with a frame when it refuses the next, which has a name of its own."""
        with contextlib.suppress(ConnectionClosed):  # told by what is received
            socket.send(type="ping", **{f"after_{number}": True})
        while f"ping.after_{number}" not in (frame := socket.receive()).get("details", {}).get("fields", []):
            self._check(frame)

    def _check(self, frame: dict[str, Any]) -> None:
        assert frame["type"] in ANSWERS, frame
        if frame["type"] == "error":
            self.codes[frame["code"]] += 1
            assert frame["code"] in DOCUMENTED - BUGS, frame
            assert not INTERNALS.search(json.dumps(frame)), frame


class OddCustomer(Sender):
    def __init__(self, odd: OddFrames, customer: Customer) -> None:
        super().__init__(odd)
        self._customer = customer

    def open(self) -> Socket:
        return Socket(self._customer.world, "/api/v1/chat/socket")

    def valid(self) -> list[dict[str, Any]]:
        return [
            {"type": "hello", "session_token": self._customer.token, "after_seq": 0},
            {"type": "message.send", "client_id": new_client_id(), "text": "您好"},
            {"type": "typing"},
            {"type": "read", "seq": 1},
            {"type": "ping"},
        ]


class OddAgent(Sender):
    def __init__(self, odd: OddFrames, agent: Agent, customer: Customer) -> None:
        super().__init__(odd)
        self._agent, self._about = agent, {"conversation_id": customer.conversation_id}

    def open(self) -> Socket:
        return self._agent.new_socket()

    def valid(self) -> list[dict[str, Any]]:
        written = {"client_id": new_client_id(), "text": "您好"} | self._about
        return [
            {"type": "hello"},
            {"type": "watch", "after_seq": 0} | self._about,
            {"type": "unwatch"} | self._about,
            {"type": "message.send"} | written,
            {"type": "note.send"} | written,
            {"type": "typing"} | self._about,
            {"type": "read", "seq": 1} | self._about,
            {"type": "ping"},
        ]


@pytest.mark.usefixtures("calm", "wang")
def test_a_customers_socket_is_not_shaken(unlimited: World):
    chen = Customer(unlimited)
    sender = OddCustomer(OddFrames(1), chen)
    sender.sends(FRAMES)
    _check_told(sender, FRAMES)
    _check_log(chen.log())


@pytest.mark.usefixtures("calm", "wang")
def test_a_staff_socket_is_not_shaken(unlimited: World):
    chen, amira = Customer(unlimited), Agent(unlimited, "amira", name="艾米娜").signs_in()
    chen.calls("POST", "/handoff", json={}).raise_for_status()
    amira.claims(chen).raise_for_status()
    sender = OddAgent(OddFrames(2), amira, chen)
    sender.sends(FRAMES)
    _check_told(sender, FRAMES)
    _check_log(chen.log())
    assert {event["actor"]["name"] for event in chen.log() if event["type"] == "message.created"} <= {"艾米娜"}


def _check_told(sender: Sender, frames: int) -> None:
    """What was sent was odd indeed, and every way to end a connection for it was seen."""
    print(f"{frames} frames: answered {dict(sender.codes)}, closed {dict(sender.closes)}")
    assert sender.codes["invalid_frame"] > frames / 2
    assert {4400, 4408, 4413, 1007} <= set(sender.closes)


def _check_log(log: list[dict[str, Any]]) -> None:
    assert [event["seq"] for event in log] == list(range(1, len(log) + 1))
