"""The held-out sentences as they lie in their folder; its README says what they mean."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NOW = "2026-11-20T10:30:00+08:00"
"""The clock of lines that name none: a Friday in office hours."""
LOOK_ALIKE = "!"
"""Before a label: whatever the sentence is, this it is not."""


@dataclass(frozen=True, slots=True)
class Line:
    """`label` is an intent or `faq/<topic>`; "" for a complaint, whose labels are its `entities`, and for a sentence
    that is known only not to be of the intent `is_not`."""

    text: str
    label: str = ""
    now: str = NOW
    entities: list[dict[str, Any]] = field(default_factory=list)
    scored: list[str] = field(default_factory=list)
    """The entities it is labelled for; all of them where it names none."""
    is_not: str = ""


def read_heldout(folder: Path) -> list[Line]:
    """Every line of `*.tsv` and `*.jsonl`. Raises ValueError that names the line that cannot be read."""
    paths = sorted([*folder.glob("*.tsv"), *folder.glob("*.jsonl")])
    return [line for path in paths for line in _read(path)]


def _read(path: Path) -> list[Line]:
    read_line = _labelled if path.suffix == ".tsv" else _complaint
    lines = []
    for number, written in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not written.strip():
            continue
        try:
            lines.append(read_line(written))
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{path.name}, line {number}: {error}") from error
    return lines


def _labelled(written: str) -> Line:
    text, tab, label = written.partition("\t")
    if not (text.strip() and tab and label.strip()):
        raise ValueError("not text<TAB>label")
    is_look_alike, intent = label.strip().startswith(LOOK_ALIKE), label.strip().removeprefix(LOOK_ALIKE)
    return Line(text, is_not=intent) if is_look_alike else Line(text, intent)


def _complaint(written: str) -> Line:
    known = json.loads(written)
    return Line(known["text"], now=known["now"], entities=known["entities"], scored=known.get("scored", []))
