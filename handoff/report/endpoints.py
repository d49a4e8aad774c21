"""Reports over HTTP."""

from typing import Annotated

from fastapi import APIRouter

from handoff.agent.access import STAFF, requires
from handoff.agent.states import SignedIn
from handoff.http import Svc
from handoff.report import service
from handoff.report.schemas import Report

router = APIRouter(prefix="/api/v1/reports", tags=["reports"])


@router.get("/today", responses=STAFF)
async def report_today(agent: Annotated[SignedIn, requires("report.read")], svc: Svc) -> Report:
    """The institution's day so far: how much, how long, how satisfied."""
    return await svc.database.read(service.report_today, now=svc.clock.now(), zone=svc.settings.zone)
