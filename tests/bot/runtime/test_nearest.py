"""The nearest taught sentences are those of the plain product, however they are found."""

import builtins
from typing import Any

import numpy as np
import pytest

from bot.components.nearest import FEW_ASKED, FEW_TAUGHT, Nearest

MOST, WIDTH, TOPICS = 10, 384, 100


def directions(count: int, seed: int) -> np.ndarray:
    """Sentences about a hundred topics, as alike within one as embedded sentences are."""
    topics = np.random.default_rng(0).normal(size=(TOPICS, WIDTH))
    chance = np.random.default_rng(seed)
    vectors = topics[chance.integers(TOPICS, size=count)] + chance.normal(size=(count, WIDTH))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def plain(taught: np.ndarray, asked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    cosines = asked @ taught.T
    places = np.argsort(-cosines, axis=1)[:, :MOST]
    return places, np.take_along_axis(cosines, places, axis=1)


def assert_same(nearest: Nearest, asked: np.ndarray) -> None:
    places, cosines = nearest.find(asked, MOST)
    expected, alike = plain(nearest.taught, asked)
    order = np.argsort(-cosines, axis=1)
    assert np.allclose(np.take_along_axis(cosines, order, axis=1), alike, atol=1e-6)
    assert (np.sort(places, axis=1) == np.sort(expected, axis=1)).all()


@pytest.mark.parametrize("asked", [1, 3, FEW_ASKED, 50])
@pytest.mark.parametrize("taught", [FEW_TAUGHT, 3 * FEW_TAUGHT])
def test_the_ten_nearest_are_those_of_the_plain_product(taught: int, asked: int):
    nearest = Nearest(directions(taught, seed=1))
    for start in range(5):
        assert_same(nearest, directions(asked, seed=10 + start))


def test_without_onnxruntime_they_are_the_same(monkeypatch: pytest.MonkeyPatch):
    def missing(name: str, *about: Any) -> Any:
        if name == "onnxruntime":
            raise ImportError(name)
        return real(name, *about)

    real = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", missing)
    assert_same(Nearest(directions(3 * FEW_TAUGHT, seed=1)), directions(4, seed=2))


def test_where_fewer_are_taught_all_are_nearest():
    taught = directions(4, seed=1)
    places, cosines = Nearest(taught).find(taught[:2], MOST)
    assert (np.sort(places, axis=1) == np.arange(4)).all()
    assert np.allclose(cosines.max(axis=1), 1, atol=1e-6)
