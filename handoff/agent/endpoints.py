"""Signing in, and the accounts of staff."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from handoff.agent import service, sessions
from handoff.agent.access import COOKIE, STAFF, check_origin, requires
from handoff.agent.passwords import PasswordTooWeak, check_strength, hash_password, is_correct, new_password
from handoff.agent.schemas import (
    AgentCreated,
    AgentPatch,
    AgentPost,
    AgentRead,
    AvailabilityPut,
    Me,
    PasswordPost,
    PasswordReset,
    SignInPost,
)
from handoff.agent.service import AgentNotFound, LastAdmin, PasswordWrong, UsernameTaken
from handoff.agent.sessions import SignInRefused
from handoff.agent.states import Availability, Role, SignedIn
from handoff.errors import TooManyRequests
from handoff.http import Address, Svc, errors
from handoff.limits import line_of
from handoff.queue.policy import is_open

router = APIRouter(prefix="/api/v1", tags=["staff accounts"])
AgentId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_]{1,40}$")]
COOKIE_PATH = "/api/v1"  # pages and the chat never see it


@router.post("/auth/sign-in", responses=errors(SignInRefused, TooManyRequests))
async def sign_in(body: SignInPost, request: Request, response: Response, address: Address, svc: Svc) -> Me:
    """Begin a session in a cookie; every refusal but "too often" looks the same."""
    check_origin(request, svc)
    svc.limits.sign_ins.check(line_of(address))
    username = body.username.strip().lower()
    stored = await svc.database.read(sessions.find_password_hash, username)
    proven = stored if await is_correct(body.password, stored) else None
    began = await svc.database.write(
        sessions.record_sign_in,
        username,
        proven_hash=proven,
        previous_token=request.cookies.get(COOKIE),
        address=address,
        now=svc.clock.now(),
        settings=svc.settings,
    )
    if began is None:
        raise SignInRefused
    response.set_cookie(
        COOKIE,
        began.token,
        max_age=svc.settings.agent_session_hours * 3600,
        path=COOKIE_PATH,
        secure=svc.settings.is_cookie_secure,
        httponly=True,
        samesite="lax",
    )
    return Me.of(began.agent, timezone=svc.settings.timezone)


@router.post("/auth/sign-out", status_code=204, responses=STAFF)
async def sign_out(agent: Annotated[SignedIn, requires("account.sign_out")], response: Response, svc: Svc) -> None:
    """End this session; its sockets close. After the last one, what the agent held goes back to the queue."""
    now = svc.clock.now()
    await svc.database.write(sessions.sign_out, agent, is_within_hours=is_open(now, svc.settings), now=now)
    response.delete_cookie(
        COOKIE, path=COOKIE_PATH, secure=svc.settings.is_cookie_secure, httponly=True, samesite="lax"
    )


@router.get("/auth/me", responses=STAFF)
async def read_me(agent: Annotated[SignedIn, requires("account.read")], svc: Svc) -> Me:
    """Who is signed in, what they may do, and the token that unsafe requests repeat."""
    return Me.of(agent, timezone=svc.settings.timezone)


@router.post(
    "/auth/password", status_code=204, responses={**STAFF, **errors(PasswordWrong, PasswordTooWeak, TooManyRequests)}
)
async def change_password(
    body: PasswordPost, agent: Annotated[SignedIn, requires("account.change_password")], address: Address, svc: Svc
) -> None:
    """Choose another password; all other sessions end."""
    svc.limits.sign_ins.check(agent.id)
    check_strength(body.new, username=agent.username)
    stored = await svc.database.read(sessions.find_password_hash, agent.username)
    if stored is None or not await is_correct(body.current, stored):
        raise PasswordWrong
    if body.new == body.current:
        raise PasswordTooWeak("新密码不能与当前密码相同。")
    await svc.database.write(
        service.change_password,
        by=agent,
        proven_hash=stored,
        password_hash=await hash_password(body.new),
        address=address,
        now=svc.clock.now(),
    )


@router.get("/agents", responses=STAFF)
async def list_agents(agent: Annotated[SignedIn, requires("agent.list")], svc: Svc) -> list[AgentRead]:
    """All accounts, active ones first."""
    return [AgentRead.of(each) for each in await svc.database.read(service.list_all)]


@router.post("/agents", status_code=201, responses={**STAFF, **errors(UsernameTaken)})
async def create_agent(
    body: AgentPost, agent: Annotated[SignedIn, requires("agent.create")], address: Address, svc: Svc
) -> AgentCreated:
    """A new account with a password made for it."""
    password = new_password()
    created = await svc.database.write(
        service.create,
        by=agent,
        username=body.username,
        name=body.name,
        role=Role(body.role),
        capacity=body.capacity or svc.settings.agent_capacity,
        password_hash=await hash_password(password),
        address=address,
        now=svc.clock.now(),
    )
    return AgentCreated(agent=AgentRead.of(created), password=password)


@router.patch("/agents/{agent_id}", responses={**STAFF, **errors(AgentNotFound, LastAdmin)})
async def update_agent(
    agent_id: AgentId,
    body: AgentPatch,
    agent: Annotated[SignedIn, requires("agent.update")],
    address: Address,
    svc: Svc,
) -> AgentRead:
    """Change an account. Another role, or none, ends its sessions."""
    now = svc.clock.now()
    updated = await svc.database.write(
        service.update,
        agent_id,
        by=agent,
        changes=body.model_dump(exclude_none=True),
        address=address,
        is_within_hours=is_open(now, svc.settings),
        now=now,
    )
    return AgentRead.of(updated)


@router.post("/agents/{agent_id}/password", responses={**STAFF, **errors(AgentNotFound)})
async def reset_password(
    agent_id: AgentId, agent: Annotated[SignedIn, requires("agent.reset_password")], address: Address, svc: Svc
) -> PasswordReset:
    """Replace a forgotten password by one made for the account; its sessions end."""
    password = new_password()
    await svc.database.write(
        service.reset_password,
        agent_id,
        by=agent,
        password_hash=await hash_password(password),
        address=address,
        now=svc.clock.now(),
    )
    return PasswordReset(password=password)


@router.put("/agents/me/availability", responses=STAFF)
async def set_availability(
    body: AvailabilityPut, agent: Annotated[SignedIn, requires("agent.set_availability")], svc: Svc
) -> AvailabilityPut:
    """Say whether one takes conversations."""
    await svc.database.write(service.set_availability, agent.id, Availability(body.availability))
    return body
