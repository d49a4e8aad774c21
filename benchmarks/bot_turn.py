"""Turns a second and how long one takes, by kind: a ready sentence, a topic's answer, an answer to the complaint form.

With 1 and 8 customers, on 1 and 2 bot processes (a conversation keeps to one). `--baseline` measures Rasa's default
taught our data as well (`benchmarks/_rasa_default.py` says what it is) and prints the ratios: both run at once, and
each of their measurements is a few seconds after the other's. Warm are the processes, their connections and what any
bot needs once; every sentence is new. Processor time, of the bot and of the actions, says what a turn takes whatever
else the machine does. `./zhike bench bot_turn --baseline --json FILE`
"""

import argparse
import asyncio
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks import _rasa_default
from benchmarks._machine import describe
from benchmarks._talk import KINDS, Bot, Turns, rasa, rasa_answers, talk, zhike
from command import model, ports
from command.paths import ROOT
from command.problem import Problem
from command.supervisor import Spec, Supervisor
from command.system import BOT_READY_WITHIN_S, MODELS_THREADS, System
from handoff.secrets import with_secrets
from handoff.settings import Settings

PROCESSES = (1, 2)
CUSTOMERS = (1, 8)
WARM_S = 3.0
OURS, DEFAULT = "zhike", "rasa default"

Row = dict[str, Any]


@dataclass(frozen=True)
class Fleet:
    """`processes`: what works on its turns, the actions too."""

    bots: list[Bot]
    processes: list[psutil.Process]

    def worked_s(self) -> float:
        return sum(sum(process.cpu_times()[:2]) for process in self.processes)


async def measure(name: str, fleet: Fleet, kind: str, processes: int, customers: int, lasting_s: float) -> Row:
    """One row of the table; `as_meant` is the share of turns that did what the kind is for."""
    turns = Turns()
    bots = fleet.bots[:processes]
    started, worked_s = time.monotonic(), fleet.worked_s()
    await asyncio.gather(*(talk(bots, kind, turns, until=started + lasting_s) for _ in range(customers)))
    took_s, worked_s = time.monotonic() - started, fleet.worked_s() - worked_s
    cuts = statistics.quantiles(turns.seconds, n=100)
    return {
        "bot": name,
        "kind": kind,
        "customers": customers,
        "processes": len(bots),
        "turns": len(turns.seconds),
        "per_second": round(len(turns.seconds) / took_s, 1),
        "p50_ms": round(cuts[49] * 1000, 2),
        "p95_ms": round(cuts[94] * 1000, 2),
        "processor_ms": round(worked_s * 1000 / turns.said, 2),
        "as_meant": round(turns.meant / len(turns.seconds), 3),
    }


def compare(rows: list[Row]) -> Iterator[Row]:
    """Of each pair of rows, how many times the turns a second and the typical speed ours has."""

    def same(row: Row) -> tuple[Any, ...]:
        return row["kind"], row["customers"], row["processes"]

    theirs = {same(row): row for row in rows if row["bot"] == DEFAULT}
    for row in rows:
        if row["bot"] == OURS and (other := theirs.get(same(row))):
            yield {
                "kind": row["kind"],
                "customers": row["customers"],
                "processes": row["processes"],
                "per_second": round(row["per_second"] / other["per_second"], 1),
                "p50": round(other["p50_ms"] / row["p50_ms"], 1),
                "processor": round(other["processor_ms"] / row["processor_ms"], 1),
            }


async def main(options: argparse.Namespace) -> None:
    trained = model.current()
    if not trained.exists():
        raise Problem("There is no model of the present content: ./zhike train.")
    baseline = _rasa_default.trained() if options.baseline else None
    machine = describe()
    print(machine)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        supervisor = await stack.enter_async_context(Supervisor(lambda text: print(text, file=sys.stderr)))
        fleets = await start(supervisor, Path(folder), trained, baseline)
        rows = [row async for row in measured(fleets, options.seconds)]
    ratios = list(compare(rows))
    for ratio in ratios:
        print(
            "{kind:5} {customers} customers {processes} processes: {per_second} × the turns, {p50} × as fast, "
            "1/{processor} of the processor time".format(**ratio)
        )
    if options.json:
        report = {
            "machine": machine, "commit": commit(), "command": " ".join(["./zhike bench bot_turn", *sys.argv[1:]]),
            "seconds": options.seconds, "rows": rows, "ratios": ratios,
        }  # fmt: skip
        options.json.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


async def measured(fleets: dict[str, Fleet], lasting_s: float) -> Any:
    """Rows as they come, each printed. The bots of one combination follow each other at once."""
    for name, fleet in fleets.items():
        for kind in KINDS:
            await measure(name, fleet, kind, max(PROCESSES), 2 * max(PROCESSES), WARM_S)
    print(f"{'bot':12} {'kind':5} customers processes   turns  a second  p50 ms  p95 ms  processor ms  as meant")
    for kind, processes, customers in itertools.product(KINDS, PROCESSES, CUSTOMERS):
        for name, fleet in fleets.items():
            row = await measure(name, fleet, kind, processes, customers, lasting_s)
            print(
                "{bot:12} {kind:5} {customers:9} {processes:9} {turns:7} {per_second:9} {p50_ms:7} {p95_ms:7} "
                "{processor_ms:13} {as_meant:9.0%}".format(**row),
                flush=True,
            )
            yield row


async def start(supervisor: Supervisor, folder: Path, trained: Path, baseline: Path | None) -> dict[str, Fleet]:
    """Our bot, and the baseline if there is one, ready on ports of their own; both ask the same action server."""
    settings = with_secrets(Settings(_env_file=None, data_dir=folder))
    actions_port, *bot_ports = ports.free_ports(*[0] * (1 + 2 * max(PROCESSES)))
    ours, theirs = bot_ports[: max(PROCESSES)], bot_ports[max(PROCESSES) :]
    system = System(
        settings, trained, port=0, bot_port=ours[0], actions_port=actions_port, more_bot_ports=tuple(ours[1:])
    )
    specs = [spec for spec in system.specs() if spec.name != "handoff"]
    if baseline:
        specs += [default(baseline, folder, port, actions_port) for port in theirs]
    children = [supervisor.start(spec) for spec in specs]
    for child in children:
        await child.wait_until_ready()
    actions, *bots = [psutil.Process(child.pid) for child in children]
    key = settings.bot_key.get_secret_value()
    fleets = {OURS: Fleet([zhike(port, key) for port in ours], [actions, *bots[: len(ours)]])}
    if baseline:
        fleets[DEFAULT] = Fleet([rasa(port) for port in theirs], [actions, *bots[len(ours) :]])
    return fleets


def default(baseline: Path, folder: Path, port: int, actions_port: int) -> Spec:
    """A process of Rasa's default."""

    environment = {
        **model.rasa_environment(),
        "ZHIKE_ACTIONS_URL": f"http://127.0.0.1:{actions_port}/webhook",
        "OMP_NUM_THREADS": MODELS_THREADS,
    }
    log = folder / "logs" / f"default-{port}.log"
    argv = _rasa_default.argv(baseline, port)
    return Spec(f"default-{port}", argv, lambda: rasa_answers(port), log, environment, BOT_READY_WITHIN_S)


def commit() -> str:
    """Short, with + when the tree is changed."""
    head = subprocess.run(["git", "describe", "--always", "--dirty=+"], cwd=ROOT, capture_output=True, check=False)
    return head.stdout.decode().strip()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10, help="how long each measurement lasts")
    parser.add_argument("--baseline", action="store_true", help="measure Rasa's default beside it, and the ratios")
    parser.add_argument("--json", type=Path, help="a file to write everything to")
    try:
        asyncio.run(main(parser.parse_args()))
    except Problem as problem:
        parser.exit(1, f"{problem}\n")
