"""Our whole path beside a bare `rasa run`: the same scripted customers, the same model, the same actions, in one run.

    zhike, everything stored   customer socket, service on SQLite, our channel, bot with its dialogues on disk, actions
    rasa run, socket.io        Rasa's own channel, trackers in memory alone, actions
    rasa run, REST             the same process asked in Rasa's cheapest way, for comparison

Rasa's socket.io channel is spoken to by long polling: its WebSocket cannot be opened on Python 3.11 (benchmarks/_chat/
polling.py says why), so each turn costs it a POST and one or two GETs. Both sides are up during the whole run, and in
each round they are measured one after the other, in turning order. Processor time is that of the side's processes; the
customers' own is left out. A turn is over for both at the first thing the bot says to the sentence. The ratio is the
median of the rounds'; a round in which a peer left a sentence unanswered tells nothing of its speed and has none. An
error of ours, or something of ours that is lost, makes the run fail.
`./zhike bench rasa_peer --json FILE`; with `--rate 20 --customers 20` how long answers take at twenty turns a second.
"""

import argparse
import asyncio
import json
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from benchmarks._chat import peer, service
from benchmarks._chat.history import percentiles
from benchmarks._chat.scripted import Door, OurDoor, Pace, RestDoor, SocketDoor, Turns, visits
from benchmarks._chat.service import Usage, Where, client
from benchmarks._entry import run
from benchmarks._machine import commit, describe
from command import model
from command.problem import Problem
from command.supervisor import Child, Supervisor

WARM_S, WARM_CUSTOMERS = 3.0, 4
Row = dict[str, Any]


@dataclass(frozen=True)
class Load:
    """`customers` at once, who write `rate` sentences a second together, or as fast as they are answered."""

    customers: int
    lasting_s: float
    rate: float | None = None


@dataclass(frozen=True)
class Side:
    """A door, and the processes that work behind it."""

    door: Door
    children: list[Child]

    def worked_s(self) -> Counter[str]:
        """Processor seconds of each process since its start."""
        return Counter({child.spec.name: Usage.of(child.pid).cpu_s for child in self.children if child.pid})


@dataclass
class Measured:
    """Of one side with one number of customers, round by round."""

    turns: list[Turns] = field(default_factory=list)
    took_s: list[float] = field(default_factory=list)
    worked_s: Counter[str] = field(default_factory=Counter)
    maker_s: list[float] = field(default_factory=list)

    @property
    def rates(self) -> list[float]:
        return [len(turns.seconds) / took_s for turns, took_s in zip(self.turns, self.took_s, strict=True)]

    @property
    def processor_ms(self) -> float:
        return self._a_turn(self.worked_s.total())

    def _a_turn(self, seconds: float) -> float:
        return 1000 * seconds / max(1, sum(turns.said for turns in self.turns))

    def row(self) -> Row:
        seconds = [second for turns in self.turns for second in turns.seconds]
        errors = sum((turns.errors for turns in self.turns), start=Counter[str]())
        shown = percentiles(seconds)
        return {
            "turns": len(seconds), "per_second": round(statistics.median(self.rates), 1), "p50_ms": shown.get("p50"),
            "p95_ms": shown.get("p95"), "processor_ms": round(self.processor_ms, 2), "errors": dict(errors),
            "rounds": [round(rate, 1) for rate in self.rates],
            "processes_ms": {name: round(self._a_turn(worked_s), 2) for name, worked_s in self.worked_s.items()},
            "customers_processor_ms": round(self._a_turn(sum(self.maker_s)), 2),
        }  # fmt: skip


async def measure(side: Side, measured: Measured, load: Load) -> None:
    """One round: until the time is over and the last turn answered."""
    turns, pace, maker = Turns(), Pace(load.rate), psutil.Process()
    started, worked_s, maker_s = time.monotonic(), side.worked_s(), sum(maker.cpu_times()[:2])
    until = started + load.lasting_s
    await asyncio.gather(*(visits(side.door, turns, pace, until=until) for _ in range(load.customers)))
    measured.took_s.append(time.monotonic() - started)
    for name, until_now_s in side.worked_s().items():  # not by Counter's +, which leaves out who did nothing
        measured.worked_s[name] += until_now_s - worked_s[name]
    measured.maker_s.append(sum(maker.cpu_times()[:2]) - maker_s)
    measured.turns.append(turns)


def ratio(ours: Measured, theirs: Measured) -> Row:
    """How many times their turns a second we have, round by round, and what part of their processor time we take.

    None for a round that has none, and for all when no round has one.
    """
    rounds = [
        None if turns.errors or not other else round(mine / other, 2)
        for mine, other, turns in zip(ours.rates, theirs.rates, theirs.turns, strict=True)
    ]
    told = [each for each in rounds if each is not None]
    processor = theirs.processor_ms / ours.processor_ms if ours.processor_ms else 0.0
    return {
        "per_second": round(statistics.median(told), 2) if told else None, "rounds": rounds,
        "processor": round(processor, 2),
    }  # fmt: skip


async def compare(sides: Sequence[Side], load: Load, rounds: int) -> list[Measured]:
    """Each side in each round, in an order that turns, so that none has always the same place."""
    found = [Measured() for _ in sides]
    for number in range(rounds):
        for place in range(len(sides)):
            index = (number + place) % len(sides)
            await measure(sides[index], found[index], load)
    return found


async def main(options: argparse.Namespace) -> bool:
    """True when every turn of ours was answered and everything is stored."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)  # so that no folder is left behind
    trained = options.model or model.current()
    if not trained.exists():
        raise Problem("There is no model of the present content: ./zhike train.")
    report: Row = {
        "machine": describe(), "commit": commit(), "command": " ".join(["./zhike bench rasa_peer", *sys.argv[1:]]),
        "seconds": options.seconds, "on": "SQLite, 1 worker, 1 bot", "transport": "socket.io by long polling",
        "rows": [], "ratios": [],
    }  # fmt: skip
    print(f"{report['machine']}, {report['commit']}, {report['on']}, Rasa's {report['transport']}", flush=True)
    async with AsyncExitStack() as stack:
        sides = await start(stack, trained.resolve())
        for side in sides:
            await measure(side, Measured(), Load(WARM_CUSTOMERS, WARM_S))
        print(f"{'':26} customers  turns  a second  p50 ms  p95 ms  processor ms a turn  errors")
        for customers in options.customers:
            load = Load(customers, options.seconds, options.rate)
            for kind, row in rows(sides, await compare(sides, load, options.rounds), customers):
                report[kind].append(row)
        ours = sides[0].door
        assert isinstance(ours, OurDoor)
        report["stored"] = await stored(ours)
        ended = [child.spec.name for side in sides for child in side.children if child.exits]
    print(
        "what was acknowledged or answered: " + "  ".join(f"{key} {count}" for key, count in report["stored"].items())
    )
    if ended:
        raise Problem(f"Ended amid the run, so that the figures mean nothing: {', '.join(ended)}.")
    if options.json:
        options.json.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return not any(report["stored"][key] for key in ("lost", "doubled", "misordered")) and not any(
        row["errors"] for row in report["rows"] if row["side"] == ours.name
    )


async def start(stack: AsyncExitStack, trained: Path) -> list[Side]:
    """Ours first."""
    ours, theirs = (Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(2))
    supervisor = await stack.enter_async_context(Supervisor(lambda said: print(said, file=sys.stderr)))
    port, bare = await peer.start(supervisor, theirs, trained)
    running = await stack.enter_async_context(service.running(Where(), ours, trained))
    http = await stack.enter_async_context(client(running))
    return [Side(OurDoor(running, http), running.children), Side(SocketDoor(port), bare), Side(RestDoor(port), bare)]


def rows(sides: Sequence[Side], found: Sequence[Measured], customers: int) -> Iterator[tuple[str, Row]]:
    """Each printed: a row a side, then the ratios of ours to the others."""
    for side, measured in zip(sides, found, strict=True):
        row = {"side": side.door.name, "customers": customers, **measured.row()}
        print(
            "{side:26} {customers:9} {turns:6} {per_second:9} {p50_ms!s:>7} {p95_ms!s:>7} {processor_ms:20}  ".format(
                **row
            ),
            row["errors"] or "none",
            flush=True,
        )
        yield "rows", row
    for side, measured in zip(sides[1:], found[1:], strict=True):
        row = {"to": side.door.name, "customers": customers, **ratio(found[0], measured)}
        print("  ours to {to}: {per_second} × the turns a second (rounds {rounds}), 1/{processor} of the processor "
              "time".format(**row), flush=True)  # fmt: skip
        yield "ratios", row


async def stored(ours: OurDoor) -> dict[str, int]:
    """Held against the log once all is over; doubles and disorder, in what was heard and in the log."""
    lost = await ours.lost()
    history = ours.history
    return {
        "sent": len(history.sent), "acked": len(history.acked), "lost": lost, "doubled": history.doubled,
        "misordered": history.misordered,
    }  # fmt: skip


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--customers", type=_numbers, default=(1, 8, 32), help="at once; several with commas: 1,8,32")
    made.add_argument("--seconds", type=float, default=5, help="how long each side is measured in a round")
    made.add_argument("--rounds", type=int, default=3)
    made.add_argument("--rate", type=float, help="sentences a second, all customers together; else as fast as answered")
    made.add_argument("--model", type=Path, help="a trained model; else the one of the present content")
    made.add_argument("--json", type=Path, help="a file to write everything to")
    return made


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


if __name__ == "__main__":
    run(main(parser().parse_args()))
