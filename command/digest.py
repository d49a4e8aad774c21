"""One digest for many files: the same exactly while none of them was renamed or changed."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from command.paths import ROOT


def digest(paths: Iterable[Path]) -> str:
    """SHA-256, in hexadecimal, over each file's place in the checkout and its content."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def files_of(folder: Path, *, skip: frozenset[str] = frozenset({"__pycache__"})) -> Iterator[Path]:
    """Every file below `folder`, without entering folders named in `skip`."""
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in skip]
        yield from (Path(parent, name) for name in names)
