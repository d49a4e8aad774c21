"""Where the Rasa processes are: as the settings say, or as a file says that changes when a new model takes over."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)
Mark = tuple[int, int, int]


class Addresses:
    """`urls`, until `file` (a JSON list of addresses) is there and says others."""

    def __init__(self, urls: Sequence[str], file: Path | None = None) -> None:
        self.urls = tuple(urls)
        self._file = file
        self._mark: Mark | None = None  # of the file as it was read last
        self.look()

    def look(self) -> bool:
        """Whether there are others than at the last look. Costs a microsecond while the file stays as it is.

        A file that is gone, or holds no addresses, changes nothing: the bots of before may still be there.
        """
        if self._file is None or (mark := _mark_of(self._file)) in (None, self._mark):
            return False
        self._mark, before = mark, self.urls
        try:
            self.urls = _read(self._file)
        except (OSError, ValueError) as error:
            log.error("bot.addresses_unreadable", error=type(error).__name__)
        return self.urls != before


def _mark_of(file: Path) -> Mark | None:
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size


def _read(file: Path) -> tuple[str, ...]:
    """Raises OSError or ValueError."""
    found = json.loads(file.read_text(encoding="utf-8"))
    if not isinstance(found, list) or not found or not all(isinstance(url, str) for url in found):
        raise ValueError("not a list of addresses")
    return tuple(found)
