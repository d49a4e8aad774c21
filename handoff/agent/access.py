"""The one place where an HTTP request of staff is let through: whose it is, that it is meant, and that they may.

Every staff endpoint declares its operation, `agent: Annotated[SignedIn, Requires("queue.read")]`; the socket asks the
same table. A test walks every route and role.
"""

import secrets
from typing import Any

from fastapi import Depends, Request
from fastapi.requests import HTTPConnection

from handoff.agent import sessions
from handoff.agent.policy import is_own_origin
from handoff.agent.sessions import StaffSessionEnded
from handoff.agent.states import PERMISSIONS, SignedIn
from handoff.errors import NotAllowed
from handoff.http import Services, Svc, errors

COOKIE = "zhike_session"
CSRF_HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class CsrfRefused(NotAllowed):
    """The header is missing or wrong: the request may come from another site's page."""

    code, message = "csrf_refused", "页面已过期，请刷新后重试。"


class OriginRefused(NotAllowed):
    code, message = "origin_refused", "请求来自未被允许的网站。"


STAFF = errors(StaffSessionEnded, NotAllowed, CsrfRefused, OriginRefused)


class Permit:
    """A dependency that answers with the agent, or raises StaffSessionEnded, OriginRefused, CsrfRefused, NotAllowed."""

    def __init__(self, operation: str) -> None:
        if operation not in PERMISSIONS:
            raise KeyError(operation)
        self.operation = operation

    async def __call__(self, request: Request, svc: Svc) -> SignedIn:
        agent = await authenticate(request, svc)
        if request.method not in SAFE_METHODS:
            check_origin(request, svc)
            sent = request.headers.get(CSRF_HEADER, "").encode()
            if not secrets.compare_digest(sent, agent.csrf_token.encode()):
                raise CsrfRefused
        if not agent.may(self.operation):
            raise NotAllowed(operation=self.operation)
        return agent


def requires(operation: str) -> Any:
    """For `Annotated[SignedIn, requires("agent.create")]`. Raises KeyError for an operation the table does not know."""
    return Depends(Permit(operation))


async def authenticate(connection: HTTPConnection, svc: Services) -> SignedIn:
    """Whose cookie the request or the socket carries. Raises StaffSessionEnded."""
    token = connection.cookies.get(COOKIE)
    if not token:
        raise StaffSessionEnded
    agent = await svc.database.read(sessions.authenticate, token, now=svc.clock.now())
    svc.absence.saw(agent.id)
    return agent


def check_origin(connection: HTTPConnection, svc: Services, *, is_required: bool = False) -> None:
    """Refuse pages of other sites. Programs send no Origin, browsers do where it matters. Raises OriginRefused."""
    origin = connection.headers.get("origin")
    if origin is None and not is_required:
        return
    host = connection.headers.get("host", "")
    if origin is None or not is_own_origin(origin, host=host, allowed=svc.settings.staff_origins):
        raise OriginRefused
