"""The text model: what is learnt, stored and read again."""

from pathlib import Path

import pytest

from bot.components.cascade import lead
from bot.components.text_model import Shape, TextModel

EXAMPLES = [("年费多少", ["年费", "多少"]), ("年费怎么收", ["年费", "怎么", "收"]), ("转账没到", ["转账", "没到"])]
EXAMPLES += [("转账多久到", ["转账", "多久", "到"]), ("你好", ["你好"]), ("你好啊", ["你好", "啊"])]
LABELS = ["fee", "fee", "transfer", "transfer", "greet", "greet"]


@pytest.mark.parametrize("count", [4, 6])
def test_it_knows_what_it_learnt(count: int) -> None:
    model = TextModel.fit(EXAMPLES[:count], LABELS[:count], Shape())
    for example, label in zip(EXAMPLES[:count], LABELS[:count], strict=True):
        confidences = model.probabilities([example])[0]
        assert model.labels[confidences.argmax()] == label
        assert confidences.sum() == pytest.approx(1)


def test_what_is_stored_predicts_the_same(tmp_path: Path) -> None:
    model = TextModel.fit(EXAMPLES, LABELS)
    model.save(tmp_path)
    asked = [("年费几号收", ["年费"]), ("你好", ["你好"])]
    assert TextModel.load(tmp_path).probabilities(asked).tolist() == model.probabilities(asked).tolist()


def test_weights_of_another_vocabulary_are_refused(tmp_path: Path) -> None:
    TextModel.fit(EXAMPLES, LABELS).save(tmp_path)
    stored = tmp_path / "model.json"
    stored.write_text(stored.read_text(encoding="utf-8").replace('"c:年"', '"c:年", "c:月"', 1), encoding="utf-8")
    with pytest.raises(ValueError, match="vocabulary"):
        TextModel.load(tmp_path)


def test_unknown_words_lower_the_lead_of_the_best() -> None:
    model = TextModel.fit(EXAMPLES, LABELS)
    known, diluted = model.probabilities(
        [("年费多少", ["年费", "多少"]), ("年费quantum chromodynamics lattice", ["年费", "quantum"])]
    )
    assert lead(known) > lead(diluted)


def test_a_text_of_nothing_still_gets_a_ranking() -> None:
    assert TextModel.fit(EXAMPLES, LABELS).probabilities([("", [])]).shape == (1, 3)
