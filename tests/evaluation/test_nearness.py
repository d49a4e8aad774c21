"""Whether a held-out sentence is too near to a taught one."""

import math

import pytest

from evaluation.nearness import NEAR, Taught

TAUGHT = ["信用卡年费怎么收", "提前还款要不要违约金", "转人工"]


def test_a_near_duplicate_is_found():
    index, nearness = Taught(TAUGHT).nearest("信用卡年费怎么收取")
    assert index == 0
    assert NEAR < nearness < 1


def test_the_same_text_has_the_nearness_one():
    assert Taught(TAUGHT).nearest("转人工") == (2, pytest.approx(1.0))


def test_the_measure_is_the_cosine_of_characters_and_pairs():
    """挂失 and 挂号 each have two characters and three pairs; both have 挂 and the pair of the beginning with 挂."""
    assert Taught(["挂号"]).nearest("挂失") == (0, pytest.approx(2 / math.sqrt(5 * 5)))


def test_another_question_of_the_same_matter_is_not_near():
    _, nearness = Taught(TAUGHT).nearest("信用卡一年要交多少钱")
    assert 0 < nearness < NEAR


def test_what_shares_nothing_is_near_to_nothing():
    assert Taught(TAUGHT).nearest("abc") == (-1, 0.0)
