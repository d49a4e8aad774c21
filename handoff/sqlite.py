"""The embedded database: how its file is opened, and the undoing of one call among many in a transaction."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from handoff.prepared import say

BUSY_TIMEOUT_MS = 5_000  # another process (backup, a shell) may hold the write lock this long
LOG_PAGES_MAX = 8_000  # 32 MB: a COMMIT that finds the log longer copies what `checkpoints` has left of it


def make_engine(url: str, *, begin: str, **options: Any) -> Engine:
    """WAL mode with `synchronous=FULL`: a COMMIT that returned has been flushed to the disk.

    The driver's own transaction handling is switched off; ours begins with `begin`. `options` are those of
    SQLAlchemy's `create_engine`.
    """
    arguments = {"check_same_thread": False}
    engine = create_engine(url, connect_args=arguments, hide_parameters=True, **options)

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        for pragma in _pragmas():
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        say(connection, begin)

    return engine


class Savepoint:
    """Said to the driver itself: SQLAlchemy's own costs more than the statements of a message. Raises DBAPIError."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set(self) -> None:
        say(self._connection, "SAVEPOINT call")

    def keep(self) -> None:
        say(self._connection, "RELEASE call")

    def undo(self) -> None:
        say(self._connection, "ROLLBACK TO call")
        say(self._connection, "RELEASE call")


def check_in_transaction(connection: Connection) -> None:
    """SQLite ends a transaction itself on a full disk, and the driver's commit then does nothing: no false success."""
    dbapi = connection.connection.dbapi_connection
    if dbapi is None or not dbapi.in_transaction:
        raise DBAPIError("COMMIT", None, RuntimeError("SQLite rolled the transaction back"))


def _pragmas() -> Iterable[str]:
    return (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        f"wal_autocheckpoint={LOG_PAGES_MAX}",
        "foreign_keys=ON",
    )
