"""The table of events on disk, laid out as Rasa's own SQL store lays it out, so that its tools can read it."""

import json
import sqlite3
from pathlib import Path
from typing import Any

from rasa.shared.core.events import Event, SessionStarted

BUSY_MS = 2000
"""How long a write waits for another process that is writing, such as a backup."""

_CREATE = """
CREATE TABLE IF NOT EXISTS events (
    id INTEGER NOT NULL PRIMARY KEY, sender_id VARCHAR(255) NOT NULL, type_name VARCHAR(255) NOT NULL,
    timestamp FLOAT, intent_name VARCHAR(255), action_name VARCHAR(255), data TEXT);
CREATE INDEX IF NOT EXISTS ix_events_sender_id ON events (sender_id);
"""
_LAST_ID = "SELECT max(id) FROM events WHERE sender_id = ?"
_SESSION = """
SELECT id, data FROM events WHERE sender_id = :sender AND id >= coalesce(
    (SELECT max(id) FROM events WHERE sender_id = :sender AND type_name = :started), 0)
ORDER BY id
"""
_INSERT = (
    "INSERT INTO events (sender_id, type_name, timestamp, intent_name, action_name, data) VALUES (?, ?, ?, ?, ?, ?)"
)

Dump = dict[str, Any]


class DialogueMoved(Exception):
    """The dialogue went on elsewhere; nothing of this turn is stored."""


class EventTable:
    """One connection for the life of the process. All methods raise sqlite3.Error when the disk fails them.

    SQLite writes ahead without waiting for the disk at each turn. A killed process loses nothing. A power cut may lose
    the last turns of a dialogue, which is not the record: the service's log is.
    """

    def __init__(self, file: str | Path) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        self._connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.executescript(_CREATE)

    def close(self) -> None:
        """The last to close it leaves all in the one file, without a log beside it."""
        self._connection.close()

    def last_id(self, sender_id: str) -> int | None:
        """Of the newest event; None when the sender is unknown."""
        return self._connection.execute(_LAST_ID, (sender_id,)).fetchone()[0]

    def session(self, sender_id: str) -> tuple[list[Dump], int]:
        """The events since the latest session began, oldest first, and the id of the newest, 0 when there is none."""
        found = {"sender": sender_id, "started": SessionStarted.type_name}
        rows = self._connection.execute(_SESSION, found).fetchall()
        return [json.loads(data) for _, data in rows], rows[-1][0] if rows else 0

    def all(self, sender_id: str) -> list[Dump]:
        """The events of every session, oldest first."""
        rows = self._connection.execute("SELECT data FROM events WHERE sender_id = ? ORDER BY id", (sender_id,))
        return [json.loads(data) for (data,) in rows]

    def senders(self) -> list[str]:
        return [sender for (sender,) in self._connection.execute("SELECT DISTINCT sender_id FROM events")]

    def append(self, sender_id: str, events: list[Event], *, after_id: int) -> int:
        """All of them or, when it raises, none; returns the id of the newest.

        Raises DialogueMoved when `after_id` is not the newest event: of two turns at once, in two processes, one wins.
        """
        rows = [_row(sender_id, event) for event in events]
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            if (self.last_id(sender_id) or 0) != after_id:
                raise DialogueMoved("Another process has written to the dialogue since it was read.")
            newest = after_id
            for row in rows:
                newest = self._connection.execute(_INSERT, row).lastrowid or newest
            self._connection.execute("COMMIT")
            return newest
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise


def _row(sender_id: str, event: Event) -> tuple[Any, ...]:
    dump = event.as_dict()
    intent = ((dump.get("parse_data") or {}).get("intent") or {}).get("name")
    return sender_id, event.type_name, dump.get("timestamp"), intent, dump.get("name"), json.dumps(dump)
