"""The only place that opens a transaction and commits.

Services are plain functions of a `Session`. `Database.write` runs them: on SQLite by one writer thread that puts the
waiting calls into one transaction (group commit, a savepoint each), on PostgreSQL by a pool of threads. A caller is
answered after COMMIT, and what a service told to `publish` is handed on after COMMIT, in commit order.
"""

import asyncio
import queue
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import structlog
from sqlalchemy import DateTime, Engine, MetaData, create_engine, event, make_url
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from handoff.errors import StorageUnavailable
from handoff.metrics import WRITE_BATCH

P = ParamSpec("P")
R = TypeVar("R")
Listener = Callable[[list[Any]], None]

BATCH_MAX = 128  # calls a transaction: bounds how long the first waits for the last
POOL_SIZE = 8  # threads and connections; more than the cores, since they wait for the disk
BUSY_TIMEOUT_MS = 5_000  # another process (backup, a shell) may hold SQLite's write lock this long

log = structlog.get_logger(__name__)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time; SQLite keeps no zone, so it is put back when read. Refuses naive values."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("naive datetime")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


class Base(DeclarativeBase):
    """All tables; constraints are named so that Alembic can change them on SQLite too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012 — SQLAlchemy's own name


def publish(session: Session, *messages: Any) -> None:
    """Hand `messages` to the database's listener once this transaction is on disk; dropped when it is rolled back."""
    session.info.setdefault("published", []).extend(messages)


class Database:
    """`write` and `read` run a service function on a thread; nothing else in the program touches a connection."""

    def __init__(self, url: str, listener: Listener = lambda messages: None) -> None:
        self.url = make_url(url)
        self.listener = listener
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._pool = ThreadPoolExecutor(POOL_SIZE, thread_name_prefix="db")
        if self.is_sqlite:
            if self.url.database:
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            self._writer: Engine = _sqlite_engine(url, begin="BEGIN IMMEDIATE", pool_size=1)
            self._reader: Engine = _sqlite_engine(url, begin="BEGIN", pool_size=POOL_SIZE)
            self._queue: queue.SimpleQueue[_Call | None] = queue.SimpleQueue()
            self._thread = threading.Thread(target=self._write_batches, name="db-writer", daemon=True)
            self._thread.start()
        else:
            self._writer = self._reader = create_engine(
                self.url, pool_size=POOL_SIZE, pool_pre_ping=True, hide_parameters=True
            )

    async def write(self, verb: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `verb(session, …)` and COMMIT; return its result once it is on disk.

        Raises what `verb` raised (then nothing of it is kept), or StorageUnavailable when the database refuses.
        """
        call = _Call(lambda session: verb(session, *args, **kwargs))
        if self.is_sqlite:
            self._queue.put(call)
        else:
            self._pool.submit(self._write_alone, call)
        return await asyncio.wrap_future(call.future)

    async def read(self, verb: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `verb(session, …)` on a snapshot and return its result; whatever it changes is thrown away."""

        def run() -> R:
            try:
                with self._reader.connect() as connection, Session(connection) as session:
                    return verb(session, *args, **kwargs)
            except DBAPIError as error:
                raise StorageUnavailable from error

        return await asyncio.get_running_loop().run_in_executor(self._pool, run)

    def close(self) -> None:
        """Finish what is queued, then close every connection."""
        if self.is_sqlite:
            self._queue.put(None)
            self._thread.join()
        self._pool.shutdown()
        for engine in {self._writer, self._reader}:
            engine.dispose()

    def _write_batches(self) -> None:
        while (call := self._queue.get()) is not None:
            batch = [call]
            is_last = False
            while len(batch) < BATCH_MAX and not self._queue.empty():
                following = self._queue.get()
                if following is None:
                    is_last = True
                    break
                batch.append(following)
            self._write(batch)
            if is_last:
                return

    def _write_alone(self, call: "_Call") -> None:
        self._write([call])

    def _write(self, batch: list["_Call"]) -> None:
        """One transaction for the whole batch. A call that fails is undone alone; a failed COMMIT fails them all."""
        WRITE_BATCH.observe(len(batch))
        try:
            with self._writer.connect() as connection, connection.begin():
                for call in batch:
                    call.run(connection)
                if self.is_sqlite:
                    _check_in_transaction(connection)
        except SQLAlchemyError as error:
            log.error("database.write_failed", calls=len(batch), error=type(error).__name__, exc_info=error)
            for call in batch:
                call.fail(StorageUnavailable(), cause=error)
            return
        self._hand_on([message for call in batch for message in call.published])
        for call in batch:
            call.settle()

    def _hand_on(self, messages: list[Any]) -> None:
        if not messages:
            return
        try:
            self.listener(messages)
        except Exception:  # the transaction is on disk: its callers must hear so whatever a listener does
            log.exception("database.listener_failed")


class _Call:
    """One service call on its way through a batch: what to run, what came of it, who waits for it."""

    def __init__(self, verb: Callable[[Session], Any]) -> None:
        self.verb = verb
        self.future: Future[Any] = Future()
        self.published: list[Any] = []
        self._is_wanted = True
        self._result: Any = None
        self._error: BaseException | None = None

    def run(self, connection: Connection) -> None:
        """Inside the batch's transaction, on a savepoint of its own. Not at all when nobody waits for it any more."""
        self._is_wanted = self.future.set_running_or_notify_cancel()
        if not self._is_wanted:
            return
        session = Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
        try:
            with session:
                self._result = self.verb(session)
                session.commit()
                self.published = session.info.get("published", [])
        except OperationalError:  # locked, full or lost: the whole batch is in doubt
            raise
        except Exception as error:  # the caller's own error, raised again where it waits
            self._error = error

    def settle(self) -> None:
        if not self._is_wanted:
            return
        if self._error is not None:
            self.future.set_exception(self._error)
        else:
            self.future.set_result(self._result)

    def fail(self, error: Exception, *, cause: BaseException) -> None:
        error.__cause__ = cause
        if not self.future.done() and (self.future.running() or self.future.set_running_or_notify_cancel()):
            self.future.set_exception(error)


def _check_in_transaction(connection: Connection) -> None:
    """SQLite ends a transaction itself on a full disk, and the driver's commit then does nothing: no false success."""
    dbapi = connection.connection.dbapi_connection
    if dbapi is None or not dbapi.in_transaction:
        raise DBAPIError("COMMIT", None, RuntimeError("SQLite rolled the transaction back"))


def _sqlite_engine(url: str, *, begin: str, pool_size: int) -> Engine:
    """SQLite in WAL mode with `synchronous=FULL`: a COMMIT that returned has been flushed to the disk.

    The driver's own transaction handling is switched off; ours begins with `begin`.
    """
    arguments = {"check_same_thread": False}
    engine = create_engine(url, pool_size=pool_size, max_overflow=0, connect_args=arguments, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        for pragma in _pragmas():
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _pragmas() -> Iterable[str]:
    return (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    )
