"""What becomes of a sentence: done right, done wrong, or asked back."""

import pytest

from tests.evaluation.samples import reading, sentence

FEE, LOSS = "faq/annual_fee", "faq/report_card_loss"


@pytest.mark.parametrize(
    ("label", "read", "outcome"),
    [
        (FEE, reading("faq", FEE, LOSS), "right"),
        (FEE, reading("faq", LOSS, FEE), "wrong"),
        (FEE, reading("greet", FEE), "wrong"),
        (FEE, reading("nlu_fallback", LOSS, FEE, best="faq"), "asks"),
        (FEE, reading("nlu_fallback", LOSS, best="faq"), "asks in vain"),
        ("greet", reading("greet", FEE), "right"),
        ("greet", reading("faq", FEE), "wrong"),
        ("greet", reading("nlu_fallback", FEE, best="greet"), "asks in vain"),
    ],
)
def test_a_sentence_has_one_of_four_outcomes(label: str, read: dict, outcome: str):
    assert sentence("某句话", label, read).outcome == outcome


def test_doubt_is_no_intent_of_the_model():
    judged = sentence("年费", FEE, reading("nlu_fallback", FEE, best="faq"))
    assert judged.intent == "faq"
    assert judged.has_intent(1)


def test_words_the_dialogue_settles_count_as_the_customer_meets_them():
    """The model doubts; the actions do not, because 转人工 is said in so many words."""
    judged = sentence("给我转人工", "request_agent", reading("nlu_fallback", FEE, best="faq"))
    assert (judged.intent, judged.served, judged.outcome) == ("faq", "request_agent", "right")
