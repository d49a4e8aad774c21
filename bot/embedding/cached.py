"""Remembers the vectors of what was said lately: customers type 人工 and press the same buttons all day."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from bot.embedding.embedder import Embedder

MOST_TEXTS = 24_576
"""Of 384 numbers each: 38 MB at most. A training embeds each of its sentences once for all components."""

MOST_CHARACTERS = 200
"""Of a text; what follows is not embedded. What a customer wants stands at the beginning, and time stays bounded."""


class CachedEmbedder:
    """Wraps an embedder; the least recently used texts are forgotten. `hits` and `misses` count texts."""

    def __init__(self, inner: Embedder, most_texts: int = MOST_TEXTS) -> None:
        self.name = inner.name
        self.dimension = inner.dimension
        self.hits = 0
        self.misses = 0
        self._inner = inner
        self._most = most_texts
        self._known: OrderedDict[str, np.ndarray] = OrderedDict()
        self._lock = Lock()

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        texts = [text[:MOST_CHARACTERS] for text in texts]
        vectors = {text: known for text in texts if (known := self._find(text)) is not None}
        missing = sorted({text for text in texts if text not in vectors})
        self._count(len(texts), missing=len(missing))
        for text, vector in zip(missing, self._inner.embed(missing) if missing else (), strict=True):
            vectors[text] = vector
            self._keep(text, vector)
        return np.stack([vectors[text] for text in texts]) if texts else np.empty((0, self.dimension), np.float32)

    def _find(self, text: str) -> np.ndarray | None:
        with self._lock:
            if text in self._known:
                self._known.move_to_end(text)
            return self._known.get(text)

    def _keep(self, text: str, vector: np.ndarray) -> None:
        with self._lock:
            self._known[text] = vector.copy()
            while len(self._known) > self._most:
                self._known.popitem(last=False)

    def _count(self, asked: int, *, missing: int) -> None:
        with self._lock:
            self.misses += missing
            self.hits += asked - missing
