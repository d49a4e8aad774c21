"""`zhike evaluate`: how well the trained model understands people it has not met, as a report."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from command import install, model, summary
from command.measure import measure
from command.paths import relative
from command.problem import Problem
from command.steps import Steps
from command.up import load_settings
from evaluation import against, page, report
from handoff import logs

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to measure, and where the reports go, else into the data folder.

    Without `conversations` none are played; `earlier` is a `report.json` to compare with.
    """

    heldout: Path
    conversations: Path | None
    out: Path | None = None
    earlier: Path | None = None


def evaluate(wanted: Wanted, *, must_reach: bool) -> bool:
    """Writes both reports and prints the figures. False when `must_reach` and a target is missed."""
    old = read_report(wanted.earlier) if wanted.earlier else None  # before minutes of measuring
    settings = load_settings()
    kept = settings.data_dir / "logs"
    trained = asyncio.run(_trained_model(kept))
    kept.mkdir(parents=True, exist_ok=True)
    with (kept / "rehearsal.log").open("w", encoding="utf-8") as stream:
        logs.configure(settings.log_level, stream)
        made = measure(trained, wanted.heldout, wanted.conversations, kept / "evaluate.log")
    made["against"] = against.compare(made, old) if old else None
    written = write(made, wanted.out or settings.data_dir / "evaluation")
    summary.print_figures(made)
    Console().print(f"The report: {relative(written)}", highlight=False, soft_wrap=True)
    return not (must_reach and report.missed(made))


async def _trained_model(kept: Path) -> Path:
    with Steps() as steps:
        await install.install_bot(steps, kept)
        return await model.train(steps, kept)


def write(made: Data, out: Path) -> Path:
    """Both reports; the path of the one for people."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "report.json").write_text(json.dumps(made, ensure_ascii=False, indent=1), encoding="utf-8")
    (out / "report.html").write_text(page.render(made), encoding="utf-8")
    return out / "report.html"


def read_report(file: Path) -> Data:
    """An earlier `report.json`."""
    try:
        old = json.loads(file.read_text(encoding="utf-8"))
        if old["format"] == report.FORMAT:
            return old
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Problem(f"{file} is no report.json of zhike evaluate ({type(error).__name__}).") from error
    raise Problem(f"{file} has the format of another version: measure that model again with this one.")
