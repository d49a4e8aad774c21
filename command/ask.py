"""`zhike ask FILE`: each line goes through the running system as a new customer's first message."""

import asyncio
import json
import uuid
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.progress import track
from rich.table import Table

from command.outcomes import FAILED, Outcome, is_over, read_outcome
from command.problem import Problem
from command.running import find_running
from command.up import load_settings
from handoff.conversation import service as conversations
from handoff.database import Database

POLL_S = 0.03  # a turn takes about as long
GIVE_UP_S = 20.0  # the service itself gives the bot up after 4 s
CELL_CHARS = 60
FILE_WIDTH = 180  # columns, where there is no terminal to fit


async def ask(file: Path, *, as_json: bool, limit: int | None) -> None:
    """Prints a table and a summary by outcome, or one JSON object. What was asked stays in the database."""
    lines = read_lines(file, limit)
    settings = load_settings()
    running = find_running(settings.data_dir)
    if running is None:
        raise Problem("Zhike is not running: start it with ./zhike up, then ask from another terminal.")
    database = Database(settings.sqlalchemy_url)
    try:
        async with httpx.AsyncClient(base_url=f"{running.url}/api/v1/chat", trust_env=False, timeout=GIVE_UP_S) as http:
            shown = track(lines, "Asking", console=Console(stderr=True), disable=as_json or not Console().is_terminal)
            outcomes = [await _ask_one(http, database, line) for line in shown]
    except httpx.HTTPError as error:
        raise Problem(f"The service at {running.url} does not answer ({type(error).__name__}).") from error
    finally:
        database.close()
    (_print_json if as_json else _print_table)(outcomes)


def read_lines(file: Path, limit: int | None) -> list[str]:
    """Lines that say something; those that begin with # are comments."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"{file} cannot be read as UTF-8 text ({error}).") from error
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith("#")][:limit]


async def _ask_one(http: httpx.AsyncClient, database: Database, line: str) -> Outcome:
    started = (await _post(http, "/sessions", {"channel": "web", "locale": "zh-CN"})).json()
    conversation_id, token = started["conversation_id"], started["session_token"]
    message = {"client_id": str(uuid.uuid4()), "text": line}
    answer = await _post(http, f"/conversations/{conversation_id}/messages", message, token=token)
    if answer.is_error:
        return Outcome(line, f"refused: {answer.json()['error']['code']}")
    seq = answer.json()["seq"]
    deadline = asyncio.get_running_loop().time() + GIVE_UP_S
    while asyncio.get_running_loop().time() < deadline:
        events = await database.read(_events_after, conversation_id, seq)
        if is_over(events, seq):
            return read_outcome(line, events)
        await asyncio.sleep(POLL_S)
    return Outcome(line, FAILED)


async def _post(http: httpx.AsyncClient, path: str, body: dict[str, Any], *, token: str = "") -> httpx.Response:
    """Waits as long as the service asks for when it is asked too often; any other refusal is the caller's."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = await http.post(path, json=body, headers=headers)
    while answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        await asyncio.sleep(int(answer.headers["Retry-After"]))
        answer = await http.post(path, json=body, headers=headers)
    if answer.is_server_error or (answer.is_error and not token):
        answer.raise_for_status()
    return answer


def _events_after(session: Any, conversation_id: str, seq: int) -> list[dict[str, Any]]:
    """Read on this machine, as staff would: customers do not see how they were understood."""
    events = conversations.list_events(session, conversation_id, after_seq=seq, limit=300)
    return [{"type": event.type, "actor_kind": event.actor_kind, "data": event.data} for event in events]


def _print_json(outcomes: list[Outcome]) -> None:
    print(
        json.dumps(
            {"lines": [asdict(outcome) for outcome in outcomes], "summary": summary(outcomes)}, ensure_ascii=False
        )
    )


def _print_table(outcomes: list[Outcome]) -> None:
    console = Console() if Console().is_terminal else Console(width=FILE_WIDTH)
    table = Table("line", "understood as", "confidence", "outcome", "answer")
    for each in outcomes:
        confidence = "" if each.confidence is None else f"{each.confidence:.2f}"
        cells = (_cut(each.line), each.understood, confidence, each.outcome, _cut(each.answer))
        table.add_row(*(cell.replace("[", r"\[") for cell in cells))
    console.print(table)
    totals = Table("outcome", "lines", "share")
    for outcome, count in summary(outcomes).items():
        totals.add_row(outcome, str(count), f"{count / len(outcomes):.0%}")
    console.print(totals)


def summary(outcomes: list[Outcome]) -> dict[str, int]:
    """How many lines had which outcome, the most frequent first."""
    return dict(Counter(each.outcome for each in outcomes).most_common())


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= CELL_CHARS else text[: CELL_CHARS - 1] + "…"
