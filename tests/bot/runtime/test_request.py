"""The body of a turn: everything unexpected is refused by name."""

import json
from typing import Any

import pytest

from bot.channel.errors import InvalidRequest
from bot.channel.request import MAX_TEXT, parse

GOOD: dict[str, Any] = {
    "conversation_id": "c_1",
    "turn_id": "c_1:17",
    "kind": "message",
    "text": "你好",
    "metadata": {
        "locale": "zh-CN",
        "now": "2026-11-22T10:30:00+08:00",
        "customer": {"is_known": True, "name": "陈", "phone": None, "tags": ["vip"]},
    },
}


def changed(**fields: Any) -> bytes:
    return json.dumps({name: value for name, value in (GOOD | fields).items() if value is not ...}).encode()


def test_the_documented_body_is_taken() -> None:
    request = parse(changed())
    assert (request.conversation_id, request.turn_id, request.text) == ("c_1", "c_1:17", "你好")


def test_a_resumed_conversation_has_no_text() -> None:
    assert parse(changed(kind="resume", text=...)).text == ""


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"text": 7}, "text"),
        ({"text": None}, "text"),
        ({"text": ""}, "text"),
        ({"text": "长" * (MAX_TEXT + 1)}, "text"),
        ({"text": "你好", "kind": "resume"}, "text"),
        ({"kind": "command"}, "kind"),
        ({"kind": ["message"]}, "kind"),
        ({"conversation_id": "default"}, "conversation_id"),
        ({"conversation_id": ""}, "conversation_id"),
        ({"conversation_id": ...}, "conversation_id"),
        ({"conversation_id": "c 1"}, "conversation_id"),
        ({"turn_id": 17}, "turn_id"),
        ({"turn_id": "x" * 161}, "turn_id"),
        ({"sender": "c_2"}, "body"),
        ({"metadata": []}, "metadata"),
        ({"metadata": {"intent": "x"}}, "metadata"),
        ({"metadata": {"now": "gestern"}}, "metadata.now"),
        ({"metadata": {"now": 5}}, "metadata.now"),
        ({"metadata": {"now": "2026-11-22T10:30:00"}}, "metadata.now"),
        ({"metadata": {"customer": {"is_known": "yes"}}}, "metadata.customer.is_known"),
        ({"metadata": {"customer": {"role": "admin"}}}, "metadata.customer"),
        ({"metadata": {"tickets": {}}}, "metadata.tickets"),
        ({"metadata": {"tickets": [{"number": "TS1", "subject": "收费"}]}}, "metadata.tickets.is_open"),
    ],
)
def test_anything_else_is_refused_with_its_path(fields: dict[str, Any], path: str) -> None:
    with pytest.raises(InvalidRequest, match=f"^{path}: "):
        parse(changed(**fields))


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff\xfe", b"[" * 100_000, b'"text"'])
def test_what_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidRequest):
        parse(body)
