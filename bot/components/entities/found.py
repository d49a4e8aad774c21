"""One fact found in a text, and how overlapping findings are settled."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Found:
    """`value` in the format of its `entity`, said by `text[start:end]` of the normalised text."""

    entity: str
    value: Any
    start: int
    end: int
    confidence: float = 0.9


def is_free(start: int, end: int, taken: Iterable[Found]) -> bool:
    """Whether no finding in `taken` has any of these characters."""
    return all(end <= found.start or found.end <= start for found in taken)


def longest_first(candidates: Iterable[Found]) -> list[Found]:
    """Of overlapping candidates the longest, of equals the first; in order of their place."""
    kept: list[Found] = []
    covered: set[int] = set()
    for candidate in sorted(candidates, key=lambda found: (found.start - found.end, found.start)):
        places = range(candidate.start, candidate.end)
        if covered.isdisjoint(places):
            kept.append(candidate)
            covered.update(places)
    return sorted(kept, key=lambda found: found.start)
