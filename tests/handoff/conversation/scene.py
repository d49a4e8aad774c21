"""Where lives are tried: a service, its people with their browsers, what the model expects of them, and the comparison.

Every reader is compared with the model: the customer's page over all its lines, the desk's socket, both logs over HTTP.
"""

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from handoff.bot.client import BotFailed, TurnAnswer, TurnRequest
from tests.actors import Agent, Customer
from tests.handoff.conversation.life import CAPACITY, INTERNAL, LEAD, Bot, Talk
from tests.world import StubBot, World

SETTLED_S = 60.0


class ThinkingBot(StubBot):
    """Fails, or keeps its answer to itself, while the model says so."""

    def __init__(self, state: Bot) -> None:
        super().__init__()
        self._state = state

    async def turn(self, request: TurnRequest) -> TurnAnswer:
        while self._state.is_thinking:  # noqa: ASYNC110 — told so by the thread of the test
            await asyncio.sleep(0.005)
        if self._state.is_broken:
            raise BotFailed("unreachable")
        return await super().turn(request)


class Scene:
    """`talks` and `customers` go together by index. `tabs` are the browsers in which an agent is signed in."""

    def __init__(self, template: str) -> None:
        self.bot = Bot()
        self._folder = tempfile.TemporaryDirectory()
        limits = ("messages_per_minute", "lookups_per_minute", "sign_ins_per_minute")
        self.world = World(Path(self._folder.name), template, bot_timeout_s=60, **dict.fromkeys(limits, 10**6))
        self.world.bot = ThinkingBot(self.bot)
        self.world.start()
        self.agents = {
            name: Agent(self.world, name, name=name, role="supervisor" if name == LEAD else "agent", capacity=capacity)
            for name, capacity in CAPACITY.items()
        }
        self.tabs: dict[str, list[httpx.Client]] = {name: [] for name in CAPACITY}
        self.observer = Agent(self.world, "observer", name="旁观", role="supervisor").signs_in().opens_desk()
        self.observed: list[dict[str, Any]] = []  # what came before the socket now open
        self.customers: list[Customer] = []
        self.talks: list[Talk] = []
        self.seen: list[list[dict[str, Any]]] = []  # by each customer, over the lines before the one now open
        self.tickets: dict[str, str] = {}  # number -> status
        self.reveals = self.minutes = 0

    def end(self) -> None:
        self.bot.is_thinking = False
        self.world.end()
        self._folder.cleanup()

    def someone_comes(self) -> None:
        customer = Customer(self.world).opens_chat()
        self.customers.append(customer)
        self.talks.append(Talk(self.bot))
        self.seen.append([])
        self.observer.watches(customer)

    def reopens_chat(self, index: int) -> None:
        customer = self.customers[index]
        self.seen[index] += customer.socket.events()
        customer.socket.close()
        customer.opens_chat(after_seq=len(self.seen[index]))

    def reopens_desk(self) -> None:
        self.observed += self.observer.socket.events()
        self.observer.opens_desk()
        for customer in self.customers:
            self.observer.watches(customer, after_seq=_newest(self.observed, customer))

    # What must hold

    def check_talk(self, index: int) -> None:
        """Status, holder and log are as predicted, and the customer's view is the log without what is internal."""
        customer, talk = self.customers[index], self.talks[index]
        until = time.monotonic() + SETTLED_S
        while (snapshot := customer.snapshot())["last_seq"] < len(talk.log) and time.monotonic() < until:
            time.sleep(0.005)
        whole = self.staff_log(customer)
        assert [event["type"] for event in whole] == talk.log
        assert [event["seq"] for event in whole] == list(range(1, len(whole) + 1))
        told = {key: snapshot[key] for key in ("status", "can_rate", "agent", "last_seq")}
        agent = {"name": talk.holder} if talk.holder else None
        assert told == {"status": talk.status, "can_rate": talk.can_rate, "agent": agent, "last_seq": len(talk.log)}
        assert (snapshot["queue"] is not None) == (talk.status == "queued")

    def check_holders(self) -> None:
        items = self.observer.gets("/conversations", status="assigned")["items"]
        holders = {item["id"]: item["agent"]["name"] for item in items}
        pairs = zip(self.customers, self.talks, strict=True)
        assert holders == {customer.conversation_id: talk.holder for customer, talk in pairs if talk.holder}
        assert all(list(holders.values()).count(name) <= capacity for name, capacity in CAPACITY.items())

    def check_readers(self, index: int) -> None:
        """Whoever listened, over whatever lines, heard the log: each event once, in order."""
        customer, talk = self.customers[index], self.talks[index]
        log = customer.log()
        assert [event["type"] for event in log] == ["internal" if type in INTERNAL else type for type in talk.log]
        while _newest(self.seen[index] + customer.socket.events(), customer) < len(talk.log):
            customer.socket.wait_for("event")
        assert self.seen[index] + customer.socket.events() == log
        while _newest(self.observed + self.observer.socket.events(), customer) < len(talk.log):
            self.observer.socket.wait_for("event")
        heard = self.observed + self.observer.socket.events()
        assert [event for event in heard if _is_of(event, customer)] == self.staff_log(customer)

    def check_reveals(self) -> None:
        """Every look at personal data was recorded, and nothing else as one."""
        entries = self.observer.gets("/audit", limit=200)["items"]
        assert sum(entry["action"] == "customer.reveal" for entry in entries) == self.reveals

    def staff_log(self, customer: Customer) -> list[dict[str, Any]]:
        return self.observer.gets(f"/conversations/{customer.conversation_id}/events")["events"]


def _is_of(event: dict[str, Any], customer: Customer) -> bool:
    return event["conversation_id"] == customer.conversation_id


def _newest(events: list[dict[str, Any]], customer: Customer) -> int:
    return max((event["seq"] for event in events if _is_of(event, customer)), default=0)
