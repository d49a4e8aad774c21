"""Everything that was measured, as data: what `report.json` holds and `report.html` is drawn from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evaluation import confusion, figures, metrics
from evaluation.nearness import MEASURE, NEAR
from evaluation.sentence import OUTCOMES, Sentence

FORMAT = 1
"""Of the data; a report of another format is not compared."""
WORST_NEAR = 30

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measured:
    """`sentences` are all that were read, complaints among them; `examples` what was taught, as (text, label).

    `conversations` is None when none were played.
    """

    sentences: Sequence[Sentence]
    entities: dict[str, dict[str, int]]
    conversations: Sequence[Data] | None
    titles: dict[str, str]
    examples: Sequence[tuple[str, str]]


def build(measured: Measured, made: Data) -> Data:
    """`made`: when, from which model and commit, by which command."""
    apart = [each for each in measured.sentences if not each.nearest.is_same]
    labelled = [each for each in apart if each.label]
    found = [*figures.understanding(labelled), figures.needless(apart), figures.near(apart)]
    found += figures.entities(measured.entities)
    if measured.conversations is not None:
        found.append(figures.conversations([not played["complaint"] for played in measured.conversations]))
    return {
        "format": FORMAT,
        "made": made,
        "counts": _counts(measured, labelled, apart),
        "figures": [asdict(figure) | {"is_met": figure.is_met} for figure in found],
        "served": {group: _outcomes(members) for group, members in _groups(labelled).items()},
        "intents": [asdict(score) for score in metrics.class_scores([(s.true_intent, s.intent) for s in labelled])],
        "confusion": confusion.of_intents(labelled),
        "topics": _topics(labelled),
        "topic_pairs": confusion.worst_pairs(labelled),
        "topic_confusion": confusion.of_worst_topics(labelled),
        "calibration": {
            "intent": [asdict(each) for each in figures.intent_bins(labelled)],
            "topic": [asdict(each) for each in figures.topic_bins(labelled)],
        },
        "entities": _entities(measured.entities),
        "nearness": _nearness(apart),
        "conversations": None if measured.conversations is None else list(measured.conversations),
        "sentences": [_sentence(each) for each in labelled],
        "titles": measured.titles,
        "against": None,
    }


def missed(report: Data) -> list[Data]:
    """The figures that do not reach their targets."""
    return [figure for figure in report["figures"] if figure["is_met"] is False]


def _counts(measured: Measured, labelled: Sequence[Sentence], apart: Sequence[Sentence]) -> Data:
    return {
        "read": len(measured.sentences),
        "taught": len(measured.sentences) - len(apart),
        "labelled": len(labelled),
        "questions": sum(each.is_question for each in labelled),
        "complaints": sum(not (each.label or each.is_not) for each in apart),
        "examples": len(measured.examples),
        "untaught": sorted({each.label for each in labelled} - {label for _, label in measured.examples}),
    }


def _groups(labelled: Sequence[Sentence]) -> dict[str, list[Sentence]]:
    questions = [each for each in labelled if each.is_question]
    return {"questions": questions, "others": [each for each in labelled if not each.is_question]}


def _outcomes(sentences: Sequence[Sentence]) -> dict[str, int]:
    count = Counter(each.outcome for each in sentences)
    return {outcome: count[outcome] for outcome in OUTCOMES}


def _topics(labelled: Sequence[Sentence]) -> list[Data]:
    """The scores of the topics, the worst first, with the share whose topic is among the three best."""
    three = Counter(each.label for each in labelled if each.has_topic(3))
    scores = metrics.class_scores(confusion.topic_pairs(labelled))
    rows = [asdict(score) | {"top3": three[score.label] / score.n} for score in scores]
    return sorted(rows, key=lambda row: (row["f1"], row["label"]))


def _entities(scores: dict[str, dict[str, int]]) -> list[Data]:
    return [
        {
            "entity": entity,
            **counts,
            "facts": figures.facts(counts),
            "precision": figures.precision(counts),
            "recall": figures.recall(counts),
            "f1": figures.f1(counts),
        }
        for entity, counts in scores.items()
    ]


def _nearness(apart: Sequence[Sentence]) -> Data:
    """Of all sentences that are measured, complaints among them."""
    near = sorted((s for s in apart if s.nearest.nearness > NEAR), key=lambda s: -s.nearest.nearness)
    worst = [{"text": s.text, "taught": s.nearest.text, "nearness": round(s.nearest.nearness, 3)} for s in near]
    return {"measure": MEASURE, "limit": NEAR, "near": len(near), "n": len(apart), "worst": worst[:WORST_NEAR]}


def _sentence(each: Sentence) -> Data:
    known = asdict(each) | {"understood": each.understood}
    return known | {"nearest": each.nearest.text, "nearness": round(each.nearest.nearness, 3)}
