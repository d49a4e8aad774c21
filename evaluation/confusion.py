"""What is taken for what, as tables: a row is what is true, a column what was understood, a cell counts sentences."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from evaluation.sentence import Sentence

WORST_PAIRS, WORST_TOPICS = 25, 15
REST = ""
"""The column of all topics that have none of their own."""

Pair = tuple[str, str]
Data = dict[str, Any]


def of_intents(labelled: Sequence[Sentence]) -> Data:
    pairs = [(each.true_intent, each.intent) for each in labelled]
    rows = sorted({true for true, _ in pairs})
    return _table(rows, rows + sorted({taken for _, taken in pairs} - set(rows)), pairs)


def of_worst_topics(labelled: Sequence[Sentence]) -> Data:
    """Of the topics that are mistaken most often; another has a column when one of these is taken for it twice."""
    pairs = topic_pairs(labelled)
    rows = [label for label, _ in Counter(true for true, taken in pairs if true != taken).most_common(WORST_TOPICS)]
    cells = Counter(pair for pair in pairs if pair[0] in rows)
    columns = rows + sorted({taken for (_, taken), n in cells.items() if n > 1} - set(rows))
    return _table(rows, [*columns, REST], [(true, taken if taken in columns else REST) for true, taken in pairs])


def worst_pairs(labelled: Sequence[Sentence]) -> list[Data]:
    """Which topic is taken for which other, the most frequent first."""
    wrong = Counter((true, taken) for true, taken in topic_pairs(labelled) if true != taken)
    return [{"label": true, "taken_for": taken, "n": n} for (true, taken), n in wrong.most_common(WORST_PAIRS)]


def topic_pairs(labelled: Sequence[Sentence]) -> list[Pair]:
    """(true, best) of the questions."""
    return [(each.label, each.topics[0]) for each in labelled if each.is_question and each.topics]


def _table(rows: list[str], columns: list[str], pairs: Sequence[Pair]) -> Data:
    cells = Counter(pairs)
    return {"rows": rows, "columns": columns, "cells": [[cells[row, column] for column in columns] for row in rows]}
