"""How well, how fast and how small: this bot's pipeline on any labelled files, beside Rasa's default one.

`./zhike bench nlu_pipeline --train FILE --test FILE [--baseline] [--http] [--json FILE]`; the files hold
`text<TAB>intent` lines. Each pipeline is trained by `rasa train nlu` in a folder and a process of its own. Every test
sentence is read once by a process that has read three others before: dictionaries are warm, and no sentence is known.
"""

import argparse
import asyncio
import json
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks._machine import describe
from benchmarks._nlu import rasa, scores
from benchmarks._nlu.labelled import Labelled, Names, as_message, read_labelled
from benchmarks._nlu.load import turns
from benchmarks._nlu.project import DEFAULT_PIPELINE, Project, our_pipeline
from benchmarks._nlu.table import table
from command.paths import ROOT
from command.problem import Problem

OURS, DEFAULT = "zhike", "rasa default"
CLIENTS = (1, 8)
MOST_TURNS = 400
"""Through HTTP, for each number of clients: some ten seconds of the slower pipeline."""


def measure(project: Project, pipeline: list[dict[str, Any]], train: Labelled, test: Labelled) -> dict[str, Any]:
    names = Names(label for _, label in train)
    project.write(pipeline, train, names)
    rasa.say(f"{project.name}: training on {len(train)} sentences")
    trained_s = rasa.train_nlu(project)
    model_bytes = project.model.stat().st_size
    read = rasa.probe(project, [as_message(text) for text, _ in test])
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
    }


def serve(project: Project, test: Labelled, *, is_loaded: bool) -> dict[str, Any]:
    """Resident memory of `rasa run` after it answered, and with `is_loaded` its turns a second."""
    rasa.say(f"{project.name}: serving")
    rasa.train_dialogue(project)
    sentences = [as_message(text) for text, _ in test]
    half = min(-(-len(sentences) // 2), MOST_TURNS)
    # Each number of clients has sentences of its own: what was read once may be remembered.
    shares = [sentences[:half], sentences[-half:]]
    with rasa.served(project) as (url, process):
        measured = [
            asyncio.run(turns(url, share if is_loaded else share[:5], clients))
            for clients, share in zip(CLIENTS, shares, strict=True)
        ]
        memory = process.memory_info().rss / 2**20
    return {"resident_mib": memory} | ({"http": measured} if is_loaded else {})


def compare(results: dict[str, dict[str, Any]]) -> dict[str, float]:
    """Ours against the default: points of accuracy, and times."""
    ours, default = results[OURS], results[DEFAULT]
    ratios = {
        "accuracy_points": 100 * (ours["accuracy"] - default["accuracy"]),
        "macro_f1_points": 100 * (ours["macro_f1"] - default["macro_f1"]),
        "training_share": ours["training_s"] / default["training_s"],
        "memory_share": ours["resident_mib"] / default["resident_mib"],
        "sentences_per_second_times": ours["sentences_per_second"] / default["sentences_per_second"],
    }
    for mine, other in zip(ours.get("http", []), default.get("http", []), strict=True):
        times = mine["turns_per_second"] / other["turns_per_second"]
        ratios[f"turns_per_second_times_{mine['clients']}"] = times
    return ratios


def run(arguments: argparse.Namespace) -> dict[str, Any]:
    train, test = read_labelled(arguments.train), read_labelled(arguments.test)
    if len(known := {label for _, label in train}) < 2:
        raise Problem(f"{arguments.train} has one label; there is nothing to tell apart.")
    unseen = sorted({label for _, label in test} - known)
    pipelines = {OURS: our_pipeline()} | ({DEFAULT: DEFAULT_PIPELINE} if arguments.baseline else {})
    results: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory(prefix="zhike-bench-") as folder:
        for number, (name, pipeline) in enumerate(pipelines.items()):
            project = Project(name, Path(folder, str(number)))
            results[name] = measure(project, pipeline, train, test)
            results[name] |= serve(project, test, is_loaded=arguments.http)
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
