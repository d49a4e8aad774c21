"""What every endpoint shares: the services it may use, errors as answers, and the list of routers."""

from dataclasses import dataclass
from typing import Annotated, Any

import structlog
from fastapi import Depends, FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.requests import HTTPConnection
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from handoff.agent.worker import AbsenceWatch
from handoff.clock import Clock
from handoff.database import Database
from handoff.errors import InvalidRequest, NotFound, ZhikeError
from handoff.limits import Limits
from handoff.realtime.hub import Hub
from handoff.settings import Settings

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Services:
    """Everything an endpoint may need; built once in `app.create_app`."""

    settings: Settings
    database: Database
    hub: Hub
    clock: Clock
    bot: Any  # BotClient, or a test's stub of it
    limits: Limits
    absence: AbsenceWatch


def services(connection: HTTPConnection) -> Services:
    return connection.app.state.services


Svc = Annotated[Services, Depends(services)]


class ErrorBody(BaseModel):
    code: str
    message: str
    details: dict[str, Any] = {}


class ErrorAnswer(BaseModel):
    error: ErrorBody


def errors(*kinds: type[ZhikeError]) -> dict[int | str, dict[str, Any]]:
    """For `responses=` of an endpoint: the refusals it declares, by status."""
    declared: dict[int | str, dict[str, Any]] = {}
    for kind in (*kinds, InvalidRequest):
        entry = declared.setdefault(kind.status, {"model": ErrorAnswer, "description": ""})
        entry["description"] = ", ".join(filter(None, [entry["description"], kind.code]))
    return declared


def answer(error: ZhikeError) -> Response:
    headers = {}
    if "retry_after_s" in error.details:
        headers["Retry-After"] = str(error.details["retry_after_s"])
    return JSONResponse(jsonable_encoder({"error": error.to_wire()}), status_code=error.status, headers=headers)


def install(app: FastAPI) -> None:
    """Error answers, what surrounds every request, and every router in the order they are matched."""
    from handoff import health, metrics, middleware, pages
    from handoff.agent import endpoints as agent
    from handoff.agent import socket as staff_socket
    from handoff.assignment import endpoints as assignment
    from handoff.audit import endpoints as audit
    from handoff.customer import endpoints as customer
    from handoff.customer import records
    from handoff.customer import socket as customer_socket
    from handoff.queue import endpoints as queue
    from handoff.report import endpoints as report
    from handoff.ticket import endpoints as ticket

    svc: Services = app.state.services
    app.add_middleware(middleware.AnswerBugs)
    app.add_middleware(middleware.BodyLimit)
    app.add_middleware(middleware.SecurityHeaders, is_https=svc.settings.is_cookie_secure)
    app.add_middleware(middleware.RequestLog)  # the last added is the outermost
    metrics.listen(svc.hub)
    app.state.bot_probe = health.BotProbe()

    app.add_exception_handler(ZhikeError, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(Exception, _on_bug)
    desk = (agent, staff_socket, queue, assignment, records, report, audit)
    for module in (customer, customer_socket, *desk, ticket, health):
        app.include_router(module.router)
    pages.install(app, svc.settings)


async def _on_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, ZhikeError)
    return answer(error)


async def _on_invalid(request: Request, error: Exception) -> Response:
    """Paths and reasons only: what was sent may be personal."""
    assert isinstance(error, RequestValidationError)
    fields = [{"path": ".".join(map(str, item["loc"])), "message": item["msg"]} for item in error.errors()[:20]]
    return answer(InvalidRequest(fields=fields))


async def _on_http_exception(request: Request, error: Exception) -> Response:
    """Starlette's own refusals (no such path, method not allowed, …) in our shape."""
    assert isinstance(error, HTTPException)
    known = {404: NotFound(), 400: InvalidRequest()}.get(error.status_code)
    wire = known.to_wire() if known else {**ZhikeError(str(error.detail)).to_wire(), "code": "http_error"}
    return JSONResponse({"error": wire}, status_code=error.status_code, headers=error.headers)


async def _on_bug(request: Request, error: Exception) -> Response:
    """One in the layers around every request; the others are answered by the innermost (`middleware.AnswerBugs`)."""
    log.error("http.unexpected_error", error=type(error).__name__, exc_info=error)
    return answer(ZhikeError())
