"""A log file that starts anew when it is full, and keeps the last few."""

import contextlib
from io import FileIO
from pathlib import Path

MAX_BYTES = 10_000_000  # a day of a busy desk is about 5 MB
KEPT = 5  # NAME.log.1 is the newest of the full ones


class RotatingLog:
    """`write` what a child prints; whole lines stay together as long as they come together."""

    def __init__(self, path: Path, *, max_bytes: int = MAX_BYTES, kept: int = KEPT) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path, self._max_bytes, self._kept = path, max_bytes, kept
        self._file = FileIO(path, "ab")

    def write(self, data: bytes) -> None:
        """What a full disk does not take is lost: the child whose words these are must go on."""
        with contextlib.suppress(OSError):
            if self._file.tell() + len(data) > self._max_bytes and self._file.tell():
                self._rotate()
            self._file.write(data)

    def close(self) -> None:
        self._file.close()

    def _rotate(self) -> None:
        for number in range(self._kept, 0, -1):
            older = self._numbered(number - 1)
            if older.exists():
                older.replace(self._numbered(number))
        full, self._file = self._file, FileIO(self.path, "ab")
        full.close()

    def _numbered(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}") if number else self.path
