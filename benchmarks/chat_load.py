"""Customers and agents through the public API and sockets of the real service, with a stub where Rasa stands.

    throughput  every customer sends the next message as soon as the last one is acknowledged; agents read them live
    delivery    --rate messages a second between customers and agents, at fixed times
    soak        as delivery, with a visitor a second besides: whether memory and descriptors stay flat
    sockets     --sockets idle lines: memory of each
    storm       --returning lines, cut at once and back at once
    lists       the desk's lists and searches over --messages messages of --conversations conversations

On SQLite, or on a PostgreSQL server (`--database postgresql+psycopg://user@host:5432`, a database is made there and
dropped) with `--redis` and several `--workers`. Rate limits are lifted. Whoever lost, doubled or misordered a message,
or did not reach a reader, makes it fail. `./zhike bench chat_load throughput delivery --json FILE`
"""

import argparse
import asyncio
import json
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks._chat import lists, runs
from benchmarks._chat.runs import Plan, Row
from benchmarks._chat.service import Service, Where, running
from benchmarks._chat.soak import soak
from benchmarks._entry import run
from benchmarks._machine import commit, describe

RUNS = ("throughput", "delivery", "soak", "sockets", "storm", "lists")
GIVE_UP_S = 900.0  # for one run, beside the seconds that were asked for
CLEAN = {"flat": True, "lost": 0, "doubled": 0, "misordered": 0, "refused_5xx": 0, "reach": 1.0, "errors": {}}


async def main(options: argparse.Namespace) -> bool:
    """True when nothing was lost, doubled, out of order or refused."""
    _end_on_failure_or_signal()
    where = Where(options.database, options.redis, options.workers)
    report: dict[str, Any] = {
        "machine": describe(), "commit": commit(), "command": " ".join(["./zhike bench chat_load", *sys.argv[1:]]),
        "on": where.name, "rows": {},
    }  # fmt: skip
    print(f"{report['machine']}, {report['commit']}, {where.name}", flush=True)
    for name in options.run or RUNS:
        with tempfile.TemporaryDirectory() as folder:
            async with running(where, Path(folder)) as service, asyncio.timeout(GIVE_UP_S + options.seconds):
                row = report["rows"][name] = await measure(name, service, options)
        print(name, *(f"  {key} {_shown(value)}" for key, value in row.items()), sep="\n", flush=True)
    if options.json:
        options.json.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return all(row[key] == clean for row in report["rows"].values() for key, clean in CLEAN.items() if key in row)


def _end_on_failure_or_signal() -> None:
    """What fails in a callback of a line would leave somebody waiting for ever, and who is killed leaves a database."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None

    def end(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        loop.default_exception_handler(context)
        task.cancel()

    loop.set_exception_handler(end)
    loop.add_signal_handler(signal.SIGTERM, task.cancel)


async def measure(name: str, service: Service, options: argparse.Namespace) -> Row:
    plan = Plan(options.customers, options.agents, options.seconds, options.rate)
    match name:
        case "throughput":
            return await runs.throughput(service, plan)
        case "delivery":
            return await runs.delivery(service, plan)
        case "soak":
            return await soak(service, plan)
        case "sockets":
            return await runs.sockets(service, Plan(customers=options.sockets))
        case "storm":
            return await runs.storm(service, Plan(customers=options.returning))
    return await lists.measure(service, conversations=options.conversations, messages=options.messages)


def _shown(value: Any) -> str:
    return "  ".join(f"{key} {each}" for key, each in value.items()) or "none" if isinstance(value, dict) else value


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("run", nargs="*", choices=[*RUNS, []], metavar="RUN", help="which runs; all when none is named")
    made.add_argument("--customers", type=int, default=100)
    made.add_argument("--agents", type=int, default=4, help="each holds and watches at most 30 conversations")
    made.add_argument("--seconds", type=float, default=15)
    made.add_argument("--rate", type=float, default=300, help="messages a second, all senders together (delivery)")
    made.add_argument("--sockets", type=int, default=3000)
    made.add_argument("--returning", type=int, default=1000)
    made.add_argument("--conversations", type=int, default=100_000)
    made.add_argument("--messages", type=int, default=1_000_000)
    made.add_argument("--database", default="", help="a PostgreSQL server, without a database's name; else SQLite")
    made.add_argument("--redis", default="")
    made.add_argument("--workers", type=int, default=1)
    made.add_argument("--json", type=Path, help="a file to write everything to")
    return made


if __name__ == "__main__":
    run(main(parser().parse_args()))
