"""One process at a time gives turns in a conversation, and the turns of a process that died are free at once.

On PostgreSQL by advisory locks of one connection: they end with it, so no lease has to run out first. A lost connection
may let two processes ask the bot the same; the turn's key makes both get one answer, and one of them is stored.
"""

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from handoff import postgres
from handoff.database import Database

TRY = text("SELECT pg_try_advisory_lock(hashtextextended(:key, 0))")
LEAVE = text("SELECT pg_advisory_unlock(hashtextextended(:key, 0))")


class Turnstile:
    """With the embedded database there is one process, and everybody may pass."""

    def __init__(self, database: Database) -> None:
        self._engine = None if database.is_sqlite else postgres.make_engine(
            database.url, isolation_level="AUTOCOMMIT", pool_size=1, max_overflow=0
        )  # fmt: skip
        self._connection: Connection | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="turnstile")  # a connection is for one at a time

    async def enter(self, conversation_id: str) -> bool:
        """False when another process is inside, or the database cannot be asked: then try again later."""
        return self._engine is None or await self._run(TRY, conversation_id)

    async def leave(self, conversation_id: str) -> None:
        if self._engine is not None:
            await self._run(LEAVE, conversation_id)

    def close(self) -> None:
        """Everything we were in is free."""
        self._thread.shutdown()
        if self._engine is not None:
            self._drop()
            self._engine.dispose()

    async def _run(self, statement: object, conversation_id: str) -> bool:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._ask, statement, conversation_id)

    def _ask(self, statement: object, conversation_id: str) -> bool:
        assert self._engine is not None
        try:
            if self._connection is None:
                self._connection = self._engine.connect()
            return bool(self._connection.execute(statement, {"key": f"bot turn {conversation_id}"}).scalar())
        except SQLAlchemyError:
            self._drop()
            return False

    def _drop(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(SQLAlchemyError):
                self._connection.invalidate()
                self._connection.close()
            self._connection = None
