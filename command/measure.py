"""Measures a trained model: reads the held-out sentences through it, plays the conversations, gathers the report."""

import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import yaml
from rich.console import Console
from rich.progress import track

from command import reading
from command.paths import ROOT, relative
from command.problem import Problem
from evaluation import report
from evaluation.heldout import Line, read_heldout
from evaluation.nearness import Taught
from evaluation.sentence import Nearest, Sentence, judge
from evaluation.taught import read_examples, read_titles
from rehearsal.engine import Engine
from rehearsal.performance import play_all
from rehearsal.script import Conversation, read_all

T = TypeVar("T")
Data = dict[str, Any]


def measure(trained: Path, heldout: Path, conversations: Path | None, log: Path) -> Data:
    """The report as data; without `conversations` none are played. Raises Problem when something cannot be read."""
    lines, scripts = _read(heldout, conversations)
    examples, made = read_examples(ROOT / "data" / "nlu"), _circumstances()
    answers = reading.readings(trained, [{"text": line.text, "now": line.now} for line in lines], log)
    made |= next(answers)  # the model's name; the rest are readings
    read = list(_shown(answers, "Reading the sentences", len(lines)))
    sentences = [judge(*each) for each in zip(lines, read, _nearest(lines, examples, log), strict=True)]
    measured = report.Measured(
        sentences=sentences,
        entities=reading.entity_counts(_complaints(lines, read, sentences), log),
        conversations=_played(scripts, trained) if conversations else None,
        titles=read_titles(ROOT / "bot" / "domain"),
        examples=examples,
    )
    return report.build(measured, made)


def _read(heldout: Path, conversations: Path | None) -> tuple[list[Line], list[Conversation]]:
    try:
        lines = read_heldout(heldout)
        scripts = read_all(conversations) if conversations else []
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise Problem(f"What is to be measured cannot be read: {error}.") from error
    if not lines:
        raise Problem(f"There are no sentences in {relative(heldout)}.")
    return lines, scripts


def _nearest(lines: Sequence[Line], examples: Sequence[tuple[str, str]], log: Path) -> Iterator[Nearest]:
    folded = reading.folded([*(text for text, _ in examples), *(line.text for line in lines)], log)
    known, asked = folded[: len(examples)], folded[len(examples) :]
    taught, same = Taught(known), set(known)
    for text in asked:
        index, nearness = taught.nearest(text)
        yield Nearest(examples[index][0] if index >= 0 else "", nearness, text in same)


def _complaints(lines: Sequence[Line], read: Sequence[Data], sentences: Sequence[Sentence]) -> list[Data]:
    """The complaints that are measured, each with the entities that were found."""
    return [
        {
            "text": line.text,
            "now": line.now,
            "entities": line.entities,
            "scored": line.scored,
            "found": found["entities"],
        }
        for line, found, sentence in zip(lines, read, sentences, strict=True)
        if not (line.label or line.is_not or sentence.nearest.is_same)
    ]


def _played(scripts: Sequence[Conversation], trained: Path) -> list[Data]:
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(Path(folder), trained)
        try:
            engine.heal()
            played = _shown(play_all(engine, scripts), "Playing the conversations", len(scripts))
            return [asdict(each) for each in played]
        finally:
            engine.close()


def _circumstances() -> Data:
    """What somebody needs to measure the same again."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _git("rev-parse", "--short=12", "HEAD"),
        "is_modified": bool(_git("status", "--porcelain")),
        "command": shlex.join(["./zhike", *sys.argv[1:]]),
    }


def _git(*arguments: str) -> str:
    """What git says; nothing where there is no git, or no repository."""
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)  # noqa: S603, S607
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _shown(items: Iterable[T], what: str, total: int) -> Iterable[T]:
    """Counts them off: as a bar on a terminal, elsewhere by one line at the beginning."""
    console = Console(stderr=True)
    if not console.is_terminal:
        console.print(f"{what} …", highlight=False)
    return track(items, what, total=total, console=console, disable=not console.is_terminal)
