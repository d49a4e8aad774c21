"""The slower half of the cascade: a softmax over a sentence's embedding, and the taught sentences nearest to it.

Imports no Rasa and no embedder.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.components.nearest import Nearest
from bot.components.softmax import fit_softmax

NEIGHBOURS = 10
"""Taught sentences that have a say. Without them 84.2 % of the intents of examples kept aside are right, with 10 of
them 85.1 %, with 30 84.9 %."""
WARMTH = 0.05
"""In so much less cosine their say falls by e. With 0.1 intents are 0.2 points less often right."""

ALIKE, STRANGE = 0.6, 0.2
"""Cosines. Where little is taught the nearest is often strange; with a say all the same, it made bots of a few dozen
sentences sure of anything."""


class MeaningModel:
    """Probabilities of labels by a softmax over senses and by neighbours; how near the nearest of these is.

    Neighbours have half the say where the nearest is alike, and none where even it is strange.

    A sense is a finer label where the examples have one: the intent `faq` has a sense a topic. Knowing them, the model
    finds 89.5 % of the intents of sentences kept aside, else 87.5 %.
    """

    def __init__(
        self,
        labels: list[str],
        sense_labels: list[int],
        centre: np.ndarray,
        weights: np.ndarray,
        taught: np.ndarray,
        taught_senses: np.ndarray,
    ) -> None:
        """`sense_labels[s]` is the label's index of sense s, `centre` the mean (d,) of what was taught, `weights`
        (d + 1, senses) with the intercept last, `taught` the examples (n, d), centred and of unit length, and
        `taught_senses` (n,) the sense of each."""
        self.labels = labels
        self._sense_labels = np.array(sense_labels)
        self._taught_labels = self._sense_labels[taught_senses]
        self._taught_senses = taught_senses
        self._centre = centre.astype(np.float32)
        self._weights = weights.astype(np.float32)
        self._nearest = Nearest(taught.astype(np.float16))  # as exact as it is stored

    @classmethod
    def fit(cls, vectors: np.ndarray, labels: Sequence[str], senses: Sequence[str]) -> "MeaningModel":
        """Learn from (n, d) unit vectors. Needs two different labels; a sense belongs to one."""
        known, kinds = sorted(set(labels)), sorted(set(zip(labels, senses, strict=True)))
        index = {kind: number for number, kind in enumerate(kinds)}
        # All sentences of one language point much the same way; less their mean they point apart.
        centre = vectors.mean(axis=0)
        truth = np.array([index[kind] for kind in zip(labels, senses, strict=True)])
        weights = fit_softmax(vectors - centre, truth, len(kinds))
        places = [known.index(label) for label, _ in kinds]
        return cls(known, places, centre, weights, _directions(vectors - centre), truth)

    def read(self, vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Probabilities (texts, labels), each row summing to 1; and (texts,) the cosine of each text with the taught
        sentence nearest to it, the common direction left out."""
        neighbours, cosines = self._nearest.find(_directions(vectors - self._centre), NEIGHBOURS)
        nearest = cosines.max(axis=1)
        say = np.clip((nearest - STRANGE) / (ALIKE - STRANGE), 0, 1)[:, None] / 2
        by_neighbours = self._by_neighbours(neighbours, cosines)
        return (1 - say) * self._by_senses(vectors) + say * by_neighbours, nearest

    def _by_senses(self, vectors: np.ndarray) -> np.ndarray:
        scores = (vectors - self._centre) @ self._weights[:-1] + self._weights[-1]
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return self._shares(powers, np.broadcast_to(self._sense_labels, powers.shape))

    def _by_neighbours(self, neighbours: np.ndarray, cosines: np.ndarray) -> np.ndarray:
        say = np.exp((cosines - cosines.max(axis=1, keepdims=True)) / WARMTH)
        return self._shares(say, self._taught_labels[neighbours])

    def _shares(self, says: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """(texts, labels), each row summing to 1: what says (texts, n) give the labels (texts, n) together."""
        most = len(self.labels)
        rows = [np.bincount(row, say, most) for row, say in zip(labels, says, strict=True)]
        summed = np.array(rows).reshape(-1, most)
        return summed / summed.sum(axis=1, keepdims=True)

    def save(self, folder: Path) -> None:
        np.savez_compressed(
            folder / "meaning.npz",
            sense_labels=self._sense_labels,
            centre=self._centre,
            weights=self._weights,
            taught=self._nearest.taught.astype(np.float16),
            taught_senses=self._taught_senses.astype(np.int32),
        )

    @classmethod
    def load(cls, folder: Path, labels: list[str]) -> "MeaningModel":
        """Read what `save` wrote. Raises OSError, KeyError or ValueError when it is not there or not whole."""
        with np.load(folder / "meaning.npz", allow_pickle=False) as arrays:
            senses, centre, weights = (arrays[key] for key in ("sense_labels", "centre", "weights"))
            taught, taught_senses = arrays["taught"], arrays["taught_senses"]
        if len(taught) != len(taught_senses) or not set(taught_senses) <= set(range(len(senses))):
            raise ValueError("the taught sentences of meaning.npz do not belong to its senses")
        if weights.shape != (len(centre) + 1, len(senses)) or set(senses) != set(range(len(labels))):
            raise ValueError("the weights of meaning.npz do not belong to its labels")
        return cls(labels, senses.tolist(), centre, weights, taught, taught_senses)


def _directions(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
