"""The customer's socket: hello first, errors that help, and a refusal for whatever is not a frame."""

import json

import pytest

from tests.actors import Customer, Socket
from tests.world import World

PATH = "/api/v1/chat/socket"


def test_an_unknown_token_is_closed_with_4401_and_its_text_is_not_repeated(world: World):
    socket = Socket(world, PATH)
    socket.send(type="hello", session_token="secret-of-somebody", after_seq=0)
    assert socket.close_code() == 4401
    assert [frame["code"] for frame in socket.frames] == ["session_expired"]
    assert "secret-of-somebody" not in json.dumps(socket.frames)


def test_anything_before_hello_is_refused(world: World):
    socket = Socket(world, PATH)
    socket.send(type="message.send", client_id="12345678", text="你好")
    assert socket.close_code() == 4408


@pytest.mark.parametrize(
    "data",
    [
        "",
        "nonsense",
        "[]",
        "null",
        "[" * 5000,
        '{"type": "message.send"}',
        '{"type": "unknown"}',
        '{"type": "read", "seq": -1}',
        '{"type": "read", "seq": "1"}',
        '{"type": "message.send", "client_id": "12345678", "text": "hi", "actor": "agent"}',
        '{"type": "message.send", "client_id": 5, "text": "hi"}',
        '{"type": "message.send", "client_id": "1", "text": "hi"}',
        b"\x00\x01",
        '{"type":"read","seq":1e400}',
    ],
    ids=repr,
)
def test_rubbish_is_answered_and_the_socket_lives_on(chen: Customer, data: str | bytes):
    chen.socket.send_raw(data)
    assert chen.socket.wait_for("error")["code"] == "invalid_frame"
    chen.says("还在吗")
    chen.hears("还在吗")


def test_rubbish_without_end_is_cut_off(chen: Customer):
    for _ in range(21):
        chen.socket.send_raw("x")
    assert chen.socket.close_code() == 4400


def test_a_socket_keeps_no_memory_for_compression(chen: Customer):
    """Browsers and our client offer it."""
    assert chen.socket.extensions() == []


def test_a_flood_of_frames_is_cut_off(chen: Customer):
    for _ in range(201):
        chen.socket.send(type="ping")
    assert chen.socket.close_code() == 4429


def test_a_frame_too_large_is_cut_off(chen: Customer):
    chen.socket.send_raw("x" * (64 * 1024 + 1))
    assert chen.socket.close_code() in (4413, 1009)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "message_empty"),
        (" \n\t ", "message_empty"),
        ("\u200b\u200d\ufeff", "message_empty"),
        ("\x00\x07", "message_empty"),
        ("长" * 2001, "message_too_long"),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused_with_its_client_id(chen: Customer, text: str, code: str):
    chen.socket.send(type="message.send", client_id="client-0001", text=text)
    error = chen.socket.wait_for("error")
    assert (error["code"], error["client_id"]) == (code, "client-0001")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("😀👨‍👩‍👧", "😀👨‍👩‍👧"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("/restart", "/restart"),
        ("a\x00b\x1fc", "abc"),
        ("\u202e倒着\u202c", "倒着"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("'; DROP TABLE event; --", "'; DROP TABLE event; --"),
    ],
)
def test_odd_text_is_kept_as_text(chen: Customer, text: str, kept: str):
    chen.says(text)
    assert chen.hears("您说的是")["data"]["text"] == f"您说的是：{kept}"


def test_ping_is_answered(chen: Customer):
    chen.socket.send(type="ping")
    assert chen.socket.wait_for("pong")


def test_what_happened_before_the_chat_was_opened_comes_first(world: World):
    customer = Customer(world)
    customer.posts("先用接口")
    customer.opens_chat()
    customer.hears("您说的是：先用接口")
    assert [event["seq"] for event in customer.socket.events()] == list(range(1, len(customer.socket.events()) + 1))


def test_a_bot_that_takes_its_time_is_shown_typing(world: World, chen: Customer):
    chen.says("你好")
    chen.hears("您说的是：你好")
    world.bot.hold.clear()
    chen.says("年费多少")
    assert chen.socket.wait_for("typing")["actor"]["kind"] == "bot"
    world.bot.hold.set()
    chen.hears("您说的是：年费多少")
