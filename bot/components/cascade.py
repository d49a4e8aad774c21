"""How a sentence is understood: by heart, else by its words, else by words and meaning together.

Three in four sentences of customers end at their words; only the others are embedded. Imports no Rasa.
Stored as JSON and plain arrays, never pickled: loading a model file runs no code of the file.
"""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bot.components.calibration import NOTHING_KNOWN, fit_temperature, folds, sharpen
from bot.components.cascade_config import CascadeConfig
from bot.components.meaning_model import MeaningModel
from bot.components.text import match_key
from bot.components.text_model import TextModel
from bot.embedding import Embedder

BY_HEART, WORDS, MEANING, ONLY = "by_heart", "words", "meaning", "only"


@dataclass(frozen=True)
class Lesson:
    """A taught sentence: `text` as it is matched by heart; `kept` and `words` of it without a greeting."""

    text: str
    kept: str
    words: Sequence[str]
    label: str = ""
    sense: str = ""
    """A finer label, or the label again."""


@dataclass(frozen=True)
class Reading:
    """`ranking`: label to confidence, best first; `step`: what decided, "only" where there was nothing to choose."""

    ranking: dict[str, float]
    step: str
    nearest: float | None = None
    """Cosine with the nearest taught sentence; None where nothing was embedded."""

    def with_odds(self, label: str, factor: float) -> "Reading":
        """As if `label` were so many times likelier beforehand; with 0, as if it were nothing."""
        odds = {name: share * factor if name == label else share for name, share in self.ranking.items()}
        total = sum(odds.values()) or 1.0
        order = sorted(odds, key=lambda name: -odds[name])
        return replace(self, ranking={name: odds[name] / total for name in order if name != label or factor})


class UnusableModel(Exception):
    """What is stored cannot be served: damaged, or made with another embedder."""


@dataclass(frozen=True)
class Halves:
    """The two models, and the temperatures of what words decide and of what both do."""

    words: TextModel
    meaning: MeaningModel
    temperatures: tuple[float, float]


class Cascade:
    """Needs `embedder` only where words do not decide. Without halves it knows one label, or none."""

    def __init__(
        self,
        labels: list[str],
        by_heart: dict[str, list[str]],
        halves: Halves | None,
        embedder: Embedder,
        config: CascadeConfig,
    ) -> None:
        self.labels = labels
        self._by_heart = by_heart
        self._halves = halves
        self._embedder = embedder
        self._config = config

    @classmethod
    def learn(cls, lessons: Sequence[Lesson], embedder: Embedder, config: CascadeConfig) -> "Cascade":
        labels = sorted({lesson.label for lesson in lessons})
        halves = _learn_both(lessons, embedder, config) if len(labels) > 1 else None
        return cls(labels, _by_heart(lessons), halves, embedder, config)

    def read(self, sentences: Sequence[Lesson], matters: Sequence[bool] | None = None) -> list[Reading]:
        """One reading a sentence, in their order. Those that need it are embedded together.

        Where nothing hangs on the choice, as `matters` tells, words decide however little they lead.
        """
        matters = matters or [True] * len(sentences)
        if self._halves is None:
            return [Reading(dict.fromkeys(self.labels, 1.0), ONLY) for _ in sentences]
        by_words = self._halves.words.probabilities([(sentence.kept, sentence.words) for sentence in sentences])
        readings = [
            self._read_at_once(self._halves, sentence, row, self._config.exit_margin if does_matter else -1.0)
            for sentence, row, does_matter in zip(sentences, by_words, matters, strict=True)
        ]
        unsure = [index for index, reading in enumerate(readings) if reading is None]
        texts = [sentences[index].kept for index in unsure]
        embedded = iter(self._read_embedded(self._halves, texts, by_words[unsure]) if texts else ())
        return [reading or next(embedded) for reading in readings]

    def _read_at_once(
        self, halves: Halves, sentence: Lesson, by_words: np.ndarray, exit_margin: float
    ) -> Reading | None:
        by_heart = self._by_heart.get(match_key(sentence.text))
        if by_heart is None and lead(by_words) <= exit_margin:
            return None
        ranking = self._rank(sharpen(by_words, halves.temperatures[0]))
        if by_heart is None:
            return Reading(ranking, WORDS)
        taught = sorted(by_heart, key=lambda label: -ranking[label])
        sure = dict.fromkeys(taught, 1 / len(taught))
        return Reading(sure | {label: 0.0 for label in ranking if label not in sure}, BY_HEART)

    def _read_embedded(self, halves: Halves, texts: list[str], by_words: np.ndarray) -> list[Reading]:
        vectors = self._embedder.embed(texts)
        by_meaning, nearest = halves.meaning.read(vectors)
        confidences = sharpen(average(by_words, by_meaning, self._config), halves.temperatures[1])
        return [
            Reading(self._rank(row), MEANING, round(float(near), 4))
            for row, near in zip(confidences, nearest, strict=True)
        ]

    def _rank(self, confidences: np.ndarray) -> dict[str, float]:
        order = np.argsort(-confidences, kind="stable")
        return {self.labels[index]: float(confidences[index]) for index in order}

    def save(self, folder: Path) -> None:
        described = {"embedder": self._embedder.name, "labels": self.labels, "by_heart": self._by_heart}
        if self._halves:
            self._halves.words.save(folder)
            self._halves.meaning.save(folder)
            described["temperatures"] = self._halves.temperatures
        (folder / "cascade.json").write_text(json.dumps(described, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, embedder: Embedder, config: CascadeConfig) -> "Cascade":
        """Raises UnusableModel."""
        try:
            described = json.loads((folder / "cascade.json").read_text(encoding="utf-8"))
            made_with, labels, by_heart = (described[key] for key in ("embedder", "labels", "by_heart"))
            halves = _load_both(folder, labels, described["temperatures"]) if len(labels) > 1 else None
        except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
            raise UnusableModel(f"what it learnt is missing or damaged ({type(error).__name__}: {error})") from error
        if made_with != embedder.name:
            raise UnusableModel(f"it was trained with the embedder {made_with}, here there is {embedder.name}")
        return cls(labels, by_heart, halves, embedder, config)


def _by_heart(lessons: Sequence[Lesson]) -> dict[str, list[str]]:
    """What was taught word for word, and as what; half a question is taught as several topics, each as likely."""
    taught: dict[str, set[str]] = {}
    for lesson in lessons:
        taught.setdefault(match_key(lesson.text), set()).add(lesson.label)
    return {key: sorted(labels) for key, labels in taught.items() if key}


def _fit(lessons: Sequence[Lesson], vectors: np.ndarray) -> tuple[TextModel, MeaningModel]:
    labels = [lesson.label for lesson in lessons]
    words = TextModel.fit([(lesson.kept, lesson.words) for lesson in lessons], labels)
    return words, MeaningModel.fit(vectors, labels, [lesson.sense for lesson in lessons])


def _learn_both(lessons: Sequence[Lesson], embedder: Embedder, config: CascadeConfig) -> Halves:
    vectors = embedder.embed([lesson.kept for lesson in lessons])
    words, meaning = _fit(lessons, vectors)
    return Halves(words, meaning, _calibrate(lessons, vectors, config))


def _load_both(folder: Path, labels: list[str], temperatures: list[float]) -> Halves:
    words = TextModel.load(folder)
    if words.labels != labels:
        raise ValueError("the labels of model.json are others")
    by_words, by_both = map(float, temperatures)
    return Halves(words, MeaningModel.load(folder, labels), (by_words, by_both))


def average(by_words: np.ndarray, by_meaning: np.ndarray, config: CascadeConfig) -> np.ndarray:
    return (1 - config.meaning_weight) * by_words + config.meaning_weight * by_meaning


def lead(probabilities: np.ndarray) -> float:
    """Of the best over the second."""
    second, best = np.sort(probabilities)[-2:]
    return float(best - second)


def _calibrate(lessons: Sequence[Lesson], vectors: np.ndarray, config: CascadeConfig) -> tuple[float, float]:
    """Temperatures of both exits, from sentences that were kept aside while the rest was learnt."""
    by_words: list[np.ndarray] = []
    by_both: list[np.ndarray] = []
    truth: list[str] = []
    for learnt, aside in folds([lesson.sense for lesson in lessons]):
        words, meaning = _fit([lessons[index] for index in learnt], vectors[learnt])
        by_words += list(words.probabilities([(lessons[index].kept, lessons[index].words) for index in aside]))
        by_both += list(meaning.read(vectors[aside])[0])
        truth += [lessons[index].label for index in aside]
    if not truth:
        return NOTHING_KNOWN, NOTHING_KNOWN
    slow = average(np.array(by_words), np.array(by_both), config)
    labels = sorted({lesson.label for lesson in lessons})
    columns = np.array([labels.index(label) for label in truth])
    sure = np.array([lead(row) > config.exit_margin for row in by_words])
    return (
        fit_temperature(np.array(by_words)[sure], columns[sure]),
        fit_temperature(slow[~sure], columns[~sure]),
    )
