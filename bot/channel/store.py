"""The tracker store as this channel needs it: never a silent stand-in, and no slower than it must be."""

from typing import Any

from rasa.core.tracker_store import FailSafeTrackerStore, SQLTrackerStore, TrackerStore
from sqlalchemy import event


def durable(store: TrackerStore) -> TrackerStore:
    """The database itself: Rasa's wrapper around it would go on in memory, silently, when the database fails."""
    return store._tracker_store if isinstance(store, FailSafeTrackerStore) else store


def tune(store: TrackerStore) -> None:
    """Let SQLite write ahead without waiting for the disk at each turn.

    A killed process loses nothing. A power cut may lose the last turns of the tracker, which is not the record: the
    service's log is.
    """
    inner = durable(store)
    if isinstance(inner, SQLTrackerStore) and inner.engine.dialect.name == "sqlite":
        event.listen(inner.engine, "connect", _write_ahead)
        inner.engine.dispose()


def _write_ahead(connection: Any, _: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA busy_timeout=2000")
