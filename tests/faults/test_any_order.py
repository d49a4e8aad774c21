"""Everybody does what they like in any order while lines break and the service is killed and restarted (F17).

`tests/handoff/conversation/test_life.py` says what must come of every step where nothing breaks. Here a call may be cut
off and nobody knows whether it was done: what must hold is what the log says, and that every reader sees the same log.
"""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx

from tests.effort import IS_LONG
from tests.faults.conftest import Install, Verdict
from tests.faults.history import History
from tests.faults.installation import Installation, add_agents
from tests.faults.line import Patience
from tests.faults.people import Agent, Customer
from tests.faults.proxy import Proxy

CUSTOMERS = 2
HASTY = Patience(ready_s=3.0, ack_s=2.0)
MOVES = {  # from which state to which
    "conversation.queued": ({"bot"}, "queued"),
    "conversation.assigned": ({"queued"}, "assigned"),
    "conversation.released": ({"assigned"}, "bot"),
    "conversation.returned": ({"queued", "assigned"}, "bot"),
    "conversation.closed": ({"bot", "queued", "assigned"}, "closed"),
    "conversation.reopened": ({"closed"}, "bot"),
}
WANTED = set(MOVES) if IS_LONG else {"conversation.assigned", "conversation.closed", "conversation.reopened"}
HELP, CLAIM = ("handoff", {}), ("claim", {})
OF_CUSTOMERS = [HELP, HELP, HELP, ("handoff/cancel", {}), ("close", {})]
OF_AGENTS = [CLAIM, CLAIM, CLAIM, ("transfer", {"note": "请接手"}), ("return", {}), ("close", {"reason": "resolved"})]


class Turmoil:
    """`chance` decides everything; `answers` counts what calls were answered with, 0 for those that were cut off."""

    def __init__(self, bank: Installation, proxy: Proxy, customers: list[Customer], agents: list[Agent]) -> None:
        self.bank, self.proxy, self.customers, self.agents = bank, proxy, customers, agents
        self.chance = random.Random(17)
        self.answers: Counter[int] = Counter()
        self.deaths = 0
        self._is_back: asyncio.Task[float] | None = None

    async def takes_a_step(self, number: int) -> None:
        write, act = self.writes, self.agent_acts
        steps = [write, write, self.repeats, self.customer_acts, act, act, self.answer]
        await self.chance.choice(steps)(number)
        if self.chance.random() < 0.05:
            self.proxy.cut()
        is_up = self._is_back is None or self._is_back.done()
        if is_up and self.chance.random() < 0.02:
            self.bank.kill(0, self.chance.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM]))
            self._is_back = asyncio.create_task(self.bank.is_back())
            self.deaths += 1
        await asyncio.sleep(0.02 if is_up else 0.3)

    async def is_over(self) -> None:
        if self._is_back is not None:
            await self._is_back

    async def logs(self) -> list[list[dict[str, Any]]]:
        """Of every conversation, once the service is back."""
        await self.is_over()
        return [await self.agents[0].pages(customer.conversation_id) for customer in self.customers]

    async def writes(self, number: int) -> None:
        """Also to a closed conversation, which opens it again."""
        self.chance.choice(self.customers).says(f"第{number}步")

    async def repeats(self, number: int) -> None:
        """A message that was acknowledged, as by a page that did not hear of it."""
        customer = self.chance.choice(self.customers)
        acked = {ack.client_id for ack in customer.history.acked}
        mine = [one for one in customer.history.sent if one.sender == customer.name and one.client_id in acked]
        if mine:
            again = self.chance.choice(mine)
            await customer.line.send({"type": "message.send", "client_id": again.client_id, "text": again.text})

    async def customer_acts(self, number: int) -> None:
        verb, body = self.chance.choice(OF_CUSTOMERS)
        customer = self.chance.choice(self.customers)
        await self._calls(customer, customer, verb, body)

    async def agent_acts(self, number: int) -> None:
        verb, body = self.chance.choice(OF_AGENTS)
        await self._calls(self.chance.choice(self.agents), self.chance.choice(self.customers), verb, body)

    async def answer(self, number: int) -> None:
        """Once, so that it may be lost where it was not acknowledged."""
        agent, customer = self.chance.choice(self.agents), self.chance.choice(self.customers)
        client_id, text = f"answer-{number}", f"答{number}"
        agent.history.send(agent.name, customer.conversation_id, client_id, text)
        answer = await self._calls(agent, customer, "messages", {"client_id": client_id, "text": text})
        if answer and answer.is_success:
            agent.history.ack(client_id, answer.json()["seq"])

    async def _calls(
        self, person: Customer | Agent, about: Customer, verb: str, body: dict[str, Any]
    ) -> httpx.Response | None:
        """None when it was cut off. Refusals are right answers, and so is one that the service is away."""
        try:
            answer = await person.http.post(person._path(about.conversation_id, verb), json=body)
        except httpx.TransportError:
            self.answers[0] += 1
            return None
        self.answers[answer.status_code] += 1
        assert answer.status_code in (200, 201, 403, 409, 503), (verb, answer.text)
        return answer


async def test_in_any_order_and_whatever_breaks_the_log_makes_sense_and_all_see_the_same(
    install: Install, history: History, clean: Verdict, times: Callable[[int, int], int], tell: Callable[[str], None]
):
    bank = await install()
    add_agents(bank.settings, "amira", "ben", capacity=2)
    async with Proxy(bank.port) as proxy:
        customers = [await Customer.joins(proxy.url, f"客{n}", history, patience=HASTY) for n in range(CUSTOMERS)]
        tabs = [customer.another_tab() for customer in customers]
        agents = [await Agent.signs_in(proxy.url, name, history) for name in ("amira", "ben")]
        await asyncio.gather(*(person.opens() for person in (*customers, *tabs)))
        turmoil = Turmoil(bank, proxy, customers, agents)
        steps = times(150, 3_000)
        for number in range(10 * steps):
            await turmoil.takes_a_step(number)
            if number >= steps and turmoil.deaths and set(moves(await turmoil.logs())) >= WANTED:
                break
        await turmoil.is_over()
        await clean(*customers, *tabs)
        logs = await turmoil.logs()
        for customer, log in zip(customers, logs, strict=True):
            check_sense(log, await snapshot(customer))
    made = moves(logs)
    tell(f"{turmoil.deaths} deaths, answers {dict(turmoil.answers)}, moves {dict(made)}")
    assert turmoil.deaths > 0
    assert set(made) >= WANTED, "some moves were never made"


def moves(logs: list[list[dict[str, Any]]]) -> Counter[str]:
    return Counter(event["type"] for log in logs for event in log if event["type"] in MOVES)


def check_sense(log: list[dict[str, Any]], told: dict[str, Any]) -> None:
    """Each move starts where the last one ended, only who holds a conversation answers in it, and the end is told."""
    status, holder = "bot", None
    answers: Counter[str] = Counter()
    for event in log:
        if event["type"] in MOVES:
            before, after = MOVES[event["type"]]
            assert status in before, (event, status)
            status = after
            holder = event["actor"]["id"] if event["type"] == "conversation.assigned" else None
        elif event["type"] == "message.created" and event["actor"]["kind"] == "agent":
            assert event["actor"]["id"] == holder, (event, holder)
            answers[event["client_id"]] += 1
    assert (told["status"], told["last_seq"]) == (status, len(log))
    assert max(answers.values(), default=1) == 1


async def snapshot(customer: Customer) -> dict[str, Any]:
    answer = await customer.http.get(f"/chat/conversations/{customer.conversation_id}")
    answer.raise_for_status()
    return answer.json()
