"""An agent vanishes with customers in their hands (F14)."""

import asyncio
import time
from collections.abc import Callable

from tests.effort import IS_LONG
from tests.faults.conftest import Install, Verdict
from tests.faults.history import History
from tests.faults.installation import add_agents
from tests.faults.people import Agent, Customer
from tests.faults.proxy import Proxy

HELD = 5
BACK_S = 60.0  # from the moment the line died until the last customer waits again
ABSENCE_S = 30 if IS_LONG else 5  # `agent_absence_s`: its default, and the least it may be


async def test_all_who_an_agent_that_vanished_was_helping_wait_again_and_another_helps_them(
    install: Install, history: History, clean: Verdict, tell: Callable[[str], None]
):
    """In long runs nobody is told that the line died; otherwise it is reset, or the test would wait for two pings."""
    bank = await install(agent_absence_s=ABSENCE_S)
    add_agents(bank.settings, "amira", "ben")
    customers = [await (await Customer.joins(bank.url, f"客{n}", history)).opens() for n in range(HELD)]
    ben = await Agent.signs_in(bank.url, "ben", history)
    async with Proxy(bank.port) as proxy:
        amira = await (await Agent.signs_in(proxy.url, "amira", history)).opens()
        for customer in customers:
            await customer.asks_for_a_person()
            (await amira.claims(customer)).raise_for_status()
        await asyncio.sleep(ABSENCE_S)  # nobody is judged before the service itself has run that long
        assert await status_of(customers) == {"assigned"}, "who is there keeps their customers"
        proxy.change(held_up=True, held_down=True, is_deaf=True, refuses=True)
        if not IS_LONG:
            proxy.cut()
        gone_at = time.monotonic()
        async with asyncio.timeout(BACK_S):
            while await status_of(customers) != {"queued"}:  # noqa: ASYNC110 — only asking tells
                await asyncio.sleep(0.2)
        tell(f"{HELD} customers wait again {time.monotonic() - gone_at:.1f} s after their agent vanished")
        await amira.leaves()
    for customer in customers:
        (await ben.claims(customer)).raise_for_status()
        await ben.posts(customer.conversation_id, f"我来接着帮您，{customer.name}")
    await clean(*customers)


async def status_of(customers: list[Customer]) -> set[str]:
    answers = [await one.http.get(f"/chat/conversations/{one.conversation_id}") for one in customers]
    return {answer.json()["status"] for answer in answers}
