"""The action server's page: what it runs, and what of a failure is said and logged."""

import logging
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from rasa_sdk.executor import ActionExecutor

from actions.__main__ import create_app


@pytest.fixture
async def server() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(create_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://actions") as client:
        yield client


async def test_an_action_that_does_not_exist_is_not_found(server: httpx.AsyncClient):
    answer = await server.post("/webhook", json={"next_action": "action_nobody_wrote"})
    assert answer.status_code == 404


@pytest.mark.parametrize("body", ["", "[]", "null", "{", "5"])
async def test_what_is_no_call_is_refused(server: httpx.AsyncClient, body: str):
    answer = await server.post("/webhook", content=body)
    assert answer.status_code == 422


async def test_a_failure_is_logged_with_ids_and_places_and_never_with_what_was_said(
    server: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    async def broken(self: ActionExecutor, call: dict[str, Any]) -> None:
        raise ValueError("我叫王芳，13912345678")

    monkeypatch.setattr(ActionExecutor, "run", broken)
    call = {"next_action": "action_open_status", "sender_id": "c_1", "tracker": {}}
    with caplog.at_level(logging.ERROR):
        answer = await server.post("/webhook", json=call)
    assert (answer.status_code, answer.json()["error"]) == (500, "action_failed")
    assert "ValueError" in caplog.text and "c_1" in caplog.text and "test_server.py" in caplog.text
    assert "王芳" not in caplog.text + answer.text


def _offer(**more: Any) -> dict[str, Any]:
    """A call of the one action that reads the domain, of a customer who was not understood."""
    ranking = [{"intent_response_key": "faq/annual_fee", "confidence": 0.6}]
    said = {"text": "年费那个", "intent": {"name": "nlu_fallback"}, "response_selector": {"faq": {"ranking": ranking}}}
    events = [{"event": "user", "text": said["text"], "parse_data": said}]
    tracker = {"sender_id": "c_1", "slots": {}, "latest_message": said, "events": events, "active_loop": {}}
    return {"next_action": "action_offer_topics", "sender_id": "c_1", "tracker": tracker, **more}


def _domain(title: str) -> dict[str, Any]:
    return {"responses": {"utter_faq/annual_fee": [{"text": "…", "metadata": {"title": title, "question": "多少"}}]}}


def _titles(answer: httpx.Response) -> list[str]:
    return [button["title"] for response in answer.json()["responses"] for button in response["buttons"]]


async def test_a_domain_is_sent_once_and_then_only_named(server: httpx.AsyncClient):
    asked = await server.post("/webhook", json=_offer(domain_digest="new"))
    assert asked.status_code == 449
    first = await server.post("/webhook", json=_offer(domain_digest="new", domain=_domain("年费")))
    again = await server.post("/webhook", json=_offer(domain_digest="new"))
    assert _titles(first) == _titles(again) == ["年费", "都不是"]


async def test_each_model_reads_its_own_domain(server: httpx.AsyncClient):
    for number in range(3):
        await server.post("/webhook", json=_offer(domain_digest=f"d{number}", domain=_domain(f"标题{number}")))
    assert (await server.post("/webhook", json=_offer(domain_digest="d0"))).status_code == 449, "the oldest is let go"
    assert _titles(await server.post("/webhook", json=_offer(domain_digest="d1"))) == ["标题1", "都不是"]
    assert _titles(await server.post("/webhook", json=_offer(domain_digest="d2"))) == ["标题2", "都不是"]
