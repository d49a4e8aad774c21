"""A running service whose database is a copy of a template, and a stub where Rasa stands."""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from handoff.bot.client import BotFailed, BotMessage, TurnAnswer, TurnRequest
from rehearsal import world
from rehearsal.world import START
from tests.storage import drop_database, new_database

__all__ = ["START", "StubBot", "World"]

Reply = str | TurnAnswer | BotFailed | Callable[[TurnRequest], TurnAnswer]


class StubBot:
    """Stands where Rasa stands. Answers by the customer's exact text, else repeats it; keeps what it was asked.

    While `hold` is cleared it is thinking.
    """

    def __init__(self) -> None:
        self.asked: list[TurnRequest] = []
        self.replies: dict[str, Reply] = {}
        self.hold = threading.Event()
        self.hold.set()

    def answers(self, text: str, reply: Reply, **answer: Any) -> None:
        """`answers("你好", "您好")`, or with `effects=`, `slots=` and what else a TurnAnswer has."""
        if answer:
            reply = TurnAnswer(turn_id="", messages=[BotMessage(text=reply)] if reply else [], **answer)
        self.replies[text] = reply

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None: ...

    async def is_ready(self) -> bool:
        return True

    async def turn(self, request: TurnRequest) -> TurnAnswer:
        self.asked.append(request)
        if not self.hold.is_set():
            await asyncio.to_thread(self.hold.wait, 10)
        reply = self.replies.get(request.text or request.kind, f"您说的是：{request.text}")
        if callable(reply):
            reply = reply(request)
        if isinstance(reply, BotFailed):
            raise reply
        if isinstance(reply, str):
            reply = TurnAnswer(turn_id="", messages=[BotMessage(text=reply)])
        return reply.model_copy(update={"turn_id": request.turn_id})


class World(world.World):
    """`template` is copied; a PostgreSQL copy is dropped at the end."""

    def __init__(self, folder: Path, template: str, **settings: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.database_url = new_database(template, folder)
        super().__init__(folder, StubBot(), **{"database_url": self.database_url, **settings})

    def end(self) -> None:
        super().end()
        drop_database(self.database_url)
