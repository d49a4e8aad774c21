"""The only code that talks to Rasa: one turn is one request and one answer (docs/bot-channel.md)."""

import asyncio
from http import HTTPStatus
from typing import Any, Literal, Self

from pydantic import BaseModel, Field, ValidationError

from handoff.bot.wire import Broken, TooLong, Wire
from handoff.errors import Unavailable

ANSWER_MAX_BYTES = 1024 * 1024  # an answer with a full trace is under 20 KiB
TEXT_MAX_CHARS = 20_000  # a complaint is read back with two of the customer's messages in full, 2,000 characters each


class BotFailed(Unavailable):
    """The bot gave no usable answer in time; `details.reason` is the `code` of the event `bot.failed`."""

    code, message = "bot_failed", "智能客服暂时没有响应。"

    def __init__(self, reason: Literal["timeout", "unreachable", "bad_answer", "server_error"]) -> None:
        super().__init__(reason=reason)
        self.reason = reason


class QuickReply(BaseModel):
    title: str = Field(max_length=100)
    text: str = Field(max_length=500)


class BotMessage(BaseModel):
    text: str = Field(min_length=1, max_length=TEXT_MAX_CHARS)
    name: str | None = None
    quick_replies: list[QuickReply] = Field(default=[], max_length=16)
    metadata: dict[str, Any] = {}


class TurnRequest(BaseModel):
    conversation_id: str
    turn_id: str
    kind: str
    text: str | None = None
    metadata: dict[str, Any] = {}
    is_last: bool = Field(default=False, exclude=True)  # no other was owed in the conversation; not told to the bot


class TurnAnswer(BaseModel):
    """What came of a turn. `effects` are performed by `bot.turns` in the transaction that stores the messages."""

    turn_id: str
    messages: list[BotMessage] = Field(max_length=20)
    effects: list[dict[str, Any]] = Field(default=[], max_length=5)
    trace: dict[str, Any] = {}
    slots: dict[str, Any] = {}
    form: dict[str, Any] | None = None


class BotClient:
    """Talks to one Rasa process. Every failure is a BotFailed, and none takes longer than `timeout_s`."""

    def __init__(self, url: str, key: str, *, timeout_s: float) -> None:
        self._wire = Wire(url, key, body_max=ANSWER_MAX_BYTES)
        self._timeout_s = timeout_s

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._wire.close()

    async def turn(self, request: TurnRequest) -> TurnAnswer:
        """Raises BotFailed. Repeating a `turn_id` gets the same answer."""
        body = request.model_dump_json(exclude_none=True).encode()
        answer = await self._fetch("POST", "/webhooks/zhike/turn", body)
        try:
            parsed = TurnAnswer.model_validate_json(answer)
        except ValidationError as error:
            raise BotFailed("bad_answer") from error
        if parsed.turn_id != request.turn_id or not (parsed.messages or parsed.effects):
            raise BotFailed("bad_answer")
        return parsed

    async def is_ready(self) -> bool:
        """Whether the bot understands a probe sentence now."""
        try:
            await self._fetch("GET", "/webhooks/zhike/ready")
        except BotFailed:
            return False
        return True

    async def _fetch(self, method: str, path: str, body: bytes = b"") -> bytes:
        try:
            async with asyncio.timeout(self._timeout_s):
                answer = await self._wire.ask(method, path, body)
        except TimeoutError as error:
            raise BotFailed("timeout") from error
        except Broken as error:
            raise BotFailed("unreachable") from error
        except TooLong as error:
            raise BotFailed("bad_answer") from error
        if answer.status != HTTPStatus.OK:
            raise BotFailed("server_error")
        return answer.body
