"""The report for people."""

import itertools
from collections.abc import Iterator
from typing import Any

ROWS = (
    ("accuracy", "accuracy", "{:.1%}"),
    ("macro_f1", "macro-F1", "{:.3f}"),
    ("falls_back", "falls back", "{:.1%}"),
    ("training_s", "training, whole command, s", "{:.0f}"),
    ("model_mb", "model, MB", "{:.1f}"),
    ("resident_mib", "resident memory of rasa run, MiB", "{:.0f}"),
    ("sentences_per_second", "sentences a second, in the process", "{:.0f}"),
    ("p50_ms", "  p50, ms", "{:.1f}"),
    ("p95_ms", "  p95, ms", "{:.1f}"),
    ("processor_ms", "  processor time, ms", "{:.1f}"),
)
HTTP_ROWS = (
    ("turns_per_second", "turns a second, {}, {} at once", "{:.0f}"),
    ("p50_ms", "  p50, ms", "{:.1f}"),
    ("p95_ms", "  p95, ms", "{:.1f}"),
    ("processor_ms", "  processor time, ms", "{:.1f}"),
)
CHANNELS = (("http", "", "Rasa's REST"), ("own_channel", "own_channel_", "our own channel"))
"""Where the figures of one stand, what its ratios' names begin with, and what it is called."""
RATIOS = (
    ("accuracy_points", "accuracy", "{:+.1f} points"),
    ("macro_f1_points", "macro-F1", "{:+.1f} points"),
    ("training_share", "training time", "{:.2f} of the default's"),
    ("memory_share", "memory", "{:.2f} of the default's"),
    ("sentences_per_second_times", "sentences a second", "{:.1f} times"),
    ("processor_times", "  by processor time", "{:.1f} times"),
)
CHANNEL_RATIOS = (
    ("turns_per_second_times", "turns a second, {}, {} at once"),
    ("processor_times", "  by processor time"),
)


def table(report: dict[str, Any]) -> str:
    return "\n".join(_lines(report))


def _lines(report: dict[str, Any]) -> Iterator[str]:
    train, test = report["train"], report["test"]
    yield f"{report['machine']}; commit {report['commit']}"
    yield f"{train['sentences']} sentences of {train['labels']} labels learnt, {test['sentences']} others read"
    if test["unseen_labels"]:
        yield "Never taught, so counted as wrong: " + ", ".join(test["unseen_labels"])
    yield f"Warm: {report['warm']}."
    results = report["results"]
    yield _row("", results)
    for key, title, form in ROWS:
        yield _row(title, {name: form.format(result[key]) for name, result in results.items()})
    for channel, _, called in CHANNELS:
        for index, measured in enumerate(results["zhike"].get(channel, [])):
            for key, title, form in HTTP_ROWS:
                figures = {n: form.format(r[channel][index][key]) for n, r in results.items() if channel in r}
                yield _row(title.format(called, measured["clients"]), figures)
    comparison = report["comparison"] or {}
    for key, title, form in RATIOS if comparison else ():
        yield f"{title:<44}{form.format(comparison[key])}"
    for _, prefix, called in CHANNELS:
        for clients, (key, title) in itertools.product((1, 8), CHANNEL_RATIOS):
            if (named := f"{prefix}{key}_{clients}") in comparison:
                yield f"{title.format(called, clients):<44}{comparison[named]:.1f} times"


def _row(title: str, figures: dict[str, Any]) -> str:
    return f"{title:<44}" + "".join(f"{figure if title else name:>16}" for name, figure in figures.items())
