"""What every endpoint shares: the services it may use, the address of who asks, errors as answers."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends
from fastapi.encoders import jsonable_encoder
from fastapi.requests import HTTPConnection
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from handoff.agent.worker import AbsenceWatch
from handoff.clock import Clock
from handoff.customer.waiting import Waiting
from handoff.database import Database
from handoff.errors import InvalidRequest, ZhikeError
from handoff.limits import Limits
from handoff.realtime.door import Door
from handoff.realtime.hub import Hub
from handoff.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """Everything an endpoint may need; built once in `app.create_app`."""

    settings: Settings
    database: Database
    hub: Hub
    door: Door
    clock: Clock
    bot: Any  # BotClient, or a test's stub of it
    limits: Limits
    absence: AbsenceWatch
    waiting: Waiting


def services(connection: HTTPConnection) -> Services:
    return connection.app.state.services


Svc = Annotated[Services, Depends(services)]


def address_of(connection: HTTPConnection) -> str:
    """The caller's address; that of whom a proxy speaks for only where `trusted_proxies` names the proxy."""
    return connection.client.host if connection.client else ""


Address = Annotated[str, Depends(address_of)]


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
