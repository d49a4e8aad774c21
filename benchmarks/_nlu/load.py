"""Turns through an HTTP channel, by several customers at once."""

import asyncio
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import psutil

from benchmarks._nlu.rasa import Server, has_answered
from benchmarks._nlu.scores import percentile_ms
from command.problem import Problem

WARM_UP = ("暖机用的一句话", "在被测句子之外的另一句话", "还有一句")
TIMEOUT_S = 60.0
TURNS = 5
"""Of a conversation. Rasa replays what came before at each turn: in one without end that is all one would measure."""


@dataclass
class Turns:
    """What one server did with one number of clients: seconds of each turn, and turns a second of each round."""

    clients: int
    seconds: list[float] = field(default_factory=list)
    rounds: list[float] = field(default_factory=list)
    processor_s: float = 0.0
    """Of the server's process: what a turn costs whatever else the machine does."""

    def figures(self) -> dict[str, Any]:
        return {
            "clients": self.clients,
            "turns": len(self.seconds),
            "turns_per_second": statistics.median(self.rounds),
            "rounds": [round(each, 1) for each in self.rounds],
            "p50_ms": percentile_ms(self.seconds, 0.5),
            "p95_ms": percentile_ms(self.seconds, 0.95),
            "processor_ms": 1000 * self.processor_s / len(self.seconds),
        }


async def measure(turns: Turns, server: Server, sentences: Sequence[str]) -> None:
    """One round: every sentence once, by whichever client is free, in one conversation of `TURNS` after the other."""
    waiting = iter(sentences)
    name = f"{turns.clients}-{len(turns.rounds)}"
    async with httpx.AsyncClient(base_url=server.url, timeout=TIMEOUT_S, trust_env=False) as http:
        for number, sentence in enumerate(WARM_UP):
            await _turn(http, server, f"warm-{name}", number, sentence)
        before_s, started, known = _processor_s(server.process), time.perf_counter(), len(turns.seconds)
        clients = (_client(http, server, f"{name}-{n}", waiting, turns.seconds) for n in range(turns.clients))
        await asyncio.gather(*clients)
        turns.rounds.append((len(turns.seconds) - known) / (time.perf_counter() - started))
        turns.processor_s += _processor_s(server.process) - before_s


def _processor_s(process: psutil.Process) -> float:
    used = process.cpu_times()
    return float(used.user + used.system)


async def _client(http: httpx.AsyncClient, server: Server, name: str, waiting: Any, seconds: list[float]) -> None:
    for number, sentence in enumerate(waiting):
        started = time.perf_counter()
        await _turn(http, server, f"{name}-{number // TURNS}", number, sentence)
        seconds.append(time.perf_counter() - started)


async def _turn(http: httpx.AsyncClient, server: Server, conversation: str, number: int, sentence: str) -> None:
    body = server.bot.body(conversation, number, sentence)
    answer = await http.post(server.bot.path, json=body, headers=server.bot.headers)
    if not has_answered(server.bot, answer):
        raise Problem(f"Rasa did not answer {sentence[:40]!r} (status {answer.status_code}).")
