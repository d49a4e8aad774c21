"""Around every request: a line in the log, a count, a limit on its size, headers on its answer, an answer to a bug.

Plain ASGI, so that sockets and streamed answers pass untouched.
"""

import contextlib
import re
import secrets
import time

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handoff import metrics
from handoff.errors import TooManyRequests, ZhikeError
from handoff.http import answer

BODY_MAX_BYTES = 256 * 1024  # the largest body we take is a message of 2,000 characters; JSON can make that 24 KiB
UNLOGGED = {"/healthz", "/readyz", "/metrics"}  # asked every few seconds by machines
OUR_ID = re.compile(r"[a-z]{1,2}_[A-Za-z0-9]{1,38}")  # `ids.new_id`; what else a caller puts in a path is not logged
ONLY_DATA = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}

log = structlog.get_logger(__name__)


class BodyTooLarge(ZhikeError):
    status, code, message = 413, "body_too_large", "提交的内容过大，请缩短后重试。"


class TooBusy(TooManyRequests):
    """This process answers as many requests at once as it may."""

    code, message = "too_busy", "当前访问人数较多，请稍后再试。"


class RequestLog:
    """One line and one count a request, by the route's template: paths and addresses hold ids, texts and people."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            with metrics.SOCKETS.labels(side=_template(scope, is_socket=True)).track_inprogress():
                await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        request_id = secrets.token_hex(8)
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, send_noting_status)
            except ClientDisconnect:
                status = 499  # nginx's number for a caller that hung up
            finally:
                _note(scope, status, time.perf_counter() - started)


def _note(scope: Scope, status: int, seconds: float) -> None:
    route = _template(scope)
    metrics.REQUESTS.labels(method=_method(scope), route=route, status=status).inc()
    metrics.REQUEST_SECONDS.labels(route=route).observe(seconds)
    if route not in UNLOGGED:
        given = scope.get("path_params", {}).items()
        ids = {name: value for name, value in given if name.endswith("_id") and OUR_ID.fullmatch(value)}
        milliseconds = round(seconds * 1000, 1)
        log.info("http.request", method=_method(scope), route=route, status=status, ms=milliseconds, **ids)


def _template(scope: Scope, *, is_socket: bool = False) -> str:
    """`/api/v1/queue/{id}`; the folder alone for pages; `unmatched` for anything a caller made up."""
    if is_socket:
        return "staff" if scope["path"].startswith("/api/v1/staff/") else "customer"
    route = scope.get("route")
    if route is not None:
        return getattr(route, "path", "unmatched")
    first = re.match(r"/(demo|console|widget)(?=/|$)", scope["path"])
    return f"/{first[1]}/" if first else "unmatched"


def _method(scope: Scope) -> str:
    known = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
    return scope["method"] if scope["method"] in known else "other"


class AnswerBugs:
    """The innermost layer: the answer to a bug gets its request id and headers like every other."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":  # a socket answers for itself, and sends too often to be looked at
            await self.app(scope, receive, send)
            return
        is_answered = False

        async def send_noting_start(message: Message) -> None:
            nonlocal is_answered
            is_answered = True
            await send(message)

        try:
            await self.app(scope, receive, send_noting_start)
        except (ZhikeError, ClientDisconnect):
            raise
        except Exception as error:
            if is_answered:
                raise
            log.error("http.unexpected_error", route=_template(scope), error=type(error).__name__, exc_info=error)
            await answer(ZhikeError())(scope, receive, send)


class RequestsAtOnce:
    """Refuses what would be one request too many with 429, so that those under way are answered in time."""

    def __init__(self, app: ASGIApp, *, most: int) -> None:
        self.app, self._most, self._under_way = app, most, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in UNLOGGED:
            await self.app(scope, receive, send)
        elif self._under_way >= self._most:
            metrics.REFUSED.labels(reason="requests").inc()
            await answer(TooBusy(retry_after_s=1))(scope, receive, send)
        else:
            self._under_way += 1
            try:
                await self.app(scope, receive, send)
            finally:
                self._under_way -= 1


class BodyLimit:
    """Refuses larger bodies with 413, before they are read where their length is announced."""

    def __init__(self, app: ASGIApp, *, max_bytes: int = BODY_MAX_BYTES) -> None:
        self.app, self._max_bytes = app, max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self._max_bytes:
            await answer(BodyTooLarge())(scope, receive, send)
            return
        received = 0

        async def receive_at_most() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._max_bytes:
                raise BodyTooLarge
            return message

        async def send_unless_refused(message: Message) -> None:
            """The application may take the refusal for a body it cannot parse; what it then says is dropped."""
            if received <= self._max_bytes:
                await send(message)

        with contextlib.suppress(BodyTooLarge):
            await self.app(scope, receive_at_most, send_unless_refused)
        if received > self._max_bytes:
            await answer(BodyTooLarge())(scope, receive, send)


class SecurityHeaders:
    """What every answer says to a browser. Pages add their own Content-Security-Policy (`handoff.pages`)."""

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        self.app = app
        self._headers = {
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
        }
        if is_https:
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._for(scope).items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _for(self, scope: Scope) -> dict[str, str]:
        if not scope["path"].startswith("/api/"):
            return self._headers
        return self._headers | ONLY_DATA
