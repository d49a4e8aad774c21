"""The runs against a service that is up. Each returns one row of figures, and says nothing else."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psutil

from benchmarks._chat.history import History, percentiles
from benchmarks._chat.line import Refused
from benchmarks._chat.people import CAPACITY, Agent, Customer, sign_in
from benchmarks._chat.service import Service, Usage, client

Row = dict[str, Any]
SETTLE_S = 2.0  # for what comes twice, when everything has come
READERS = 2  # of each message: its customer and the agent who helps
AT_ONCE = 100  # calls under way while people arrive
SETTLED_RSS_S = 3.0  # until the kernel's figure follows
ANSWER_S = 60.0  # for a socket to come back; longer is a failure


@dataclass(frozen=True)
class Plan:
    """How many take part, for how long, and how fast messages are sent together (delivery)."""

    customers: int = 100
    agents: int = 4
    seconds: float = 15.0
    rate: float = 300.0


@dataclass
class Crowd:
    """`pairs` are customers, each with the agent who helps."""

    history: History
    pairs: list[tuple[Customer, Agent]]


async def throughput(service: Service, plan: Plan) -> Row:
    """Every customer sends the next message as soon as the last one is acknowledged; their agents read all of it."""
    async with helped(service, plan) as crowd:
        until = time.perf_counter() + plan.seconds

        async def speak(customer: Customer) -> None:
            while time.perf_counter() < until:
                await customer.says()

        async with Costs(service) as costs:
            await asyncio.gather(*(speak(customer) for customer, _ in crowd.pairs))
        return await told(crowd, costs, customers=plan.customers)


async def delivery(service: Service, plan: Plan) -> Row:
    """`rate` messages a second, at fixed times, the two ends in turn; lateness counts from when it was due."""
    async with helped(service, plan) as crowd:
        async with Costs(service) as costs:
            await converse(crowd, plan)
        return await told(crowd, costs, rate=plan.rate, customers=plan.customers)


async def converse(crowd: Crowd, plan: Plan) -> None:
    """Say what is due at its time, and wait for the last acknowledgements."""
    pairs = itertools.cycle(crowd.pairs)
    started = time.perf_counter()
    unacked: set[asyncio.Future[None]] = set()
    for number in range(int(plan.seconds * plan.rate)):
        due_at = started + number / plan.rate
        await asyncio.sleep(due_at - time.perf_counter())
        customer, agent = next(pairs)
        is_customers = (number // len(crowd.pairs)) % 2 == 0
        ack = customer.says(due_at=due_at) if is_customers else agent.says(customer, due_at=due_at)
        unacked.add(ack)
        ack.add_done_callback(unacked.discard)
    if unacked:
        await asyncio.wait(unacked, timeout=ANSWER_S)


async def sockets(service: Service, plan: Plan) -> Row:
    """Idle lines: what each costs the service in memory."""
    history = History()
    async with client(service) as http:
        customers = await arrive(service, plan.customers + AT_ONCE, http, history)
        await together(customers[:AT_ONCE], Customer.opens)  # what the service needs once, whoever comes
        before = service.usage()
        took = await timed(together(customers[AT_ONCE:], Customer.opens))
        await asyncio.sleep(SETTLED_RSS_S)
        after = service.usage()
        are_open = sum(not customer.line.closed.done() for customer in customers)
        for customer in customers:
            customer.line.cut()
    kib = (after.resident_mib - before.resident_mib) * 1024 / plan.customers
    return {
        "sockets": plan.customers, "open": are_open - AT_ONCE, "opened_s": round(took, 2), "kib_each": round(kib, 1),
        "server": _spent(before, after, took),
    }  # fmt: skip


async def storm(service: Service, plan: Plan) -> Row:
    """All lines are cut at once, and all come back at once; then each says something to the bot."""
    history = History()
    async with client(service) as http:
        customers = await arrive(service, plan.customers, http, history)
        await together(customers, Customer.opens)
        for customer in customers:
            customer.line.cut()
        before, ready_s, refused = service.usage(), [], 0
        started = time.perf_counter()

        async def returns(customer: Customer) -> None:
            nonlocal refused
            while True:
                try:
                    await asyncio.wait_for(customer.opens(), ANSWER_S)
                    break
                except Refused as error:
                    refused += error.status >= 500
                    await asyncio.sleep(0.1)
            ready_s.append(time.perf_counter() - started)

        await asyncio.gather(*(returns(customer) for customer in customers))
        took = time.perf_counter() - started
        after = service.usage()
        heard_s = await timed(together(customers, Customer.says))
        await asyncio.sleep(SETTLE_S)
        lost = await lost_of(customers)
        for customer in customers:
            customer.line.cut()
    return {
        "sockets": plan.customers, "refused_5xx": refused, "back_ms": percentiles(ready_s),
        "all_back_s": round(took, 2), "all_heard_s": round(heard_s, 2), "lost": lost, "doubled": history.doubled,
        "misordered": history.misordered, "server": _spent(before, after, took),
    }  # fmt: skip


class Costs:
    """CPU and memory of the service and of this process, over a block."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def __aenter__(self) -> "Costs":
        self._server, self._self, self._at = self._service.usage(), _own(), time.perf_counter()
        return self

    async def __aexit__(self, *exc: object) -> None:
        self.lasted_s = time.perf_counter() - self._at
        self.server = _spent(self._server, self._service.usage(), self.lasted_s)
        self.load_maker = _spent(self._self, _own(), self.lasted_s)


@asynccontextmanager
async def helped(service: Service, plan: Plan) -> AsyncIterator[Crowd]:
    """Customers who are helped by agents, all connected; each agent watches what they hold."""
    history = History()
    if plan.customers > plan.agents * CAPACITY:
        raise ValueError(f"{plan.customers} customers need {-(-plan.customers // CAPACITY)} agents")
    async with client(service) as http, client(service) as root:
        await sign_in(root, "admin", service.admin)
        agents = [await Agent.hired(service, root, history, number) for number in range(plan.agents)]
        await together(agents, Agent.opens_desk)
        customers = await arrive(service, plan.customers, http, history)
        await together(customers, Customer.opens)
        pairs = list(zip(customers, itertools.cycle(agents), strict=False))
        for customer, agent in pairs:  # one after the other: who waits is told of each who is taken
            await customer.asks_for_person()
            await agent.takes(customer)
        await asyncio.sleep(1)
        yield Crowd(history, pairs)
        for customer in customers:
            customer.line.cut()
        await asyncio.gather(*(agent.leaves() for agent in agents))


async def arrive(service: Service, count: int, http: Any, history: History) -> list[Customer]:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one() -> Customer:
        async with gate:
            return await Customer.arrives(service, http, history)

    return await asyncio.gather(*(one() for _ in range(count)))


async def together(people: list[Any], verb: Any) -> None:
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(person: Any) -> None:
        async with gate:
            await verb(person)

    await asyncio.gather(*(one(person) for person in people))


async def told(crowd: Crowd, costs: Costs, **about: Any) -> Row:
    """Once everybody has read what was acknowledged; who has not after ANSWER_S is missing in `reach`."""
    history = crowd.history
    with suppress(TimeoutError):
        async with asyncio.timeout(ANSWER_S):
            while history.received < READERS * len(history.acked):  # noqa: ASYNC110 — looked at after the figures
                await asyncio.sleep(0.05)
    await asyncio.sleep(SETTLE_S)
    lost = await lost_of([customer for customer, _ in crowd.pairs])
    row = history.row(lasted_s=costs.lasted_s, readers=READERS)
    return {**about, "lost": lost, **row, "server": costs.server, "load_maker": costs.load_maker}


async def lost_of(customers: list[Customer]) -> int:
    """Acknowledged and not in the log as it reads now."""
    lost = 0
    for customer in customers:
        lost += customer.history.check_log(customer.conversation_id, await customer.log())
    return lost


async def timed(work: Any) -> float:
    started = time.perf_counter()
    await work
    return time.perf_counter() - started


def _own() -> Usage:
    return Usage.of(psutil.Process().pid)


def _spent(before: Usage, after: Usage, lasted_s: float) -> dict[str, float]:
    cpu_s = after.cpu_s - before.cpu_s
    return {
        "cpu_s": round(cpu_s, 1), "cores": round(cpu_s / lasted_s, 2), "resident_mib": round(after.resident_mib, 1)
    }  # fmt: skip
