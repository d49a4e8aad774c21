"""Plays a written conversation as one or more customers of a running service, and checks what comes of each step."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from joserfc import jwt
from joserfc.jwk import OctKey
from sqlalchemy.orm import Session

from handoff.conversation import service as conversations
from handoff.conversation.schemas import event_to_wire
from handoff.ticket import service as tickets
from rehearsal.expectations import CHECKS, always
from rehearsal.outcome import Data, Outcome
from rehearsal.people import Agent, Customer, new_client_id
from rehearsal.script import LONG, Conversation, Step
from rehearsal.world import World

TOKEN_KEY = "k" * 32
MOST_QUESTIONS = 12  # a form has eleven slots: more answers than that, and it goes round in circles
T = TypeVar("T")


def read(world: World, verb: Callable[[Session], T]) -> T:
    return asyncio.run(world.app.state.services.database.read(verb))


class Stage:
    """One conversation being played. `step` is the number of the step at hand, `last` the outcome of the one before."""

    def __init__(self, world: World, script: Conversation) -> None:
        self.world, self.script, self.step = world, script, 0
        self.customer = self._new_customer(script.who)
        self.last = Outcome("", [], "bot", [])
        self.seen_seq = self._last_seq()
        self.number = ""
        self.resend: tuple[str, str] = ("", "")

    def play(self, steps: list[Step]) -> None:
        __tracebackhide__ = True
        for number, step in enumerate(steps, 1):
            self.step = number
            getattr(self, f"_do_{step.kind}")(step)
            self._check(step)

    # What a step does

    def _do_customer(self, step: Step) -> None:
        self.say(self._filled(step.given))

    def _do_press(self, step: Step) -> None:
        replies = {reply["title"]: reply["text"] for reply in self.last.quick_replies}
        assert step.given in replies, f"no button {step.given!r} after\n{self.last}"
        self.say(replies[step.given], pressed=step.given)

    def _do_press_first(self, step: Step) -> None:
        assert self.last.quick_replies, f"no buttons after\n{self.last}"
        reply = self.last.quick_replies[0]
        self.say(reply["text"], pressed=reply["title"])

    def _do_fills(self, step: Step) -> None:
        for _ in range(MOST_QUESTIONS):
            asked = self.last.requested_slot
            if asked == step.until:
                return
            assert asked in step.given, f"asked for {asked}, which this customer was not prepared for:\n{self.last}"
            self.say(self._filled(step.given[asked]))
            assert self.last.requested_slot != asked, f"{step.given[asked]!r} was not taken as {asked}:\n{self.last}"
            always(self.last)
        raise AssertionError(f"the form never asks for {step.until}:\n{self.last}")

    def _do_sends_again(self, step: Step) -> None:
        text, client_id = self.resend
        self.customer.posts(text, client_id=client_id).raise_for_status()
        self._settle(text)

    def _do_leaves_queue(self, step: Step) -> None:
        self.customer.calls("POST", "/handoff/cancel", json={}).raise_for_status()
        self._settle("（返回智能客服）")

    def _do_agent_returns(self, step: Step) -> None:
        agent = Agent(self.world, "fang", name="方晴").signs_in()
        agent.claims(self.customer).raise_for_status()
        agent.answers(self.customer, self._filled(step.given)).raise_for_status()
        after_seq = self._last_seq()
        agent.acts(self.customer, "return").raise_for_status()
        self._wait_for_bot(after_seq)
        self._settle("（人工交回智能客服）")

    def _do_waits(self, step: Step) -> None:
        self.world.clock.advance(seconds=timedelta(**step.given).total_seconds())

    def _do_is_someone_else(self, step: Step) -> None:
        self.customer = self._new_customer(None)
        self.seen_seq = self._last_seq()
        self.last = Outcome("", [], "bot", [])

    # How it is done

    def say(self, text: str, *, pressed: str | None = None) -> None:
        """Post it, and wait for the bot's turn unless somebody else holds the conversation."""
        self.resend = (text, new_client_id())
        is_bots = self.customer.snapshot()["status"] == "bot"
        answer = self.customer.posts(text, client_id=self.resend[1])
        assert answer.status_code == 201, answer.text
        if is_bots:
            self._wait_for_bot(answer.json()["seq"])
        self._settle(text, pressed=pressed)

    def _wait_for_bot(self, after_seq: int) -> None:
        """The first internal event after `after_seq` tells that the turn, written in one transaction, is over."""
        while True:
            event = self.customer.socket.wait_for("event")["event"]
            if event["type"] == "internal" and event["seq"] > after_seq:
                return

    def _settle(self, said: str, *, pressed: str | None = None) -> None:
        events = read(self.world, lambda session: _events(session, self.customer.conversation_id, self.seen_seq))
        made = read(self.world, lambda session: _tickets(session, self.customer.conversation_id))
        self.seen_seq = events[-1]["seq"] if events else self.seen_seq
        status = self.customer.snapshot()["status"]
        self.last = Outcome(said, events, status, made, before=self.last, pressed=pressed)
        self.number = made[-1]["number"] if made else self.number

    def _check(self, step: Step) -> None:
        """Everything wrong with the step at once, below it what was said and how it was taken."""
        __tracebackhide__ = True
        checks = [(always, None)] + [(CHECKS[key], self._filled(wanted)) for key, wanted in step.expect.items()]
        wrong = [told for check, wanted in checks if (told := _complaint_of(check, self.last, wanted))]
        assert not wrong, "\n".join([*wrong, str(self.last)])

    def _filled(self, value: Any) -> Any:
        """The value with its places filled, also inside lists and dicts."""
        if isinstance(value, list):
            return [self._filled(item) for item in value]
        if isinstance(value, dict):
            return {key: self._filled(item) for key, item in value.items()}
        if not isinstance(value, str):
            return value
        typed = self.number.lower().replace("-", " ")
        places = {"variant": self.script.variant, "expected": self.script.expected, "long": LONG[:2000]}
        for name, text in (places | {"number": self.number, "number_typed": typed}).items():
            value = value.replace(f"{{{name}}}", text)
        return value

    def _new_customer(self, who: dict[str, Any] | None) -> Customer:
        token = None
        if who:
            exp = int(self.world.clock.now().timestamp() + 600)
            claims = {"aud": "zhike", "sub": "kh-1", "exp": exp, **who}
            token = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(TOKEN_KEY))
        return Customer(self.world, customer_token=token).opens_chat()

    def _last_seq(self) -> int:
        return self.customer.snapshot()["last_seq"]


def _complaint_of(check: Callable[..., None], outcome: Outcome, wanted: Any) -> str:
    try:
        check(outcome, wanted)
    except AssertionError as wrong:
        return str(wrong.args[0]).partition("\n")[0] if wrong.args else "wrong"
    return ""


def _events(session: Session, conversation_id: str, after_seq: int) -> list[Data]:
    found = conversations.list_events(session, conversation_id, after_seq=after_seq, limit=300)
    events = [event_to_wire(event) for event in found]
    assert [event["seq"] for event in events] == list(range(after_seq + 1, after_seq + 1 + len(events))), "a gap"
    return events


def _tickets(session: Session, conversation_id: str) -> list[Data]:
    found = tickets.list_by_conversation(session, conversation_id)
    return [{column.key: getattr(ticket, column.key) for column in ticket.__table__.columns} for ticket in found]
