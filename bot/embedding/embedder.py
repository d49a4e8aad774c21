"""What an embedder is."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np


class EmbedderUnavailable(Exception):
    """The embedder asked for cannot be opened here; the message says what to do."""


class Embedder(Protocol):
    """Turns sentences into vectors. Safe to share between threads."""

    name: str
    """Weights and arithmetic: vectors of two embeddings compare only when the names are equal."""

    dimension: int

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """(texts, dimension) float32, each row of length 1."""
