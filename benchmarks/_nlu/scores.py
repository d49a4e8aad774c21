"""How right a list of predictions is, and how fast a list of seconds."""

from collections.abc import Sequence


def accuracy(truth: Sequence[str], predicted: Sequence[str | None]) -> float:
    return sum(map(str.__eq__, truth, (label or "" for label in predicted))) / len(truth)


def macro_f1(truth: Sequence[str], predicted: Sequence[str | None]) -> float:
    """Mean of the F1 of every label that stands in the truth or was predicted."""
    labels = sorted(set(truth) | {label for label in predicted if label})
    return sum(_f1(label, truth, predicted) for label in labels) / len(labels)


def _f1(label: str, truth: Sequence[str], predicted: Sequence[str | None]) -> float:
    hits = sum(true == said == label for true, said in zip(truth, predicted, strict=True))
    return 2 * hits / (sum(true == label for true in truth) + sum(said == label for said in predicted))


def percentile_ms(seconds: Sequence[float], share: float) -> float:
    """The smallest measured value that `share` of all do not exceed."""
    return sorted(seconds)[max(0, -(-len(seconds) * int(share * 100) // 100) - 1)] * 1000
