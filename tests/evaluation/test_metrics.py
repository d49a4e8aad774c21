"""The measures, against figures worked out by hand."""

import pytest

from evaluation.metrics import Share, calibration_error, class_scores, macro_f1, reliability

PAIRS = [("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("b", "c"), ("b", "c"), ("b", "a")]


def test_precision_recall_and_f1_of_each_label():
    a, b = class_scores(PAIRS)
    assert (a.n, a.precision, a.recall, a.f1) == (3, pytest.approx(2 / 3), pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert (b.n, b.precision, b.recall, b.f1) == (4, 0.5, 0.25, pytest.approx(1 / 3))


def test_a_label_names_what_it_is_taken_for_most():
    a, b = class_scores(PAIRS)
    assert (a.confused_with, a.confused_n) == ("b", 1)
    assert (b.confused_with, b.confused_n) == ("c", 2)


def test_a_label_that_is_never_right_has_no_score_and_breaks_nothing():
    (score,) = class_scores([("a", "b")])
    assert (score.precision, score.recall, score.f1) == (0.0, 0.0, 0.0)


def test_macro_f1_counts_labels_and_not_sentences():
    assert macro_f1(class_scores(PAIRS)) == pytest.approx((2 / 3 + 1 / 3) / 2)
    assert macro_f1([]) is None


def test_wilsons_interval_is_that_of_the_textbook():
    assert Share(8, 10).interval == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.9433, abs=1e-4))
    assert Share(0, 10).interval == (0.0, pytest.approx(0.2775, abs=1e-4))
    assert Share(10, 10).interval == (pytest.approx(0.7225, abs=1e-4), 1.0)


def test_a_share_of_nothing_has_no_value():
    assert Share(0, 0).value is None
    assert Share(0, 0).interval is None


def test_a_bin_compares_mean_confidence_with_what_was_right():
    low, high = reliability([(0.12, False), (0.18, True), (0.95, True), (1.0, True)])
    assert (low.low, low.n, low.confidence, low.accuracy) == (0.1, 2, pytest.approx(0.15), 0.5)
    assert (high.high, high.n, high.confidence, high.accuracy) == (1.0, 2, pytest.approx(0.975), 1.0)


def test_the_calibration_error_weighs_bins_by_their_sentences():
    bins = reliability([(0.12, False), (0.18, True), (0.95, True), (1.0, True)])
    assert calibration_error(bins) == pytest.approx((2 * 0.35 + 2 * 0.025) / 4)
    assert calibration_error([]) is None
