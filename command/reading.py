"""Asks the bot's environment, one program a question: JSON lines in, JSON lines out."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from command.model import rasa_environment
from command.paths import BOT_PYTHON, ROOT
from command.problem import explain
from command.system import MODELS_THREADS

TAIL_CHARS = 3000  # of the log, searched for a known cause


def readings(model: Path, lines: Iterable[dict[str, Any]], log: Path) -> Iterator[dict[str, Any]]:
    """First `{"model": name}`, when the model is loaded; then Rasa's reading of each `{"text", "now"}`."""
    return _ask("Reading the sentences", ["bot.read", str(model)], lines, log)


def folded(texts: Iterable[str], log: Path) -> list[str]:
    """Each text as the bot compares it."""
    return list(_ask("Folding the sentences", ["bot.fold"], texts, log))


def entity_counts(lines: Iterable[dict[str, Any]], log: Path) -> dict[str, dict[str, int]]:
    """Entity to `right wrong missed spurious`, of complaints with what was `found` in them."""
    (counts,) = _ask("Scoring the entities", ["bot.entity_report"], lines, log)
    return counts


def _ask(what: str, module: list[str], lines: Iterable[Any], log: Path) -> Iterator[Any]:
    """The answers as they come. Raises Problem when the program fails; its log says why."""
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, **rasa_environment(), "OMP_NUM_THREADS": MODELS_THREADS}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as asked, log.open("wb") as errors:
        asked.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        asked.seek(0)
        argv = [str(BOT_PYTHON), "-m", *module]
        with subprocess.Popen(  # noqa: S603
            argv, cwd=ROOT, env=environment, stdin=asked, stdout=subprocess.PIPE, stderr=errors, encoding="utf-8"
        ) as program:
            assert program.stdout is not None
            yield from map(json.loads, program.stdout)
    if program.returncode != 0:
        raise explain(what, log.read_text(encoding="utf-8", errors="replace")[-TAIL_CHARS:], log)
