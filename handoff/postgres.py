"""How the service connects to PostgreSQL: nobody waits without an end for a machine that is gone, on either side."""

from typing import Any

from sqlalchemy import URL, Engine, create_engine

CONNECT_TIMEOUT_S = 5
DEAD_MS = 15_000  # a line whose other end does not acknowledge for so long is dead
OPTIONS = {
    # Without these a process whose machine lost its power holds its locks for the two hours of TCP's own patience.
    "tcp_keepalives_idle": "5s",
    "tcp_keepalives_interval": "5s",
    "tcp_keepalives_count": "2",
    "tcp_user_timeout": f"{DEAD_MS}ms",
    # One that froze in the middle of a transaction holds rows that the others need.
    "idle_in_transaction_session_timeout": "15s",
    "lock_timeout": "5s",
    "statement_timeout": "20s",  # the longest report over a million messages takes a second
}


def make_engine(url: URL, **options: Any) -> Engine:
    """`options` are those of SQLAlchemy's `create_engine`."""
    arguments = {
        "connect_timeout": CONNECT_TIMEOUT_S,
        "keepalives_idle": 5,
        "keepalives_interval": 5,
        "keepalives_count": 2,
        "tcp_user_timeout": DEAD_MS,
        "options": " ".join(f"-c {name}={value}" for name, value in OPTIONS.items()),
    }
    return create_engine(url, connect_args=arguments, hide_parameters=True, **options)
