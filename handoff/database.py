"""The only place that opens a transaction and commits.

Services are plain functions of a `Session`. `Database.write` runs them: on SQLite by one writer thread that puts the
waiting calls into one transaction (group commit, a savepoint each), on PostgreSQL by a pool of threads, or together
where the verb is `quick`. A caller is answered after COMMIT, and what a service told to `publish` is handed on after
COMMIT, in commit order.

What is written many times a second passes the ORM by: `Prepared` statements, on `connection_of(session)`.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

import structlog
from sqlalchemy import DateTime, Engine, MetaData, make_url
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from handoff import postgres, sqlite
from handoff.call import Call, settle
from handoff.checkpoints import Checkpoints
from handoff.errors import StorageBusy, StorageUnavailable, ZhikeError
from handoff.line import Line
from handoff.metrics import REFUSED, WRITE_BATCH
from handoff.patience import Patience
from handoff.prepared import Prepared
from handoff.quick import Quick
from handoff.shared_lock import SharedLock

P = ParamSpec("P")
R = TypeVar("R")
Listener = Callable[[list[Any]], None]

BATCH_MAX = 128  # calls a transaction: bounds how long the first waits for the last
WAITING_MAX = 2_000  # calls that wait to be written (docs/settings.md, ZHIKE_WRITES_WAITING_MAX)
LINE_S = 5.0  # in the line; a page shows its message as unsent after 8 (web/shared/delivery.ts)
REOPEN_S = 2.0  # after a failure: for the reads under way
POOL_SIZE = 8  # threads and connections; more than the cores, since they wait for the disk

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


def connection_of(session: Session) -> Connection:
    """For prepared statements: the connection below the session, which has written what waited in it.

    What such a statement changes, objects the session has loaded do not know.
    """
    if session.new or session.dirty or session.deleted:
        session.flush()
    assert isinstance(session.bind, Connection)
    return session.bind


class Database:
    """`write` and `read` run a service function on a thread; nothing else in the program touches a connection."""

    def __init__(self, url: str, listener: Listener = lambda messages: None, *, waiting_max: int = WAITING_MAX) -> None:
        self.url = make_url(url)
        self.listener = listener
        self._waiting_max = waiting_max
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._waiting = 0  # calls of `write` that somebody awaits; counted on the event loop
        self._patience: Patience | None = None
        self._pool = ThreadPoolExecutor(POOL_SIZE, thread_name_prefix="db")
        self._connections = SharedLock()  # held by who uses one, beside the writer
        if self.is_sqlite:
            if self.url.database:
                Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
            self._writer: Engine = sqlite.make_engine(url, begin="BEGIN IMMEDIATE", pool_size=1, max_overflow=0)
            self._reader: Engine = sqlite.make_engine(url, begin="BEGIN", pool_size=POOL_SIZE, max_overflow=0)
            self._line = Line("db-writer", self._write_batch, at_most=BATCH_MAX)
            self._checkpoints = Checkpoints(url, self._connections)
        else:
            self._writer = self._reader = postgres.make_engine(self.url, pool_size=POOL_SIZE, pool_pre_ping=True)
            self._quick = postgres.make_engine(self.url, pool_size=1, max_overflow=0)  # a lost one: see _write_quickly
            self._line = Line("db-quick", self._write_quickly, at_most=BATCH_MAX)

    async def write(self, verb: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `verb(session, …)` and COMMIT; return its result once it is on disk.

        Raises what `verb` raised (then nothing of it is kept), StorageUnavailable when the database refuses, or
        StorageBusy when this caller had better come back later: at once when too many wait already, and after LINE_S
        when the database has not got to it.
        """
        if self._waiting >= self._waiting_max:
            REFUSED.labels(reason="writes").inc()
            raise StorageBusy
        self._waiting += 1
        try:
            make = None if self.is_sqlite else getattr(verb, "quick", None)
            call = Call(lambda session: verb(session, *args, **kwargs), make and (lambda: make(*args, **kwargs)))
            self._patience_of(call.loop).add(call)
            if self.is_sqlite or call.quick:
                self._line.put(call)
            else:
                self._pool.submit(self._write, [call], self._run_alone)
            return await call.future
        finally:
            self._waiting -= 1

    def _patience_of(self, loop: asyncio.AbstractEventLoop) -> Patience:
        """A process has one loop, and tests and commands one after the other."""
        if self._patience is None or self._patience.loop is not loop:
            self._patience = Patience(loop, LINE_S)
        return self._patience

    async def read(self, verb: Callable[Concatenate[Session, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run `verb(session, …)` on a snapshot and return its result; whatever it changes is thrown away."""

        def run() -> R:
            try:
                with self._connections.shared(), self._reader.connect() as connection, Session(connection) as session:
                    return verb(session, *args, **kwargs)
            except DBAPIError as error:
                raise StorageUnavailable from error

        return await asyncio.get_running_loop().run_in_executor(self._pool, run)

    @property
    def is_busy(self) -> bool:
        """Whether somebody waits for a write."""
        return self._waiting > 0

    def close(self) -> None:
        """Finish what is queued, then close every connection."""
        self._line.close()
        if self.is_sqlite:
            self._checkpoints.close()
        self._pool.shutdown()
        for engine in {self._writer, self._reader} if self.is_sqlite else {self._writer, self._quick}:
            engine.dispose()

    def _write_batch(self, batch: list[Call]) -> None:
        self._write(batch, self._run_batch)

    def _write(self, batch: list[Call], run: Callable[[list[Call]], None]) -> None:
        """Run the calls and COMMIT, then tell of it. A failed COMMIT fails them all."""
        WRITE_BATCH.observe(len(batch))
        try:
            run(batch)
        except SQLAlchemyError as error:
            log.error("database.write_failed", calls=len(batch), error=type(error).__name__, exc_info=error)
            for call in batch:
                call.fail(error)
            if self.is_sqlite:
                self._open_anew()
        else:
            if self.is_sqlite:
                self._checkpoints.wrote(len(batch))
            self._hand_on([message for call in batch for message in call.published])
        settle(batch)

    def _run_batch(self, batch: list[Call]) -> None:
        """One transaction for the whole batch, on SQLite. A call that fails is undone alone."""
        with self._writer.connect() as connection, connection.begin():
            savepoint = sqlite.Savepoint(connection)
            for call in batch:
                savepoint.set()
                if _run(call, connection, join="create_savepoint"):
                    savepoint.keep()
                else:
                    savepoint.undo()
            sqlite.check_in_transaction(connection)

    def _run_alone(self, batch: list[Call]) -> None:
        """A transaction for the one call: no savepoint, and no round trip for it."""
        with self._writer.connect() as connection:
            transaction = connection.begin()
            if _run(batch[0], connection, join="rollback_only"):
                transaction.commit()

    def _write_quickly(self, batch: list[Call]) -> None:
        """What is one statement each, in one transaction; what that did nothing for is run as all else is, alone."""
        begun = [call for call in batch if call.begin()]
        try:
            done = self._run_quickly(begun)
        except Exception as error:  # nothing of it is kept; whose fault it was shows where each is run alone
            log.warning("database.not_quick", calls=len(begun), error=type(error).__name__)
            done = set()
        if done:
            WRITE_BATCH.observe(len(done))
        self._hand_on([message for call in begun if call in done for message in call.published])
        settle([call for call in begun if call in done])
        for call in begun:
            if call not in done:
                call.put_back()
                self._pool.submit(self._write, [call], self._run_alone)

    def _run_quickly(self, begun: list[Call]) -> set[Call]:
        """Those that were done. Calls of one statement go to the database together, in the order of the calls."""
        made: dict[Prepared, list[tuple[Call, Quick]]] = {}
        for call in begun:
            if quick := _quick_of(call):
                made.setdefault(quick.statement, []).append((call, quick))
        done = set()
        if made:
            with self._quick.connect() as connection, connection.begin():
                for statement, calls in made.items():
                    rows = statement.each(connection, [quick.values for _, quick in calls])
                    for (call, quick), row in zip(calls, rows, strict=True):
                        if row is not None:
                            call.result, call.published = quick.finish(row)
                            done.add(call)
        return done

    def _open_anew(self) -> None:
        """SQLite stays read-only for as long as a connection lives that was opened while the disk was.

        So all are closed at one moment; when a read takes too long for that, the next failure tries again.
        """
        with self._connections.alone(within_s=REOPEN_S) as is_alone:
            if is_alone:
                for engine in (self._writer, self._reader):
                    engine.dispose()

    def _hand_on(self, messages: list[Any]) -> None:
        if not messages:
            return
        try:
            self.listener(messages)
        except Exception:  # the transaction is on disk: its callers must hear so whatever a listener does
            log.exception("database.listener_failed")


def _quick_of(call: Call) -> Quick | None:
    """None when the verb would refuse: it says so itself, where it is run."""
    try:
        return call.quick() if call.quick else None
    except ZhikeError:
        return None


def _run(call: Call, connection: Connection, *, join: Literal["create_savepoint", "rollback_only"]) -> bool:
    """Inside the batch's transaction. False when what it did may not be kept; it is not run when nobody waits."""
    if not call.begin():
        return True
    session = Session(connection, join_transaction_mode=join, expire_on_commit=False)
    try:
        with session:
            call.result = call.verb(session)
            if session.in_transaction():  # a verb of prepared statements alone never began one
                session.commit()
            call.published = session.info.get("published", [])
    except OperationalError:  # locked, full or lost: the whole batch is in doubt
        raise
    except Exception as error:  # the caller's own error, raised again where it waits
        call.error = error
        return False
    return True
