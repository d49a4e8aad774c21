"""The report for people."""

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
    ("turns_per_second", "turns a second over HTTP, {} at once", "{:.0f}"),
    ("p50_ms", "  p50, ms", "{:.1f}"),
    ("p95_ms", "  p95, ms", "{:.1f}"),
    ("processor_ms", "  processor time, ms", "{:.1f}"),
)
RATIOS = (
    ("accuracy_points", "accuracy", "{:+.1f} points"),
    ("macro_f1_points", "macro-F1", "{:+.1f} points"),
    ("training_share", "training time", "{:.2f} of the default's"),
    ("memory_share", "memory", "{:.2f} of the default's"),
    ("sentences_per_second_times", "sentences a second", "{:.1f} times"),
    ("processor_times", "  by processor time", "{:.1f} times"),
    ("turns_per_second_times_1", "turns a second, 1 at once", "{:.1f} times"),
    ("processor_times_1", "  by processor time", "{:.1f} times"),
    ("turns_per_second_times_8", "turns a second, 8 at once", "{:.1f} times"),
    ("processor_times_8", "  by processor time", "{:.1f} times"),
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
    for index, measured in enumerate(next(iter(results.values())).get("http", [])):
        for key, title, form in HTTP_ROWS:
            figures = {name: form.format(result["http"][index][key]) for name, result in results.items()}
            yield _row(title.format(measured["clients"]), figures)
    for key, title, form in RATIOS if report["comparison"] else ():
        if key in report["comparison"]:
            yield f"{title:<40}{form.format(report['comparison'][key])}"


def _row(title: str, figures: dict[str, Any]) -> str:
    return f"{title:<40}" + "".join(f"{figure if title else name:>16}" for name, figure in figures.items())
