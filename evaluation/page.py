"""`report.html`: one file that needs nothing else, drawn from the data of `report.json`."""

from collections import Counter
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evaluation.figures import COUNT, SHARE
from evaluation.labels import ENTITIES, OUTCOMES, label_name
from evaluation.metrics import Bin, calibration_error
from evaluation.sentence import RIGHT

Data = dict[str, Any]

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(report: Data) -> str:
    """Every text in it is escaped; it asks the network for nothing."""
    failed = [sentence for sentence in report["sentences"] if sentence["outcome"] != RIGHT]
    return _environment.get_template("report.html").render(
        **report,
        failed=sorted(failed, key=lambda sentence: (sentence["label"], -sentence["confidence"])),
        failed_labels=sorted(Counter(sentence["label"] for sentence in failed).items()),
        false_answers=[each for each in failed if each["label"] == "out_of_scope" and each["served"] == "faq"],
        name=lambda label: label_name(label, report["titles"]),
        entity_name=lambda entity: ENTITIES.get(entity, entity),
        outcome_names=OUTCOMES,
        shown_value=shown_value,
        shown_target=shown_target,
        shown_change=shown_change,
        percent=percent,
        calibration_error=lambda bins: calibration_error([Bin(**each) for each in bins]),
    )


def percent(share: float) -> str:
    return f"{share:.1%}"


def shown_value(figure: Data) -> str:
    return "not measured" if figure["value"] is None else _shown(figure, figure["value"])


def shown_target(figure: Data) -> str:
    if figure["target"] is None:
        return ""
    return f"{'≤' if figure['is_most'] else '≥'} {_shown(figure, figure['target'])}"


def shown_change(figure: Data, delta: float | None) -> str:
    """Against the earlier report, with its sign; of shares in percentage points."""
    if delta is None:
        return ""
    if figure["unit"] == SHARE:
        return f"{delta * 100:+.1f} pp"
    return f"{delta:+,.0f}" if figure["unit"] == COUNT else f"{delta:+.3f}"


def _shown(figure: Data, value: float) -> str:
    if figure["unit"] == SHARE:
        return percent(value)
    return f"{value:,.0f}" if figure["unit"] == COUNT else f"{value:.3f}"
