"""Copies what SQLite's log has gathered into the file itself, so that no COMMIT has to wait for it.

A COMMIT flushes the log, and with that it is on disk. To copy the log's pages into a large file takes a tenth of a
second, which SQLite would otherwise spend inside a COMMIT, at every thousandth page. It still does so when the log
is `sqlite.LOG_PAGES_MAX` long: there is little left to copy then, and after it the log begins anew.
"""

import threading

import structlog
from sqlalchemy import NullPool, text
from sqlalchemy.exc import DBAPIError

from handoff import sqlite
from handoff.shared_lock import SharedLock

EVERY_CALLS = 500  # written; some 5 MB of the log, and about as often as SQLite would have done it

log = structlog.get_logger(__name__)


class Checkpoints:
    """A thread of its own. Its connection lives for one copy, with `connections` held: one that was opened while the
    disk was read-only would keep every other from writing (`Database._open_anew`)."""

    def __init__(self, url: str, connections: SharedLock) -> None:
        self._connections = connections
        self._engine = sqlite.make_engine(url, begin="BEGIN", poolclass=NullPool)
        self._written = 0  # calls since the last copy; the writer's to count, ours to begin anew
        self._is_due, self._is_over = threading.Event(), False
        self._thread = threading.Thread(target=self._run, name="db-checkpoints", daemon=True)
        self._thread.start()

    def wrote(self, calls: int) -> None:
        """So many more are on disk. Called by the one writer."""
        self._written += calls
        if self._written >= EVERY_CALLS:
            self._written = 0
            self._is_due.set()

    def close(self) -> None:
        self._is_over = True
        self._is_due.set()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self._is_due.wait()
            self._is_due.clear()
            if self._is_over:
                return
            try:
                with self._connections.shared(), self._engine.connect() as connection:
                    connection.execute(text("PRAGMA wal_checkpoint(PASSIVE)"))  # waits for nobody, and nobody for it
            except DBAPIError as error:  # the writer meets the same trouble, and says so to whom it concerns
                log.warning("database.checkpoint_failed", error=type(error).__name__)
