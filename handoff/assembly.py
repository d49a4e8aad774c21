"""What the service is put together from: what surrounds every request, every router, and errors as answers."""

from functools import cache

import structlog
from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from handoff import health, metrics, middleware, pages
from handoff.agent import endpoints as agent
from handoff.agent import socket as staff_socket
from handoff.assignment import endpoints as assignment
from handoff.audit import endpoints as audit
from handoff.customer import endpoints as customer
from handoff.customer import records
from handoff.customer import socket as customer_socket
from handoff.errors import InvalidRequest, NotFound, ZhikeError
from handoff.http import Services, answer
from handoff.queue import endpoints as queue
from handoff.reply import endpoints as reply
from handoff.report import endpoints as report
from handoff.ticket import endpoints as ticket

log = structlog.get_logger(__name__)


def install(app: FastAPI) -> None:
    """Into an app that has its services; routers in the order they are matched."""
    svc: Services = app.state.services
    app.add_middleware(middleware.AnswerBugs)
    app.add_middleware(middleware.BodyLimit)
    app.add_middleware(middleware.RequestsAtOnce, most=svc.settings.requests_max)
    app.add_middleware(middleware.SecurityHeaders, is_https=svc.settings.is_cookie_secure)
    app.add_middleware(middleware.RequestLog)  # the last added is the outermost
    metrics.listen(svc.hub)
    app.state.bot_probe = health.BotProbe()

    app.add_exception_handler(ZhikeError, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(Exception, _on_bug)
    app.router.routes.extend(_routes())
    pages.install(app, svc.settings)


@cache
def _routes() -> list[BaseRoute]:
    """One list for all apps of a process, as tests have them: FastAPI builds its types when it is first asked.

    It builds those of the list's beginning, as far as it has to look: so whether we serve is first.
    """
    every = APIRouter()
    desk = (agent, staff_socket, queue, assignment, records, reply, report, audit)
    for module in (health, customer, customer_socket, *desk, ticket):
        every.include_router(module.router)
    return every.routes


async def _on_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, ZhikeError)
    return answer(error)


async def _on_invalid(request: Request, error: Exception) -> Response:
    """Paths and reasons only: what was sent may be personal."""
    assert isinstance(error, RequestValidationError)
    fields = [{"path": ".".join(map(str, item["loc"])), "message": item["msg"]} for item in error.errors()[:20]]
    return answer(InvalidRequest(fields=fields))


async def _on_http_exception(request: Request, error: Exception) -> Response:
    """Starlette's own refusals (no such path, method not allowed, …) in our shape; its 400 is a body it cannot read."""
    assert isinstance(error, HTTPException)
    if known := {404: NotFound(), 400: InvalidRequest()}.get(error.status_code):
        return answer(known)
    wire = {**ZhikeError(str(error.detail)).to_wire(), "code": "http_error"}
    return JSONResponse({"error": wire}, status_code=error.status_code, headers=error.headers)


async def _on_bug(request: Request, error: Exception) -> Response:
    """One in the layers around every request; the others are answered by the innermost (`middleware.AnswerBugs`)."""
    log.error("http.unexpected_error", error=type(error).__name__, exc_info=error)
    return answer(ZhikeError())
