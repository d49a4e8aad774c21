"""How a turn fails.

TurnError
├── Unauthorized    401  the key is missing or wrong
├── InvalidRequest  422  the body is not what docs/bot-channel.md describes
├── TurnFailed      500  something broke, or the bot had nothing to say; nothing of the turn is kept
└── BotNotReady     503  no usable model is loaded
"""


class TurnError(Exception):
    """Carries its HTTP status and a stable code; `message` is for a developer's eyes."""

    status = 500
    code = "turn_failed"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Unauthorized(TurnError):
    status = 401
    code = "unauthorized"


class InvalidRequest(TurnError):
    status = 422
    code = "invalid_request"


class TurnFailed(TurnError):
    status = 500
    code = "turn_failed"


class BotNotReady(TurnError):
    status = 503
    code = "bot_not_ready"
