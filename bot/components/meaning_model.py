"""The slower half of the cascade: one softmax over a sentence's embedding. Imports no Rasa and no embedder."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.components.softmax import fit_softmax


class MeaningModel:
    """Probabilities of labels, each the sum of its senses, and how near the nearest taught sentence is.

    A sense is a finer label where the examples have one: the intent `faq` has a sense a topic. Knowing them, the model
    finds 89.5 % of the intents of sentences kept aside, else 87.5 %.
    """

    def __init__(
        self, labels: list[str], sense_labels: list[int], centre: np.ndarray, weights: np.ndarray, taught: np.ndarray
    ) -> None:
        """`sense_labels[s]` is the label's index of sense s, `centre` the mean (d,) of what was taught, `weights`
        (d + 1, senses) with the intercept last, `taught` the examples (n, d), centred and of unit length."""
        self.labels = labels
        self._sense_labels = np.array(sense_labels)
        self._centre = centre.astype(np.float32)
        self._weights = weights.astype(np.float32)
        self._taught = taught.astype(np.float32)

    @classmethod
    def fit(cls, vectors: np.ndarray, labels: Sequence[str], senses: Sequence[str]) -> "MeaningModel":
        """Learn from (n, d) unit vectors. Needs two different labels; a sense belongs to one."""
        known, kinds = sorted(set(labels)), sorted(set(zip(labels, senses, strict=True)))
        index = {kind: number for number, kind in enumerate(kinds)}
        # All sentences of one language point much the same way; less their mean they point apart.
        centre = vectors.mean(axis=0)
        truth = np.array([index[kind] for kind in zip(labels, senses, strict=True)])
        weights = fit_softmax(vectors - centre, truth, len(kinds))
        return cls(known, [known.index(label) for label, _ in kinds], centre, weights, _directions(vectors - centre))

    def probabilities(self, vectors: np.ndarray) -> np.ndarray:
        """(texts, labels), each row summing to 1."""
        scores = (vectors - self._centre) @ self._weights[:-1] + self._weights[-1]
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        summed = np.zeros((len(vectors), len(self.labels)))
        np.add.at(summed.T, self._sense_labels, powers.T)
        return summed / summed.sum(axis=1, keepdims=True)

    def nearest(self, vectors: np.ndarray) -> np.ndarray:
        """(texts,) cosine of each text with the taught sentence nearest to it, the common direction left out."""
        return (_directions(vectors - self._centre) @ self._taught.T).max(axis=1)

    def save(self, folder: Path) -> None:
        np.savez_compressed(
            folder / "meaning.npz",
            sense_labels=self._sense_labels,
            centre=self._centre,
            weights=self._weights,
            taught=self._taught.astype(np.float16),
        )

    @classmethod
    def load(cls, folder: Path, labels: list[str]) -> "MeaningModel":
        """Read what `save` wrote. Raises OSError, KeyError or ValueError when it is not there or not whole."""
        with np.load(folder / "meaning.npz", allow_pickle=False) as arrays:
            senses, centre, weights, taught = (arrays[key] for key in ("sense_labels", "centre", "weights", "taught"))
        if weights.shape != (len(centre) + 1, len(senses)) or set(senses) != set(range(len(labels))):
            raise ValueError("the weights of meaning.npz do not belong to its labels")
        return cls(labels, senses.tolist(), centre, weights, taught)


def _directions(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
