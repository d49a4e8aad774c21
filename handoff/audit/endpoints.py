"""The audit log, for those who answer for the desk."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from handoff.agent.access import STAFF, requires
from handoff.agent.states import SignedIn
from handoff.audit import service
from handoff.conversation.schemas import NUMBER_MAX, WireTime
from handoff.http import Svc

router = APIRouter(prefix="/api/v1", tags=["audit"])


class AuditRead(BaseModel):
    """`agent_id` is null when nobody was signed in; `target` is the id it was done to; `data` is what changed."""

    model_config = ConfigDict(from_attributes=True)
    id: int
    at: WireTime
    agent_id: str | None
    agent_name: str | None
    action: str
    target: str | None
    address: str | None
    data: dict[str, Any]


class AuditPage(BaseModel):
    """`next_before` is the `before` of the next page, null on the last."""

    items: list[AuditRead]
    next_before: int | None


@router.get("/audit", responses=STAFF)
async def list_audit(
    agent: Annotated[SignedIn, requires("audit.read")],
    svc: Svc,
    before: Annotated[int | None, Query(ge=1, le=NUMBER_MAX)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> AuditPage:
    """Who did what to whom, newest first."""
    entries = await svc.database.read(service.list_entries, before=before, limit=limit + 1)
    items = [AuditRead.model_validate(entry) for entry in entries[:limit]]
    return AuditPage(items=items, next_before=items[-1].id if len(entries) > limit else None)
