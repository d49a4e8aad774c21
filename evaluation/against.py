"""Two reports side by side: what a new model changes."""

from collections.abc import Iterator
from typing import Any

from evaluation.sentence import RIGHT

Data = dict[str, Any]


def compare(new: Data, old: Data) -> Data:
    """Of two reports as data: the change of each figure both have, and what is right in only one of them.

    Sentences are compared by text and label; those that only one report measured count for neither side.
    """
    before = {figure["key"]: figure["value"] for figure in old["figures"]}
    pairs = list(_pairs(new, old))
    return {
        "model": old["made"]["model"],
        "at": old["made"]["at"],
        "deltas": {
            figure["key"]: figure["value"] - before[figure["key"]]
            for figure in new["figures"]
            if figure["value"] is not None and before.get(figure["key"]) is not None
        },
        "compared": len(pairs),
        "broken": [_flip(now, then) for now, then in pairs if then["outcome"] == RIGHT != now["outcome"]],
        "repaired": [_flip(now, then) for now, then in pairs if now["outcome"] == RIGHT != then["outcome"]],
        "conversations": _conversations(new, old),
    }


def _pairs(new: Data, old: Data) -> Iterator[tuple[Data, Data]]:
    known = {(sentence["text"], sentence["label"]): sentence for sentence in old["sentences"]}
    for sentence in new["sentences"]:
        then = known.get((sentence["text"], sentence["label"]))
        if then is not None:
            yield sentence, then


def _flip(now: Data, then: Data) -> Data:
    return {"text": now["text"], "label": now["label"], "now": _said(now), "then": _said(then)}


def _said(sentence: Data) -> Data:
    return {key: sentence[key] for key in ("understood", "outcome", "confidence")}


def _conversations(new: Data, old: Data) -> dict[str, list[str]]:
    """Titles of those that succeed in only one of the reports."""
    now, then = _successes(new), _successes(old)
    both = [title for title in now if title in then]
    return {
        "broken": [title for title in both if then[title] and not now[title]],
        "repaired": [title for title in both if now[title] and not then[title]],
    }


def _successes(report: Data) -> dict[str, bool]:
    return {played["title"]: not played["complaint"] for played in report["conversations"] or []}
