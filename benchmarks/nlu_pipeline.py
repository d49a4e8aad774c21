"""How well, how fast and how small: this bot's pipeline on any labelled files, beside Rasa's default one.

`./zhike bench nlu_pipeline --train FILE --test FILE [--baseline] [--http] [--json FILE]`; the files hold
`text<TAB>intent` lines. Each pipeline is trained by `rasa train` in a folder and a process of its own. Every test
sentence is read once by a process that has read three others before: dictionaries are warm, and no sentence is known.
`--http` serves both through Rasa's own REST channel, each with its policies: ours with the one of `config.yml`, which
follows rules, Rasa's with the four it comes with; and ours through the channel it is made for, which keeps every
dialogue on disk. Ratios are to the default through REST. Turns a second are medians of rounds that follow each other at
once, and their ratio that of the rounds; the processor time a turn takes says the same on a machine that others use.
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import shlex
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks._machine import describe
from benchmarks._nlu import load, project, rasa, scores
from benchmarks._nlu.labelled import Labelled, Names, as_message, read_labelled
from benchmarks._nlu.load import Turns
from benchmarks._nlu.project import Project, Setup
from benchmarks._nlu.rasa import OWN, REST
from benchmarks._nlu.table import table
from command.paths import ROOT
from command.problem import Problem

OURS, DEFAULT = "zhike", "rasa default"
HTTP = {REST: "http", OWN: "own_channel"}
"""Where the figures of a channel stand; the ratios of the second begin with its name."""
CLIENTS = (1, 8)
MOST_TURNS = 400
"""Through HTTP, for each number of clients: some ten seconds of the slower pipeline."""
ROUNDS = 8
"""So many parts the turns are cut into; the servers take their turns, so that what else the machine does hits both."""

Row = dict[str, Any]


def measure(here: Project, setup: Setup, train: Labelled, test: Labelled) -> Row:
    names = Names(label for _, label in train)
    here.write(setup, train, names)
    rasa.say(f"{here.name}: training on {len(train)} sentences")
    trained_s = rasa.train(here)
    model_bytes = here.model.stat().st_size
    read = rasa.probe(here, [as_message(text) for text, _ in test])
    truth = [label for _, label in test]
    predicted = [names.label(best) for best, _ in read["predictions"]]
    return {
        "accuracy": scores.accuracy(truth, predicted),
        "macro_f1": scores.macro_f1(truth, predicted),
        "falls_back": sum(fell for _, fell in read["predictions"]) / len(test),
        "training_s": trained_s,
        "model_mb": model_bytes / 1e6,
        "load_s": read["load_s"],
        "sentences_per_second": len(test) / sum(read["seconds"]),
        "p50_ms": scores.percentile_ms(read["seconds"], 0.5),
        "p95_ms": scores.percentile_ms(read["seconds"], 0.95),
        "processor_ms": 1000 * sum(read["processor_s"]) / len(test),
    }


def serve(projects: Sequence[Project], test: Labelled, *, is_loaded: bool) -> dict[str, Row]:
    """Of each project the resident memory of `rasa run` after it answered, and with `is_loaded` its turns a second."""
    sentences = [as_message(text) for text, _ in test]
    half = min(-(-len(sentences) // 2), MOST_TURNS)
    # Each number of clients has sentences of its own: what was read once may be remembered.
    shares = dict(zip(CLIENTS, (sentences[:half], sentences[-half:]), strict=True))
    rounds = min(ROUNDS, half) if is_loaded else 1
    ways = [(project, REST) for project in projects]
    ways += [(project, OWN) for project in projects if is_loaded and project.name == OURS]
    rasa.say("serving: " + ", ".join(f"{project.name} ({channel})" for project, channel in ways))
    with contextlib.ExitStack() as stack:
        servers = {(each.name, channel): stack.enter_context(rasa.served(each, channel)) for each, channel in ways}
        counted = {(way, clients): Turns(clients) for way in servers for clients in CLIENTS}
        for number, clients, (way, server) in itertools.product(range(rounds), CLIENTS, servers.items()):
            share = shares[clients][number::rounds] if is_loaded else shares[clients][:1]
            asyncio.run(load.measure(counted[way, clients], server, share))
        memory = {name: server.process.memory_info().rss / 2**20 for (name, _), server in servers.items()}
    figures: dict[str, Row] = {name: {"resident_mib": mib} for name, mib in memory.items()}
    for name, channel in servers if is_loaded else ():
        measured = [counted[(name, channel), clients].figures() for clients in CLIENTS]
        figures[name][HTTP[channel]] = measured
    return figures


def compare(results: dict[str, Row]) -> dict[str, float]:
    """Ours against the default: points of accuracy, and times."""
    ours, default = results[OURS], results[DEFAULT]
    ratios = {
        "accuracy_points": 100 * (ours["accuracy"] - default["accuracy"]),
        "macro_f1_points": 100 * (ours["macro_f1"] - default["macro_f1"]),
        "training_share": ours["training_s"] / default["training_s"],
        "memory_share": ours["resident_mib"] / default["resident_mib"],
        "sentences_per_second_times": ours["sentences_per_second"] / default["sentences_per_second"],
        "processor_times": default["processor_ms"] / ours["processor_ms"],
    }
    for channel, prefix in (("http", ""), ("own_channel", "own_channel_")):
        for mine, other in zip(ours.get(channel, []), default.get("http", []), strict=False):
            pairs = zip(mine["rounds"], other["rounds"], strict=True)
            times, clients = statistics.median(one / two for one, two in pairs), mine["clients"]
            ratios[f"{prefix}turns_per_second_times_{clients}"] = times
            ratios[f"{prefix}processor_times_{clients}"] = other["processor_ms"] / mine["processor_ms"]
    return ratios


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    train, test = read_labelled(arguments.train), read_labelled(arguments.test)
    if len(known := {label for _, label in train}) < 2:
        raise Problem(f"{arguments.train} has one label; there is nothing to tell apart.")
    unseen = sorted({label for _, label in test} - known)
    setups = {OURS: project.ours()} | ({DEFAULT: project.DEFAULT} if arguments.baseline else {})
    with tempfile.TemporaryDirectory(prefix="zhike-bench-") as folder:
        projects = [Project(name, Path(folder, str(number))) for number, name in enumerate(setups)]
        results = {each.name: measure(each, setups[each.name], train, test) for each in projects}
        served = serve(projects, test, is_loaded=arguments.http)
    results = {name: results[name] | served[name] for name in results}
    return {
        "command": "./zhike bench nlu_pipeline " + shlex.join(sys.argv[1:]),
        "commit": _commit(),
        "machine": describe(),
        "train": {"file": str(arguments.train), "sentences": len(train), "labels": len(known)},
        "test": {"file": str(arguments.test), "sentences": len(test), "unseen_labels": unseen},
        "warm": "dictionaries, weights, threads, by three other sentences; every test sentence is new to its process",
        "results": results,
        "comparison": compare(results) if arguments.baseline else None,
    }


def _commit() -> str:
    done = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, required=True, metavar="FILE")
    parser.add_argument("--test", type=Path, required=True, metavar="FILE")
    parser.add_argument("--baseline", action="store_true", help="measure Rasa's default pipeline too")
    parser.add_argument("--http", action="store_true", help="measure turns through Rasa's REST channel too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything there")
    arguments = parser.parse_args()
    try:
        report = run(arguments)
        if arguments.json:
            arguments.json.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except (Problem, OSError) as problem:
        parser.exit(1, f"{problem}\n")
    print(table(report))


if __name__ == "__main__":
    main()
