"""Vectors of what was taught, kept on disk from one training to the next: most of its sentences are the same."""

import hashlib
import json
import logging
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.embedding.cached import CachedEmbedder
from bot.embedding.embedder import Embedder

MOST_TAUGHT = 65_536
"""Of 384 numbers each: 100 MB at most, in the training process and on disk."""

logger = logging.getLogger(__name__)


class TaughtEmbedder(CachedEmbedder):
    """For training. Whatever is new is written to `folder` after each call, where only the latest embedder's stay."""

    def __init__(self, inner: Embedder, folder: Path, most_texts: int = MOST_TAUGHT) -> None:
        super().__init__(inner, most_texts)
        self._path = folder / f"vectors-{hashlib.sha256(inner.name.encode()).hexdigest()[:12]}.npz"
        self._recall()

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        known = self.misses
        vectors = super().embed(texts)
        if self.misses > known:
            self._store()
        return vectors

    def _recall(self) -> None:
        """A file that is damaged is as good as none."""
        try:
            with np.load(self._path, allow_pickle=False) as arrays:
                texts, vectors = json.loads(arrays["texts"].tobytes()), arrays["vectors"]
            if vectors.dtype != np.float32 or vectors.shape != (len(texts), self.dimension):
                raise ValueError("the vectors do not belong to the texts")
        except FileNotFoundError:
            return
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            logger.warning("%s is not used, every sentence is embedded anew: %s", self._path, error)
            return
        self._known.update(zip(texts[-self._most :], vectors[-self._most :], strict=True))

    def _store(self) -> None:
        """Training does not depend on it: where nothing can be written, the next one takes longer."""
        texts = np.frombuffer(json.dumps(list(self._known), ensure_ascii=False).encode(), np.uint8)
        folder = self._path.parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder, prefix=".draft-") as drafts:
                draft = Path(drafts, self._path.name)
                np.savez(draft, texts=texts, vectors=np.stack(list(self._known.values())))
                draft.replace(self._path)
            for other in set(folder.glob("vectors-*.npz")) - {self._path}:
                other.unlink(missing_ok=True)
        except OSError as error:
            logger.warning("%s is not written, the next training embeds all sentences anew: %s", self._path, error)
