"""Turns through Rasa's REST channel, by several customers at once."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

import httpx

from benchmarks._nlu.scores import percentile_ms
from command.problem import Problem

WARM_UP = ("暖机用的一句话", "在被测句子之外的另一句话", "还有一句")
TIMEOUT_S = 60.0
TURNS = 5
"""Of a conversation. Rasa replays what came before at each turn: in one without end that is all one would measure."""


async def turns(url: str, sentences: Sequence[str], clients: int) -> dict[str, Any]:
    """Every sentence once, by whichever client is free; each client has one conversation of `TURNS` after the other."""
    waiting = iter(sentences)
    seconds: list[float] = []
    async with httpx.AsyncClient(base_url=url, timeout=TIMEOUT_S, trust_env=False) as http:
        for number, sentence in enumerate(WARM_UP):
            await _turn(http, f"warm-{clients}-{number}", sentence)
        started = time.perf_counter()
        await asyncio.gather(*(_client(http, f"client-{clients}-{n}", waiting, seconds) for n in range(clients)))
        lasted = time.perf_counter() - started
    return {
        "clients": clients,
        "turns": len(seconds),
        "turns_per_second": len(seconds) / lasted,
        "p50_ms": percentile_ms(seconds, 0.5),
        "p95_ms": percentile_ms(seconds, 0.95),
    }


async def _client(http: httpx.AsyncClient, sender: str, waiting: Any, seconds: list[float]) -> None:
    for number, sentence in enumerate(waiting):
        started = time.perf_counter()
        await _turn(http, f"{sender}-{number // TURNS}", sentence)
        seconds.append(time.perf_counter() - started)


async def _turn(http: httpx.AsyncClient, sender: str, sentence: str) -> None:
    """The REST channel answers 200 and an empty list when something failed."""
    answer = await http.post("/webhooks/rest/webhook", json={"sender": sender, "message": sentence})
    if answer.status_code != httpx.codes.OK or not answer.json():
        raise Problem(f"Rasa did not answer {sentence[:40]!r} (status {answer.status_code}).")
