"""The end of a run: everything written goes out, everybody reads to the end, and the checker decides."""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

from tests.faults.bot import answer_to
from tests.faults.checker import Fault, Finding
from tests.faults.history import History, Row
from tests.faults.people import Customer, Person
from tests.faults.waiting import until

ANSWERED_S = 60.0  # for answers that are owed: seconds after a restart, more on a machine that does other things
QUIET_S = 0.6  # nothing new for so long, and everybody has read everything: it is over


async def settle(history: History, people: Sequence[Person], *, answered: bool = False, within_s: float = 60.0) -> None:
    """Outboxes empty, logs quiet and read to the end by all; then everybody leaves. Raises TimeoutError.

    With `answered`, the bot's answers are waited for; one that does not come is the checker's to tell.
    """
    for person in people:
        await person.is_rid(within_s=within_s)
    if answered:
        with contextlib.suppress(TimeoutError):
            await until(lambda: _are_answered(history), within_s=ANSWERED_S)
    by_conversation = {person.conversation_id: person for person in people if isinstance(person, Customer)}
    async with asyncio.timeout(within_s):
        while not await _is_quiet(by_conversation, people):
            pass
    for person in people:
        for reader in person.readers.values():
            reader.has_caught_up = True
    await asyncio.gather(*(person.leaves() for person in people))
    for conversation_id, customer in by_conversation.items():
        history.log(conversation_id, [Row.of(event) for event in await customer.log()])


def _are_answered(history: History) -> bool:
    seen = {row.text for reader in history.readers for row in reader.seen}
    return all(answer_to(message.text) in seen for message in history.sent)


async def _is_quiet(customers: dict[str, Customer], people: Sequence[Person]) -> bool:
    newest = dict(zip(customers, await asyncio.gather(*map(_last_seq, customers.values())), strict=True))
    await asyncio.sleep(QUIET_S)
    readers = [(person, id) for person in people for id in person.readers]
    return all(person.last_seq(id) == newest[id] for person, id in readers)


async def _last_seq(customer: Customer) -> int:
    answer = await customer.http.get(f"/chat/conversations/{customer.conversation_id}")
    answer.raise_for_status()
    return answer.json()["last_seq"]


def check_answers(history: History) -> list[Finding]:
    """Each message stored was answered by the bot exactly once (`bot.BotServer`)."""
    findings = []
    for conversation_id, log in history.logs.items():
        texts = [row.text for row in log]
        for row in log:
            if row.client_id and (times := texts.count(answer_to(row.text))) != 1:
                fault = Fault.DOUBLED if times else Fault.LOST
                findings.append(Finding(fault, conversation_id, f"{row.text!r} was answered {times} times"))
    return findings


def say(customers: Sequence[Customer], each: int, *, about: Any = "") -> None:
    """Everybody writes `each` messages, all different."""
    for number in range(each):
        for customer in customers:
            customer.says(f"{customer.name}{about}第{number}句")
