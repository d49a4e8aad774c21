"""Seconds a bot turn takes through the channel: one customer alone, then eight at once.

Starts the bot and the actions with the present model on ports and data of their own. `./zhike bench bot_turn`
"""

import argparse
import asyncio
import statistics
import tempfile
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

from benchmarks._machine import describe
from command import model, ports
from command.problem import Problem
from command.supervisor import Supervisor
from command.system import System
from handoff.bot.client import BotClient, TurnRequest
from handoff.secrets import with_secrets
from handoff.settings import Settings

CUSTOMERS = 8
TIMEOUT_S = 30.0
# A short conversation: a greeting, questions, a misunderstanding, a complaint begun and dropped.
DIALOGUE = (
    "你好", "信用卡年费是多少", "怎么才能免掉", "跨行转账要手续费吗", "阿巴阿巴", "我要投诉",
    "昨天下午在朝阳支行被多扣了500元年费，要求退回", "算了，不投诉了", "网点几点开门", "谢谢",
)  # fmt: skip


async def converse(bot: BotClient, seconds: list[float], *, until: float) -> None:
    """One customer after another, each saying the whole dialogue, until the time is over."""
    while time.monotonic() < until:
        conversation = f"bench-{uuid.uuid4().hex}"
        for number, text in enumerate(DIALOGUE, start=1):
            request = TurnRequest(
                conversation_id=conversation,
                turn_id=f"{conversation}:{number}",
                kind="message",
                text=text,
                metadata={"locale": "zh-CN", "now": datetime.now(UTC).isoformat(), "customer": {"is_known": False}},
            )
            started = time.perf_counter()
            await bot.turn(request)
            seconds.append(time.perf_counter() - started)


async def measure(bot: BotClient, customers: int, lasting_s: float) -> str:
    """`turns, turns a second, p50, p95, slowest` of that many customers side by side."""
    seconds: list[float] = []
    started = time.monotonic()
    await asyncio.gather(*(converse(bot, seconds, until=started + lasting_s) for _ in range(customers)))
    rate = len(seconds) / (time.monotonic() - started)
    cuts = statistics.quantiles(seconds, n=100)
    return (
        f"{customers} at once: {len(seconds)} turns, {rate:.0f} a second, p50 {cuts[49] * 1000:.0f} ms, "
        f"p95 {cuts[94] * 1000:.0f} ms, slowest {max(seconds) * 1000:.0f} ms"
    )


async def main(lasting_s: float) -> None:
    trained = model.current()
    if not trained.exists():
        raise Problem("There is no model of the present content: ./zhike train.")
    print(describe())
    with tempfile.TemporaryDirectory() as folder:
        settings = with_secrets(Settings(_env_file=None, data_dir=Path(folder)))
        inner = [ports.free_port(0), ports.free_port(0)]
        system = System(settings, trained, port=0, bot_port=inner[0], actions_port=inner[1])
        async with Supervisor(print) as supervisor:
            children = [supervisor.start(spec) for spec in system.specs() if spec.name != "handoff"]
            for child in children:
                await child.wait_until_ready()
            key = settings.bot_key.get_secret_value()
            async with BotClient(f"http://127.0.0.1:{inner[0]}", key, timeout_s=TIMEOUT_S) as bot:
                await measure(bot, 1, 2)  # first turns fill caches
                for customers in (1, CUSTOMERS):
                    print(await measure(bot, customers, lasting_s))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20, help="how long each of the two measurements lasts")
    try:
        asyncio.run(main(parser.parse_args().seconds))
    except Problem as problem:
        parser.exit(1, f"{problem}\n")
