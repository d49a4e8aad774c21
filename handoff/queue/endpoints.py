"""The queue as staff see it."""

from typing import Annotated

from fastapi import APIRouter

from handoff.agent.access import STAFF, requires
from handoff.agent.states import SignedIn
from handoff.assignment import reading
from handoff.assignment.schemas import QueueRead
from handoff.http import Svc

router = APIRouter(prefix="/api/v1", tags=["desk"])


@router.get("/queue", responses=STAFF)
async def read_queue(agent: Annotated[SignedIn, requires("queue.read")], svc: Svc) -> QueueRead:
    """Who waits, most urgent first, then longest."""
    return await svc.database.read(reading.read_queue, now=svc.clock.now())
