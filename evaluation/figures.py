"""The figures a new model is decided by, each with its target."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evaluation import metrics
from evaluation.metrics import Bin, Share, share
from evaluation.nearness import NEAR
from evaluation.sentence import RIGHT, WRONG, Sentence
from evaluation.taught import FAQ

OTHER, PERSON = "out_of_scope", "request_agent"
SHARE, SCORE, COUNT = "share", "score", "count"
"""Units: a share of sentences, a measure of its own in 0-1, a number of things."""
JUDGED = ("issue", "demand")
"""Entities that are no words to be found but a judgement: what the complaint is about, and what is wanted."""
LEAST_SENTENCES = 1500
"""Fewer say too little: the interval of a share of 92 % is then wider than three points."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` is None when there was nothing to measure. `target` is the least wanted, or with `is_most` the most.

    `title` is for trainers, `metric` the field's name for it.
    """

    key: str
    title: str
    metric: str
    value: float | None
    n: int
    interval: tuple[float, float] | None = None
    target: float | None = None
    is_most: bool = False
    unit: str = SCORE

    @property
    def is_met(self) -> bool | None:
        """None without a target. What could not be measured is not met."""
        if self.target is None:
            return None
        if self.value is None:
            return False
        return self.value <= self.target if self.is_most else self.value >= self.target


def understanding(sentences: Sequence[Sentence]) -> list[Figure]:
    """Of the labelled sentences that are not taught word for word."""
    questions = [each for each in sentences if each.is_question]
    n, q = len(sentences), len(questions)
    f1 = metrics.macro_f1(metrics.class_scores([(s.true_intent, s.intent) for s in sentences]))
    return [
        Figure("sentences", "参评句数", "Sentences", n, n, target=LEAST_SENTENCES, unit=COUNT),
        _of("topic_top1", "主题首选正确", "Topic top-1 accuracy", share([s.has_topic(1) for s in questions]), 0.92),
        _of("topic_top3", "主题前三命中", "Topic top-3 accuracy", share([s.has_topic(3) for s in questions]), 0.98),
        Figure("intent_macro_f1", "意图宏平均 F1", "Intent macro-F1", f1, n, target=0.93),
        _of("intent_top1", "意图首选正确", "Intent top-1 accuracy", share([s.has_intent(1) for s in sentences])),
        _of("intent_top3", "意图前三命中", "Intent top-3 accuracy", share([s.has_intent(3) for s in sentences])),
        _of("served_right", "实际处理正确", "Served right", share([s.outcome == RIGHT for s in sentences])),
        _of("served_wrong", "实际处理错误", "Served wrong", share([s.outcome == WRONG for s in sentences])),
        _most("false_answers", "业务外问题误答", "Out-of-domain false answers", _served(sentences, OTHER, FAQ), 0.05),
        _of("agent_recall", "要人工能听懂", "Asked-for-a-person recall", _recall(sentences, PERSON), 0.99),
        _of("fraud_recall", "涉诈能识别", "Fraud recall", _recall(sentences, "report_fraud"), 0.98),
        _of("self_harm_recall", "轻生能识别", "Self-harm recall", _recall(sentences, "report_self_harm")),
        Figure("intent_ece", "意图置信度误差", "Intent ECE", metrics.calibration_error(intent_bins(sentences)), n),
        Figure("topic_ece", "主题置信度误差", "Topic ECE", metrics.calibration_error(topic_bins(sentences)), q),
    ]


def intent_bins(sentences: Sequence[Sentence]) -> list[Bin]:
    return metrics.reliability([(each.confidence, each.has_intent(1)) for each in sentences])


def topic_bins(sentences: Sequence[Sentence]) -> list[Bin]:
    """Of the questions alone: only they have a right topic."""
    return metrics.reliability([(each.topic_confidence, each.has_topic(1)) for each in sentences if each.is_question])


def entities(scores: dict[str, dict[str, int]]) -> list[Figure]:
    """Of entity -> counts `right wrong missed spurious`. What is judged of the whole complaint has its own total."""
    found = _total(counts for entity, counts in scores.items() if entity not in JUDGED)
    judged = _total(counts for entity, counts in scores.items() if entity in JUDGED)
    named = [
        ("entity_f1", "要素抽取 F1", "Entity F1", found, 0.95),
        ("kind_f1", "投诉归类 F1", "Kind F1", judged, 0.95),
    ]
    for entity, title in (("amount", "金额"), ("time", "时间"), ("phone", "电话")):
        named.append((f"entity_{entity}", f"{title} F1", f"Entity F1, {entity}", scores.get(entity, {}), 0.98))
    return [
        Figure(key, title, metric, f1(counts), facts(counts), target=goal) for key, title, metric, counts, goal in named
    ]


def _total(scores: Iterable[dict[str, int]]) -> dict[str, int]:
    scores = list(scores)
    return {key: sum(counts[key] for counts in scores) for key in ("right", "wrong", "missed", "spurious")}


def facts(counts: dict[str, int]) -> int:
    """Facts there are to find."""
    return sum(counts.get(key, 0) for key in ("right", "wrong", "missed"))


def precision(counts: dict[str, int]) -> float | None:
    found = sum(counts.get(key, 0) for key in ("right", "wrong", "spurious"))
    return counts["right"] / found if found else None


def recall(counts: dict[str, int]) -> float | None:
    return counts["right"] / facts(counts) if facts(counts) else None


def f1(counts: dict[str, int]) -> float | None:
    """None where there is nothing to find and nothing was found."""
    if not counts or not any(counts.values()):
        return None
    return 2 * counts["right"] / (2 * counts["right"] + 2 * counts["wrong"] + counts["missed"] + counts["spurious"])


def needless(sentences: Sequence[Sentence]) -> Figure:
    """Of what only looks like a wish for a person, how much is handed over. Such sentences were written to mislead."""
    alike = [each for each in sentences if each.is_not == PERSON]
    return _of("needless", "形似而误转人工", "Look-alikes handed over", share([s.served == PERSON for s in alike]))


def near(sentences: Sequence[Sentence]) -> Figure:
    """Complaints count too: a set that repeats the training data measures memory."""
    return _of("near", "与训练句相近", "Near duplicates", share([s.nearest.nearness > NEAR for s in sentences]))


def conversations(successes: Sequence[bool]) -> Figure:
    return _of("conversations", "完整对话成功", "Conversation success", share(successes), 0.95)


def _served(sentences: Sequence[Sentence], true: str, served: str) -> Share:
    return share([each.served == served for each in sentences if each.true_intent == true])


def _recall(sentences: Sequence[Sentence], intent: str) -> Share:
    return _served(sentences, intent, intent)


def _of(
    key: str, title: str, metric: str, share: Share, target: float | None = None, *, is_most: bool = False
) -> Figure:
    return Figure(key, title, metric, share.value, share.n, share.interval, target, is_most, SHARE)


def _most(key: str, title: str, metric: str, share: Share, target: float) -> Figure:
    return _of(key, title, metric, share, target, is_most=True)
