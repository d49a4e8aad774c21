"""An encoder that onnxruntime runs: a directory with `model.onnx` and `tokenizer.json`, as Hugging Face exports them.

`embedder.json` beside them says what the two files do not: {"name", "prefix" (put before each text), "pooling"
("mean" or "first"), "most_tokens"}; every key may be missing.
"""

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.embedding.embedder import EmbedderUnavailable

MODEL, TOKENIZER, DESCRIPTION = "model.onnx", "tokenizer.json", "embedder.json"
POOLINGS = ("mean", "first")


@dataclass(frozen=True, slots=True)
class Description:
    """`name`: without one, the digest of the model file is the name."""

    name: str = ""
    prefix: str = ""
    pooling: str = "mean"
    most_tokens: int = 128

    def __post_init__(self) -> None:
        if self.pooling not in POOLINGS:
            raise ValueError(f"pooling must be one of {', '.join(POOLINGS)}, is {self.pooling!r}")
        if not 2 < self.most_tokens <= 512:
            raise ValueError(f"most_tokens must lie in 3…512, is {self.most_tokens}")


class OnnxDirectory:
    """Reads `folder`. Raises EmbedderUnavailable when onnxruntime is missing or the directory cannot be used.

    Sentences are embedded one by one, `threads` of them at a time: an encoder in eight bits chooses its levels by all
    that it reads together, so that in company a sentence would have another vector than alone.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise EmbedderUnavailable(f"The package {error.name} is not installed: ./zhike up installs it.") from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3  # errors
        try:
            description = _read_description(folder)
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            self._session = onnxruntime.InferenceSession(
                str(folder / MODEL), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # both libraries raise Exception itself or classes of their own for a bad file
            raise EmbedderUnavailable(f"{folder} holds no encoder that can be opened: {error}") from error
        self._description = description
        self._threads = threads
        self._tokenizer.enable_truncation(description.most_tokens)
        self._inputs = {known.name for known in self._session.get_inputs()}
        self._output = self._session.get_outputs()[0]
        self.name = description.name or f"onnx-{_digest(folder / MODEL)}"
        self.dimension = int(self._output.shape[-1])

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        if len(texts) == 1 or self._threads == 1:
            return np.stack([self._vector(text) for text in texts])
        with ThreadPoolExecutor(self._threads) as pool:
            return np.stack(list(pool.map(self._vector, texts)))

    def _vector(self, text: str) -> np.ndarray:
        """(dimension,) float32 of length 1."""
        ids = np.array([self._tokenizer.encode(self._description.prefix + text).ids], np.int64)
        fed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        (hidden,) = self._session.run([self._output.name], {name: fed[name] for name in self._inputs})[0]
        pooled = hidden[0] if self._description.pooling == "first" else hidden.mean(axis=0)
        return (pooled / max(np.linalg.norm(pooled), 1e-9)).astype(np.float32)


def _read_description(folder: Path) -> Description:
    path = folder / DESCRIPTION
    return Description(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else Description()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]
