"""Logs are JSON lines on standard output: what happened, with ids, and never what somebody said.

An exception is logged by its classes and places. Its message stays out, for it may quote a value (a failed statement's
parameters, a field that did not validate); only the operating system's and the database driver's own words are kept,
as far as they quote no row.
"""

import logging
import sys
import traceback
from types import TracebackType
from typing import Any, TextIO

import structlog
from sqlalchemy.exc import DBAPIError
from structlog.typing import EventDict, Processor, WrappedLogger

FRAMES_MAX = 12  # the innermost; the rest is the framework's
# Libraries whose INFO lines repeat our request log or name addresses.
QUIET = ("uvicorn.error", "httpx", "httpcore", "alembic", "asyncio", "sanic.root", "sanic.server")


def configure(level: str, stream: TextIO = sys.stdout) -> None:
    """For a whole process: structlog's and the standard library's loggers write the same lines."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        describe_error,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def describe_error(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Replace `exc_info` by `exception`: a list, outermost cause last, of class, places and what may be said of it."""
    info = event.pop("exc_info", None)
    record = event.get("_record")
    if not info and record is not None:
        info, record.exc_info, record.exc_text = record.exc_info, None, None
    error = _error_of(info)
    if error is not None:
        event["exception"] = _chain(error)
    return event


def _error_of(info: Any) -> BaseException | None:
    if isinstance(info, BaseException):
        return info
    if isinstance(info, tuple):
        return info[1]
    return sys.exc_info()[1] if info else None


def _chain(error: BaseException) -> list[dict[str, Any]]:
    chain: list[dict[str, Any]] = []
    current: BaseException | None = error
    while current is not None and len(chain) < 5:
        chain.append({"type": type(current).__name__, "at": _places(current.__traceback__), **_sayable(current)})
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return chain


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-FRAMES_MAX:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


def _sayable(error: BaseException) -> dict[str, str]:
    if isinstance(error, OSError):
        return {"message": str(error)}
    if isinstance(error, DBAPIError) and isinstance(error.orig, Exception):
        return {"message": f"{type(error.orig).__name__}: {_words_of_driver(error.orig)}"}
    return {}


def _words_of_driver(error: Any) -> str:
    """PostgreSQL quotes rows and values in what it says of a statement; SQLite and lost connections quote none."""
    sqlstate = getattr(error, "sqlstate", None)  # of `psycopg.Error` alone, which takes long to import
    if sqlstate is not None:
        return " ".join(filter(None, [sqlstate, error.diag.table_name, error.diag.constraint_name]))
    return str(error)
