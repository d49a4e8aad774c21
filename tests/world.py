"""A running service for tests: a real server on a free loopback port, a real database, a fake clock, a stub bot."""

import socket
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import uvicorn

from handoff.app import create_app
from handoff.bot.client import BotFailed, BotMessage, TurnAnswer, TurnRequest
from handoff.clock import FakeClock
from handoff.settings import Settings
from tests.storage import drop_database, new_database

START = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)  # a Friday, 10:30 in Shanghai: within office hours
Reply = str | TurnAnswer | BotFailed | Callable[[TurnRequest], TurnAnswer]


class StubBot:
    """Stands where Rasa stands. Answers by the customer's exact text, else repeats it; keeps what it was asked."""

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
        reply = self.replies.get(request.text or request.kind, f"您说的是：{request.text}")
        if callable(reply):
            reply = reply(request)
        if isinstance(reply, BotFailed):
            raise reply
        if isinstance(reply, str):
            reply = TurnAnswer(turn_id="", messages=[BotMessage(text=reply)])
        return reply.model_copy(update={"turn_id": request.turn_id})


class World:
    """One running service. `restart()` stops it and starts it again on the same data and port."""

    def __init__(self, folder: Path, template: str, **settings: Any) -> None:
        self.clock = FakeClock(START)
        self.bot: Any = StubBot()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        folder.mkdir(parents=True, exist_ok=True)
        self.database_file = folder / "zhike.db"
        self.database_url = new_database(template, folder)
        defaults = {"sessions_per_minute": 10_000, "database_url": self.database_url}
        self.settings = Settings(_env_file=None, data_dir=folder, port=self.port, **{**defaults, **settings})
        self.url = f"http://127.0.0.1:{self.port}"
        self.at_end: list[Callable[[], Any]] = []  # what people opened: clients, sockets

    def start(self) -> Self:
        self.app = create_app(self.settings, clock=self.clock, bot=self.bot)
        config = uvicorn.Config(
            self.app, host="127.0.0.1", port=self.port, log_config=None, ws="websockets-sansio", lifespan="on",
            timeout_graceful_shutdown=2,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("the service did not start")
            time.sleep(0.005)
        return self

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)
        assert not self._thread.is_alive(), "the service did not stop"

    def end(self) -> None:
        """Everybody hangs up, then the service stops."""
        for close in reversed(self.at_end):
            close()
        self.stop()
        drop_database(self.database_url)

    def restart(self) -> None:
        self.stop()
        self.start()
