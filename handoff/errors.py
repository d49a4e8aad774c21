"""Every refusal the service can answer with, as one tree.

    ZhikeError
    ├── InvalidRequest          422   the caller's words are off
    ├── NotAuthenticated        401   nobody, or no longer anybody
    ├── NotAllowed              403   somebody, but not for this
    ├── NotFound                404   nothing there, or nothing the caller may know of
    ├── Conflict                409   true a moment ago, not now
    ├── TooManyRequests         429   try again after `retry_after_s`
    └── Unavailable             503   a part of the system does not answer

A domain adds its facts as subclasses in its own modules; each has a stable `code` and a message that says what to do
next. `docs/errors.md` names them all; a test holds the two together.
"""

from typing import Any, ClassVar


class ZhikeError(Exception):
    """A refusal with a stable code. `message` is for people, `details` for programs; neither holds a message's text."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    message: ClassVar[str] = "系统出了点问题，请稍后再试。"

    def __init__(self, message: str | None = None, **details: Any) -> None:
        self.text = message or self.message
        self.details = details
        super().__init__(self.text)

    def to_wire(self) -> dict[str, Any]:
        """`{"code", "message", "details"}`, the shape of every error on HTTP and sockets."""
        return {"code": self.code, "message": self.text, "details": self.details}


class InvalidRequest(ZhikeError):
    status, code, message = 422, "invalid_request", "请求内容有误，请检查后重试。"


class NotAuthenticated(ZhikeError):
    status, code, message = 401, "not_authenticated", "登录已失效，请重新登录。"


class NotAllowed(ZhikeError):
    status, code, message = 403, "not_allowed", "您没有进行此操作的权限。"


class NotFound(ZhikeError):
    status, code, message = 404, "not_found", "没有找到您要的内容。"


class Conflict(ZhikeError):
    status, code, message = 409, "conflict", "内容已发生变化，请刷新后重试。"


class TooManyRequests(ZhikeError):
    """`details.retry_after_s` says when to try again; HTTP repeats it in `Retry-After`."""

    status, code, message = 429, "too_many_requests", "操作过于频繁，请稍后再试。"

    def __init__(self, retry_after_s: int, message: str | None = None) -> None:
        super().__init__(message, retry_after_s=retry_after_s)


class Unavailable(ZhikeError):
    status, code, message = 503, "unavailable", "服务暂时不可用，请稍后再试。"


class StorageUnavailable(Unavailable):
    """A COMMIT failed or the database cannot be reached: nothing of the request was kept, the caller may repeat it."""

    code = "storage_unavailable"
    message = "暂时无法保存，请稍后重试。"


class StorageBusy(StorageUnavailable):
    """Too many writes wait already: better refused now than answered when nobody waits any more."""

    status, code, message = 429, "storage_busy", "当前使用人数较多，请稍后重试。"

    def __init__(self) -> None:
        super().__init__(retry_after_s=1)
