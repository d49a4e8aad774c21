"""Labelled files: UTF-8, a sentence, a tab and its label a line."""

from collections.abc import Iterable
from pathlib import Path

from command.problem import Problem

Labelled = list[tuple[str, str]]
"""(sentence, label)."""


def read_labelled(path: Path) -> Labelled:
    """Blank lines and a byte order mark are passed over. Raises Problem with the number of the first bad line."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Problem(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Problem(f"{path} is not UTF-8 (byte {error.start}).") from error
    pairs = [_pair(path, number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not pairs:
        raise Problem(f"{path} has no line `text<TAB>intent`.")
    return pairs


def _pair(path: Path, number: int, line: str) -> tuple[str, str]:
    parts = [part.strip() for part in line.split("\t")]
    if len(parts) != 2 or not all(parts):
        raise Problem(f"{path}, line {number}: a line is `text<TAB>intent`, this one is {line.strip()[:60]!r}.")
    return parts[0], parts[1]


class Names:
    """Safe names for labels, and back: to Rasa a slash in an intent means a topic, and it splits names at others."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._safe = {label: f"intent_{number}" for number, label in enumerate(sorted(set(labels)))}
        self._labels = {safe: label for label, safe in self._safe.items()}

    def __iter__(self) -> Iterable[str]:
        return iter(self._labels)

    def safe(self, label: str) -> str:
        return self._safe[label]

    def label(self, safe: str | None) -> str | None:
        return self._labels.get(safe or "")


def as_message(text: str) -> str:
    """As the bot's channel hands a sentence to Rasa: one that starts with a slash would be a command."""
    return "∕" + text[1:] if text.startswith("/") else text
