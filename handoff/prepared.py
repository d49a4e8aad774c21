"""Statements that are said many times a second: compiled once for each database, then given to its driver as they are.

SQLAlchemy looks a statement up anew each time it is executed, which takes three times as long as SQLite takes to do it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Insert, Select, Update
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import DBAPIError

Process = Callable[[Any], Any] | None
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a value goes. A constant of the statement has one already, encoded; others are `encode`d."""

    name: str
    is_given: bool
    constant: Any
    encode: Process

    def value(self, values: Mapping[str, Any]) -> Any:
        if not self.is_given:
            return self.constant
        return self.encode(values[self.name]) if self.encode else values[self.name]


@dataclass(frozen=True, slots=True)
class _Form:
    """A statement as one driver takes it."""

    sql: str
    slots: tuple[_Slot, ...]
    is_positional: bool
    decoders: tuple[Process, ...]

    def bound(self, values: Mapping[str, Any]) -> Any:
        if self.is_positional:
            return [slot.value(values) for slot in self.slots]
        return {slot.name: slot.value(values) for slot in self.slots}

    def read(self, row: Row) -> Row:
        return tuple(decode(value) if decode else value for value, decode in zip(row, self.decoders, strict=True))


class Prepared:
    """A statement whose values are named by `bindparam`, none of them a list. For `connection_of(session)`.

    Raises what SQLAlchemy would: DBAPIError and its kinds.
    """

    def __init__(self, statement: Select[Any] | Insert | Update) -> None:
        self._statement = statement
        self._forms: dict[str, _Form] = {}

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[Row]:
        """What it selects or returns."""
        cursor, form = self._say(connection, values)
        return [form.read(row) for row in cursor.fetchall()]

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Row | None:
        rows = self.rows(connection, values)
        return rows[0] if rows else None

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """For one that returns nothing: how many rows it wrote."""
        cursor, _ = self._say(connection, values)
        count: int = cursor.rowcount
        return count

    def each(self, connection: Connection, many: Sequence[Mapping[str, Any]]) -> list[Row | None]:
        """One after the other, sent together: the first row of each. PostgreSQL's driver alone does this."""
        form = self._form_for(connection)
        with errors_of(connection, form.sql):
            cursor = _driver(connection).cursor()
            cursor.executemany(form.sql, [form.bound(values) for values in many], returning=True)
            rows = [result.fetchone() for result in cursor.results()]
        return [row and form.read(row) for row in rows]

    def _say(self, connection: Connection, values: Mapping[str, Any]) -> tuple[Any, _Form]:
        form = self._form_for(connection)
        return say(connection, form.sql, form.bound(values)), form

    def _form_for(self, connection: Connection) -> _Form:
        if not connection.in_transaction():
            connection.begin()
        dialect = connection.dialect
        return self._forms.get(dialect.name) or self._formed(dialect)

    def _formed(self, dialect: Dialect) -> _Form:
        compiled: Any = self._statement.compile(dialect=dialect)
        names: Sequence[str] = (
            compiled.positiontup if compiled.positional else sorted(set(compiled.bind_names.values()))
        )
        slots = tuple(_slot(name, compiled.binds[name], dialect) for name in names)
        decoders = tuple(
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in self._statement.exported_columns
        )
        form = self._forms[dialect.name] = _Form(str(compiled), slots, compiled.positional, decoders)
        return form


def _slot(name: str, bind: BindParameter[Any], dialect: Dialect) -> _Slot:
    encode = bind.type.dialect_impl(dialect).bind_processor(dialect)
    constant = None if bind.required else bind.effective_value
    return _Slot(name, bind.required, encode(constant) if encode and not bind.required else constant, encode)


def say(connection: Connection, sql: str, values: Any = ()) -> Any:
    """Said to the driver itself; its cursor. Raises DBAPIError."""
    with errors_of(connection, sql):
        return _driver(connection).execute(sql, values)


@contextmanager
def errors_of(connection: Connection, sql: str) -> Iterator[None]:
    """What the driver raises inside is raised as SQLAlchemy would; a connection that was lost is not used again."""
    dialect, driver = connection.dialect, _driver(connection)
    error_class = dialect.loaded_dbapi.Error
    try:
        yield
    except error_class as error:
        is_lost = dialect.is_disconnect(error, driver, None)
        if is_lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            sql, None, error, error_class, hide_parameters=True, connection_invalidated=is_lost, dialect=dialect
        ) from error


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection
