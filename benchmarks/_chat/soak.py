"""A steady load for long: whether the service holds on to memory or descriptors that nobody needs any more."""

import asyncio
import statistics
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

from benchmarks._chat.history import History
from benchmarks._chat.people import Customer
from benchmarks._chat.runs import ANSWER_S, Costs, Plan, Row, converse, helped, lost_of, told
from benchmarks._chat.service import Service, Usage, client

SAMPLES = 180  # over the run: one in 20 s of an hour
SAMPLES_EVERY_S = 0.2  # at most so often
VISITOR_EVERY_S = 1.0
MEMORY_GROWTH = 1.05  # from the middle third of the run to the last: caches fill in the first
DESCRIPTORS_GROWTH = 10  # visitors come and go while they are counted


@dataclass
class Visits:
    """Who came, asked the bot and left, and what went wrong with it."""

    count: int = 0
    lost: int = 0
    doubled: int = 0
    misordered: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    under_way: set[asyncio.Task[None]] = field(default_factory=set)

    def over(self, visit: asyncio.Task[None]) -> None:
        self.under_way.discard(visit)
        if not visit.cancelled() and (error := visit.exception()):
            self.failures[f"visit: {type(error).__name__}"] += 1


async def soak(service: Service, plan: Plan) -> Row:
    """Customers and agents talk at a steady rate, and visitors come, ask the bot and leave."""
    visits = Visits()
    samples: list[Usage] = []
    async with client(service) as http, helped(service, plan) as crowd:
        watching = asyncio.create_task(_watch(service, plan, samples))
        inviting = asyncio.create_task(_invite(service, http, visits))
        async with Costs(service) as costs:
            await converse(crowd, plan)
        for task in (watching, inviting):
            task.cancel()
        await asyncio.gather(watching, inviting, *visits.under_way, return_exceptions=True)
        row = await told(crowd, costs, seconds=plan.seconds, rate=plan.rate, customers=plan.customers)
    for what in ("lost", "doubled", "misordered"):
        row[what] += getattr(visits, what)
    row["errors"] |= visits.failures
    return row | {"visits": visits.count} | flatness(samples)


def flatness(samples: list[Usage]) -> dict[str, Any]:
    """The medians of the first, the middle and the last third, and whether the last is no more than the middle."""
    third = max(1, len(samples) // 3)
    parts = {"first": samples[:third], "middle": samples[third : 2 * third] or samples, "last": samples[-third:]}
    memory = {name: round(statistics.median(one.resident_mib for one in part), 1) for name, part in parts.items()}
    descriptors = {name: int(statistics.median(one.descriptors for one in part)) for name, part in parts.items()}
    is_flat = (
        memory["last"] <= memory["middle"] * MEMORY_GROWTH
        and descriptors["last"] <= descriptors["middle"] + DESCRIPTORS_GROWTH
    )
    return {"resident_mib": memory, "descriptors": descriptors, "flat": is_flat}


async def _watch(service: Service, plan: Plan, samples: list[Usage]) -> None:
    while True:
        samples.append(service.usage())
        await asyncio.sleep(max(SAMPLES_EVERY_S, plan.seconds / SAMPLES))


async def _invite(service: Service, http: httpx.AsyncClient, visits: Visits) -> None:
    while True:
        visit = asyncio.create_task(_visit(service, http, visits))
        visits.under_way.add(visit)
        visit.add_done_callback(visits.over)
        await asyncio.sleep(VISITOR_EVERY_S)


async def _visit(service: Service, http: httpx.AsyncClient, visits: Visits) -> None:
    """A new customer asks the bot something, reads the answer and is gone."""
    history = History()
    customer = await Customer.arrives(service, http, history)
    await customer.opens()
    await asyncio.wait_for(customer.says(), ANSWER_S)
    (said,) = history.acked
    async with asyncio.timeout(ANSWER_S):
        while customer.last_seq <= said.seq:  # noqa: ASYNC110 — a visitor looks now and then
            await asyncio.sleep(0.05)
    customer.line.cut()
    visits.count += 1
    visits.lost += await lost_of([customer])
    visits.doubled += history.doubled
    visits.misordered += history.misordered
