"""Below and before frames: bytes that are no WebSocket, bombs, floods, lines that never say who they are."""

import contextlib
import socket
import time
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from handoff.realtime.connection import FRAME_MAX_BYTES, WS_MAX_BYTES
from rehearsal.people import WAIT_S
from tests.actors import Agent, Customer, Socket, new_client_id
from tests.world import World

PATH = "/api/v1/chat/socket"
RESET = (1009, None)  # what a peer goes on sending after the end resets the line, and may take the reason with it
pytestmark = pytest.mark.usefixtures("calm", "wang")


@pytest.fixture
def chen(unlimited: World) -> Customer:
    return Customer(unlimited).opens_chat()


@pytest.mark.parametrize(
    "data",
    [
        b"\x81\x05hello",  # not masked
        b"\xf1\x80\x00\x00\x00\x00",  # reserved bits
        b"\x83\x80\x00\x00\x00\x00",  # an opcode nobody has defined
        b"\x80\x80\x00\x00\x00\x00",  # the rest of nothing
        b"\x09\x80\x00\x00\x00\x00",  # half a ping
        b"\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00",  # 2**64 bytes to come
        b"\x88\x81\x00\x00\x00\x00\x01",  # closed with half a reason
        b"GET / HTTP/1.1\r\n\r\n",
    ],
    ids=repr,
)
def test_bytes_that_are_no_websocket_end_their_own_line(chen: Customer, data: bytes):
    chen.socket.send_bytes(data)
    assert chen.socket.close_code() in (1002, 1009)
    assert Customer(chen.world).opens_chat().says("您好")["seq"] == 2


def test_what_is_larger_than_any_frame_ends_the_line_before_it_is_read(chen: Customer):
    with contextlib.suppress(ConnectionClosed):
        chen.socket.send_raw("0" * (20 * WS_MAX_BYTES))
    assert chen.socket.close_code() in RESET
    assert chen.opens_chat().says("您好")["seq"] == 2


def test_a_frame_is_measured_in_bytes(chen: Customer):
    chen.socket.send_raw("长" * (FRAME_MAX_BYTES // 3 + 1))
    assert chen.socket.close_code() == 4413


def test_a_frame_in_many_pieces_is_one_frame(chen: Customer):
    chen.socket.send_pieces(iter('{"type":"ping"}'))
    assert chen.socket.wait_for("pong")


def test_pieces_without_end_end_the_line(chen: Customer):
    with contextlib.suppress(ConnectionClosed):
        chen.socket.send_pieces("0" * 100_000 for _ in range(WS_MAX_BYTES // 100_000 * 3))
    assert chen.socket.close_code() in RESET
    assert chen.opens_chat().says("您好")["seq"] == 2


def test_rubbish_before_hello_wins_no_time(unlimited: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("handoff.customer.socket.HELLO_TIMEOUT_S", 0.5)
    line, began = Socket(unlimited, PATH), time.monotonic()
    with pytest.raises(ConnectionClosed) as closed:
        while time.monotonic() - began < WAIT_S:
            line.send_raw("x")
            line.receive()
            time.sleep(0.2)
    assert closed.value.rcvd.code == 4408


@pytest.mark.parametrize("frame", [{"type": "ping"}, {"type": "message.send", "client_id": "11111111", "text": "刷"}])
def test_a_flood_ends_the_line_and_what_was_acknowledged_stays(
    chen: Customer, frame: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("handoff.realtime.connection.WINDOW_S", WAIT_S)  # however slowly this machine reads them
    with pytest.raises(ConnectionClosed):
        for _ in range(chen.world.settings.frames_per_10_s + 50):
            chen.socket.send(**frame)
        while True:
            chen.socket.receive()
    assert chen.socket.close_code() == 4429
    chen.opens_chat()
    acked = [one for one in chen.log() if one["type"] == "message.created" and one["actor"]["kind"] == "customer"]
    assert len(acked) == (frame["type"] == "message.send")


def test_many_lines_that_never_speak_keep_nobody_out(unlimited: World):
    silent = [Socket(unlimited, PATH) for _ in range(100)]
    half = [socket.create_connection(("127.0.0.1", unlimited.port)) for _ in range(100)]
    for line in half:
        line.sendall(b"GET /api/v1/chat/socket HTTP/1.1\r\nHost: x\r\n")
    assert Customer(unlimited).opens_chat().says("您好")
    for line in [*silent, *half]:
        line.close()


def test_what_is_sent_after_signing_out_is_not_done(unlimited: World, chen: Customer):
    amira = Agent(unlimited, "amira", name="艾米娜").signs_in().opens_desk()
    chen.calls("POST", "/handoff", json={}).raise_for_status()
    amira.claims(chen).raise_for_status()
    amira.calls("POST", "/auth/sign-out").raise_for_status()
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            written = {"client_id": new_client_id(), "text": "我还在"}
            amira.socket.send(type="note.send", conversation_id=chen.conversation_id, **written)
            assert amira.socket.receive()["type"] != "ack"
    assert closed.value.rcvd.code == 4401
    assert "note.created" not in {event["type"] for event in chen.log()}
    assert [event["type"] for event in chen.log()][-1] == "internal"  # the summary for whoever comes next
