"""The measures themselves, on plain lists. Shares lie in 0-1."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

Z95 = 1.959964
"""Of the normal distribution: 95 % lie within."""


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n`, with Wilson's 95 % interval, which also holds near 0 and 1 and for small n."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        if not self.n:
            return None
        share, spread = self.hits / self.n, Z95 * Z95 / self.n
        middle = (share + spread / 2) / (1 + spread)
        half = Z95 * math.sqrt(share * (1 - share) / self.n + spread / (4 * self.n)) / (1 + spread)
        low, high = middle - half, middle + half
        return (low if self.hits else 0.0), (high if self.hits < self.n else 1.0)


def share(flags: Sequence[bool]) -> Share:
    return Share(sum(flags), len(flags))


@dataclass(frozen=True, slots=True)
class ClassScore:
    """One label. `confused_with` is what its own sentences are taken for most often when not for itself."""

    label: str
    n: int
    precision: float
    recall: float
    f1: float
    confused_with: str = ""
    confused_n: int = 0


def class_scores(pairs: Sequence[tuple[str, str]]) -> list[ClassScore]:
    """Of (true, predicted) pairs: one score for every label that is true of a sentence, in alphabetical order."""
    true, predicted, cells = Counter(t for t, _ in pairs), Counter(p for _, p in pairs), Counter(pairs)
    return [_class_score(label, true[label], predicted[label], cells) for label in sorted(true)]


def _class_score(label: str, n: int, said: int, cells: Counter[tuple[str, str]]) -> ClassScore:
    right = cells[label, label]
    others = [(count, other) for (t, other), count in cells.items() if t == label and other != label]
    confused_n, confused_with = max(others, default=(0, ""))
    return ClassScore(
        label, n, right / said if said else 0.0, right / n, 2 * right / (n + said), confused_with, confused_n
    )


def macro_f1(scores: Sequence[ClassScore]) -> float | None:
    """The plain mean over labels: a rare label counts as much as a frequent one."""
    return sum(score.f1 for score in scores) / len(scores) if scores else None


@dataclass(frozen=True, slots=True)
class Bin:
    """Sentences whose confidence lies in [`low`, `high`), the last bin with 1.0."""

    low: float
    high: float
    n: int
    confidence: float
    accuracy: float


def reliability(judged: Sequence[tuple[float, bool]], bins: int = 10) -> list[Bin]:
    """Of (confidence, is right): mean confidence against accuracy, in bins of equal width; empty ones are left out."""
    filled: dict[int, list[tuple[float, bool]]] = {}
    for confidence, is_right in judged:
        filled.setdefault(min(int(confidence * bins), bins - 1), []).append((confidence, is_right))
    return [_bin(number, bins, members) for number, members in sorted(filled.items())]


def _bin(number: int, bins: int, members: list[tuple[float, bool]]) -> Bin:
    n = len(members)
    confidence, right = sum(c for c, _ in members) / n, sum(is_right for _, is_right in members) / n
    return Bin(number / bins, (number + 1) / bins, n, confidence, right)


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """ECE: how far confidence and accuracy lie apart, on average over the sentences."""
    total = sum(each.n for each in bins)
    return sum(each.n * abs(each.confidence - each.accuracy) for each in bins) / total if total else None
