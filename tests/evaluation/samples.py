"""Sentences as if the bot had read them, made by hand so that every figure can be counted on paper."""

from typing import Any

from evaluation.heldout import Line
from evaluation.report import Measured, build
from evaluation.sentence import Nearest, Sentence, judge

MADE = {"at": "2026-11-22T10:00:00+00:00", "model": "zhike-test", "commit": "abc", "is_modified": False, "command": "c"}
FAR = Nearest("年费多少", 0.3)


def reading(intent: str, *topics: str, text: str = "", confidence: float = 0.9, best: str = "") -> dict[str, Any]:
    """Rasa's; `best` is what the model would have said when `intent` is its doubt."""
    ranking = [{"name": name, "confidence": confidence} for name in (intent, best) if name]
    ranked = [{"intent_response_key": topic, "confidence": 0.8 - 0.1 * place} for place, topic in enumerate(topics)]
    return {
        "text": text,
        "intent": ranking[0],
        "intent_ranking": ranking,
        "entities": [],
        "response_selector": {"faq": {"ranking": ranked}},
    }


def sentence(text: str, label: str, read: dict[str, Any], nearest: Nearest = FAR) -> Sentence:
    return judge(Line(text, label), {**read, "text": text}, nearest)


def report_of(*sentences: Sentence, **measured: Any) -> dict[str, Any]:
    """A report on these; `made={"model": …}` to tell it from another."""
    made = MADE | measured.pop("made", {})
    taught = [("年费多少", "faq/annual_fee")]
    given = {"entities": {}, "conversations": None, "titles": {}, "examples": taught, **measured}
    return build(Measured(sentences=sentences, **given), made)


def figure(report: dict[str, Any], key: str) -> dict[str, Any]:
    return next(each for each in report["figures"] if each["key"] == key)
