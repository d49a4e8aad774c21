"""Bad input over HTTP: a clear error with a stable code, never a 5xx, and nothing of it kept."""

import json

import httpx
import pytest

from handoff.conversation.schemas import NUMBER_MAX
from tests.actors import Agent, Customer, new_client_id
from tests.world import World


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"{",
        b"\xff\xfe",
        b"2\xc0\x80",
        b'{"client_id": "12345678", "text": ' + b"9" * 5000 + b"}",
        b'{"client_id": "12345678"}',
        b'{"client_id": "12345678", "text": null}',
        b'{"client_id": "12345678", "text": 5}',
        b'{"client_id": "12345678", "text": ["a"]}',
        b'{"client_id": "12345678", "text": "a", "actor": "agent"}',
        b'{"client_id": "12345678", "text": "a", "status": "closed"}',
        b'{"client_id": "short", "text": "a"}',
        b'{"client_id": "../../etc/passwd", "text": "a"}',
        json.dumps({"client_id": "x" * 65, "text": "a"}).encode(),
    ],
    ids=repr,
)
def test_a_body_that_is_no_message_is_refused(chen: Customer, body: bytes):
    before = chen.log()
    answer = chen.calls("POST", "/messages", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_request")
    assert chen.log() == before


def test_half_a_character_is_nothing(chen: Customer):
    body = b'{"client_id": "12345678", "text": "\\ud800"}'
    answer = chen.calls("POST", "/messages", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "message_empty")


def test_a_body_nested_beyond_reason_is_refused(chen: Customer):
    answer = chen.calls("POST", "/messages", content=b"[" * 5000, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_request")


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "message_empty"), ("　 \n", "message_empty"), ("\u200b\u200e", "message_empty"), ("长" * 100_000, None)],
)
def test_a_text_nobody_could_read_is_refused(chen: Customer, text: str, code: str | None):
    answer = chen.posts(text)
    assert answer.status_code in (413, 422)
    assert answer.json()["error"]["code"] == (code or answer.json()["error"]["code"])
    assert code or answer.json()["error"]["code"] in ("message_too_long", "body_too_large")


@pytest.mark.parametrize(
    "text",
    [
        "😀",
        "مرحبا",
        "<img src=x onerror=alert(1)>",
        "/restart",
        "／restart",
        '/intent{"entity":"x"}',
        "{{7*7}}",
        "%s%n",
        "a" * 2000,
    ],
)
def test_odd_text_gets_a_normal_answer(world: World, chen: Customer, text: str):
    assert chen.posts(text).status_code == 201
    assert chen.hears("您说的是")["data"]["text"] == f"您说的是：{text}"


@pytest.mark.parametrize(
    "query", ["after_seq=-1", "after_seq=x", "limit=0", "limit=301", "limit=1e9", "after_seq=2147483648"]
)
def test_a_page_that_cannot_be_is_refused(chen: Customer, query: str):
    answer = chen.calls("GET", f"/events?{query}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_request")


def test_a_page_after_the_largest_number_there_can_be_is_empty(chen: Customer, amira: Agent, zhou: Agent):
    """No database is asked for more than its columns hold."""
    assert chen.log(after_seq=NUMBER_MAX) == []
    assert amira.gets(f"/conversations/{chen.conversation_id}/events", after_seq=NUMBER_MAX)["events"] == []
    assert zhou.gets("/audit", before=NUMBER_MAX)["items"]
    chen.opens_chat(after_seq=NUMBER_MAX).says("你好")
    chen.socket.send(type="read", seq=NUMBER_MAX)
    chen.socket.send(type="ping")
    assert chen.socket.wait_for("pong")


@pytest.mark.parametrize(
    "body",
    [
        {"channel": "fax"},
        {"locale": "fr"},
        {"role": "admin"},
        {"customer_id": "u_1"},
        {"page_url": "x" * 2001},
        {"customer_token": 5},
        {"customer_token": "x" * 5000},
    ],
)
def test_a_session_with_odd_wishes_is_refused(world: World, body: dict):
    answer = httpx.post(f"{world.url}/api/v1/chat/sessions", json=body, trust_env=False)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_request")


@pytest.mark.parametrize("authorization", ["", "Bearer", "Basic eDp5", "Bearer ~", "Bearer " + "x" * 5000])
def test_a_token_that_is_none_is_no_session(world: World, chen: Customer, authorization: str):
    url = f"{world.url}/api/v1/chat/conversations/{chen.conversation_id}"
    answer = httpx.get(url, headers={"Authorization": authorization}, trust_env=False)
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "session_expired")


@pytest.mark.parametrize("score", [0, 6, -1, 4.5, "5", None, True])
def test_a_score_outside_one_to_five_is_refused(chen: Customer, score: object):
    answer = chen.calls("POST", "/rating", json={"score": score})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_request")


@pytest.mark.parametrize(
    "path", ["/", "/nowhere", "/api/v1/chat/conversations/%00", "/api/v1/chat/../../etc", "/webhooks/zhike/turn"]
)
def test_what_is_not_there_is_said_in_our_words(world: World, path: str):
    answer = httpx.get(world.url + path, trust_env=False, follow_redirects=False)
    assert answer.status_code in (307, 401, 404, 405)


def test_a_wrong_method_is_refused_in_our_words(world: World):
    answer = httpx.delete(f"{world.url}/api/v1/chat/sessions", trust_env=False)
    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "http_error")


def test_the_same_client_id_in_two_conversations_is_two_messages(world: World, chen: Customer):
    client_id = new_client_id()
    other = Customer(world)
    assert [chen.posts("一", client_id=client_id).status_code, other.posts("二", client_id=client_id).status_code] == [
        201,
        201,
    ]
