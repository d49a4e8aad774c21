"""The HTTP side: who may call, what is refused, and how an error looks."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channel.errors import BotNotReady, InvalidRequest, TurnError, TurnFailed, Unauthorized
from bot.channel.request import MAX_BODY_BYTES, parse
from bot.channel.runtime import Runtime
from bot.channel.trace import model_name
from bot.channel.turn import CHANNEL, TURN_TIMEOUT_S, run_turn

LEAST_KEY_LENGTH = 32
LAST_TURNS_S = TURN_TIMEOUT_S + 1.0
"""What turns under way may take once the process is told to stop; then their connections are cut."""
PROBE = ("转人工", "request_agent")
"""A sentence every usable model understands, and as what."""

logger = logging.getLogger(__name__)


class ZhikeInput(InputChannel):
    """`POST /webhooks/zhike/turn` and `GET /webhooks/zhike/ready`, as docs/bot-channel.md has them."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> ZhikeInput:
        key = str((credentials or {}).get("key") or "")
        if len(key) < LEAST_KEY_LENGTH:
            raise RasaException(f"ZHIKE_BOT_KEY must have at least {LEAST_KEY_LENGTH} characters.")
        return cls(key)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Routes of the channel. Rasa's own `on_new_message` hides failures and is not used."""
        blueprint = Blueprint("zhike", "bot_channel")

        @blueprint.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            return await self._turn(request)

        @blueprint.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            return await _ready(request)

        blueprint.exception(TurnError)(_refused)
        blueprint.exception(SanicException)(_unroutable)
        blueprint.listener("before_server_start")(_set_limits)
        blueprint.listener("after_server_start")(_take_over)
        blueprint.listener("before_server_stop")(_note_stop)
        blueprint.listener("after_server_stop")(_let_go)
        blueprint.on_response(_hang_up_when_stopping)
        return blueprint

    def _check_key(self, request: Request) -> None:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or not hmac.compare_digest(given.strip().encode(), self._key):
            raise Unauthorized("The key is missing or wrong.")

    async def _turn(self, request: Request) -> HTTPResponse:
        self._check_key(request)
        turn = parse(request.body)
        runtime = _runtime(request.app)
        try:
            return json(await run_turn(runtime, turn), ensure_ascii=False)
        except TurnError:
            logger.exception("turn_failed conversation_id=%s turn_id=%s", turn.conversation_id, turn.turn_id)
            raise
        except Exception as error:
            logger.exception("turn_failed conversation_id=%s turn_id=%s", turn.conversation_id, turn.turn_id)
            raise TurnFailed("The turn failed; the bot's log has the cause.") from error


def _runtime(app: Sanic) -> Runtime:
    runtime: Runtime | None = getattr(app.ctx, "zhike", None)
    if runtime is None:
        raise BotNotReady("No usable model is loaded.")
    return runtime


async def _ready(request: Request) -> HTTPResponse:
    processor = _runtime(request.app).processor
    sentence, expected = PROBE
    parsed = await processor.parse_message(UserMessage(sentence))
    intent = parsed["intent"]["name"]
    if intent != expected:
        raise BotNotReady(f"The probe sentence is understood as {intent}.")
    return json({"status": "ready", "model": model_name(processor), "intent": intent})


def _error(status: int, code: str, message: str) -> HTTPResponse:
    return json({"error": {"code": code, "message": message}}, status=status, ensure_ascii=False)


async def _refused(request: Request, error: TurnError) -> HTTPResponse:
    return _error(error.status, error.code, error.message)


async def _unroutable(request: Request, error: SanicException) -> HTTPResponse:
    """A body that is too large or cut short, a method the route does not have."""
    return _error(error.status_code or 422, InvalidRequest.code, str(error))


async def _set_limits(app: Sanic, _: Any) -> None:
    app.config.REQUEST_MAX_SIZE = MAX_BODY_BYTES
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = LAST_TURNS_S


async def _take_over(app: Sanic, _: Any) -> None:
    """Rasa has loaded its agent by now, or found no model."""
    agent: Agent | None = getattr(app.ctx, "agent", None)
    if agent is not None and agent.is_ready():
        app.ctx.zhike = Runtime.of(agent)


async def _note_stop(app: Sanic, _: Any) -> None:
    app.ctx.is_stopping = True


async def _hang_up_when_stopping(request: Request, response: HTTPResponse) -> None:
    """Those of the last turns end with their answers: Sanic closes only what is idle when it is told to stop, and waits
    for the service, which keeps its connections, to close the others.
    """
    if getattr(request.app.ctx, "is_stopping", False):
        request.stream.keep_alive = False


async def _let_go(app: Sanic, _: Any) -> None:
    """After the last turns, which may still call actions."""
    if hasattr(app.ctx, "zhike"):
        await app.ctx.zhike.endpoint.close()
        app.ctx.zhike.store.close()
