"""What the bot was taught: the examples in `data/nlu`, and what a trainer calls each topic."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

FAQ = "faq"


def read_examples(folder: Path) -> list[tuple[str, str]]:
    """Every training example as (text, label)."""
    return [
        (written[2:].strip(), block["intent"])
        for content in _contents(folder)
        for block in content.get("nlu") or []
        if "intent" in block
        for written in (block.get("examples") or "").splitlines()
        if written.startswith("- ")
    ]


def read_titles(folder: Path) -> dict[str, str]:
    """`faq/<topic>` to the title its answer carries."""
    return {
        name.removeprefix("utter_"): title
        for content in _contents(folder)
        for name, variations in (content.get("responses") or {}).items()
        if name.startswith(f"utter_{FAQ}/") and (title := (variations[0].get("metadata") or {}).get("title"))
    }


def _contents(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.rglob("*.yml")):
        yield yaml.safe_load(path.read_text(encoding="utf-8")) or {}
