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
