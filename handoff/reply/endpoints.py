"""Sentences at hand for agents, over HTTP."""

from typing import Annotated

from fastapi import APIRouter

from handoff.agent.access import STAFF, requires
from handoff.agent.states import SignedIn
from handoff.http import Svc
from handoff.reply.policy import Reply, load_replies

router = APIRouter(prefix="/api/v1/replies", tags=["replies"])


@router.get("", responses=STAFF)
async def list_replies(agent: Annotated[SignedIn, requires("reply.list")], svc: Svc) -> list[Reply]:
    """What agents say often, filled in for who asks."""
    names = {"institution": svc.settings.institution, "hotline": svc.settings.hotline, "agent": agent.name}
    return [reply.filled(names) for reply in load_replies(svc.settings.replies_file)]
