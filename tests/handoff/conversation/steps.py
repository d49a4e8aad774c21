"""What somebody can do at any moment: each step does it, asks the model what must come of it, and compares the answer.

`chance` decides what is left open in a step. The log is compared afterwards (`scene.py`).
"""

from typing import Any

import httpx

from handoff.ticket.states import ALLOWED, CUSTOMER_IS_TOLD, TicketStatus, needs_note, starts_second_round
from tests.actors import new_client_id
from tests.handoff.conversation.scene import Scene
from tests.handoff.ticket.complaints import a_complaint, confirmation

MINUTES_MAX = 8 * 60  # less than a session of staff, and than a complaint's first deadline
TABS_MAX = 2


class CustomerSteps(Scene):
    """`step(index, chance)`"""

    def says(self, index: int, chance: int) -> None:
        self._sends(index, f"第{len(self.talks[index].sent)}句话", new_client_id(), over_socket=bool(chance % 2))

    def sends_again(self, index: int, chance: int) -> None:
        """A client_id that was used, with other words: the first ones stay."""
        if sent := list(self.talks[index].sent):
            self._sends(index, "别的话", sent[chance % len(sent)], over_socket=bool(chance % 2))

    def loses_the_line(self, index: int, chance: int) -> None:
        self.reopens_chat(index)

    def asks_for_person(self, index: int, chance: int) -> None:
        self.talks[index].asks_for_person()
        _check(self.customers[index].calls("POST", "/handoff", json={}), None)

    def changes_mind(self, index: int, chance: int) -> None:
        refusal = self.talks[index].changes_mind()
        _check(self.customers[index].calls("POST", "/handoff/cancel", json={}), refusal)

    def closes(self, index: int, chance: int) -> None:
        self.talks[index].closes()
        _check(self.customers[index].calls("POST", "/close", json={}), None)

    def rates(self, index: int, chance: int) -> None:
        refusal = self.talks[index].rates()
        _check(self.customers[index].calls("POST", "/rating", json={"score": chance % 5 + 1}), refusal)

    def complains(self, index: int, chance: int) -> None:
        """To the bot, once, while it is well."""
        talk = self.talks[index]
        if talk.ticket or talk.status not in ("bot", "closed") or self.bot.is_broken or self.bot.is_thinking:
            return
        effect = a_complaint(phone=f"1391234567{index}", name=f"客户{index}")
        text = confirmation(effect)
        self.world.bot.answers(text, "好的，正在为您提交。", effects=[effect])
        talk.effects = ["ticket.created", "message.created"]
        self._sends(index, text, new_client_id(), over_socket=False)
        self.check_talk(index)
        created = next(event["data"] for event in self.customers[index].log() if event["type"] == "ticket.created")
        talk.ticket, self.tickets[created["number"]] = created["number"], created["status"]

    def _sends(self, index: int, text: str, client_id: str, *, over_socket: bool) -> None:
        customer, seq = self.customers[index], self.talks[index].says(client_id)
        if over_socket:
            assert customer.says(text, client_id=client_id)["seq"] == seq
        else:
            assert customer.posts(text, client_id=client_id).json()["seq"] == seq


class AgentSteps(Scene):
    """`step(index, name, chance)`; `name` is signed in."""

    def claims(self, index: int, name: str, chance: int) -> None:
        held = sum(talk.holder == name for talk in self.talks)
        self._acts(index, name, "claim", self.talks[index].claims(name, held=held))

    def answers(self, index: int, name: str, chance: int) -> None:
        """Over HTTP, and the same once more over the socket of another tab."""
        talk = self.talks[index]
        client_id = new_client_id() if chance % 3 else next(iter(talk.answered), new_client_id())
        refusal, seq = talk.answers(name, client_id)
        answer = self._acts(index, name, "messages", refusal, client_id=client_id, text="您好")
        frame = self._over_socket(index, name, client_id)
        assert frame.get("code") == refusal
        assert refusal or answer.json()["seq"] == frame["seq"] == seq

    def notes(self, index: int, name: str, chance: int) -> None:
        seq = self.talks[index].add("note.created")
        assert self._acts(index, name, "notes", None, client_id=new_client_id(), text="备注").json()["seq"] == seq

    def transfers(self, index: int, name: str, chance: int) -> None:
        self._acts(index, name, "transfer", self.talks[index].is_transferred(name), note="请接手")

    def hands_back(self, index: int, name: str, chance: int) -> None:
        self._acts(index, name, "return", self.talks[index].is_handed_back(name))

    def ends(self, index: int, name: str, chance: int) -> None:
        note = "已办结" if chance % 2 else None
        refusal = self.talks[index].is_closed_by(name, note=note is not None)
        self._acts(index, name, "close", refusal, reason="resolved", note=note)

    def reveals_names(self, index: int, name: str, chance: int) -> None:
        self.reveals += 1
        self._acts(index, name, "reveal", None, reason="回电客户")

    def takes_a_step(self, index: int, name: str, chance: int) -> None:
        """Of a complaint, legal two times of three. Its due time moves only where clocks start anew."""
        number = self.talks[index].ticket
        if number is None:
            return
        path, status = f"/tickets/{number}", TicketStatus(self.tickets[number])
        steps = sorted(ALLOWED[status]) if chance % 3 else list(TicketStatus)
        step, note = steps[chance % len(steps)], "" if chance % 4 == 0 else "已核实"
        due_at = self.observer.gets(path)["due_at"]
        refusal = _step_refusal(status, step, note)
        answer = self._as(name, f"{path}/status", refusal, status=step, note=note)
        if refusal is None:
            self.tickets[number] = step
            assert answer.json()["due_at"] == due_at or starts_second_round(status, step)
            self.talks[index].add(*["ticket.updated"] * (step in CUSTOMER_IS_TOLD))
        assert self.observer.gets(path)["status"] == self.tickets[number]

    def is_turned_away(self, index: int, name: str, verb: str) -> None:
        """Whoever is signed out can do nothing."""
        answer = self.agents[name].acts(self.customers[index], verb)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "staff_session_ended")

    def _acts(self, index: int, name: str, verb: str, refusal: str | None, **body: Any) -> httpx.Response:
        return self._as(name, f"/conversations/{self.customers[index].conversation_id}/{verb}", refusal, **body)

    def _as(self, name: str, path: str, refusal: str | None, **body: Any) -> httpx.Response:
        answer = self.tabs[name][-1].post(path, json=body)
        _check(answer, refusal)
        return answer

    def _over_socket(self, index: int, name: str, client_id: str) -> dict[str, Any]:
        socket = self.agents[name].new_socket(cookie=self.tabs[name][0].cookies["zhike_session"])
        socket.send(type="hello")
        about = {"conversation_id": self.customers[index].conversation_id, "client_id": client_id, "text": "您好"}
        socket.send(type="message.send", **about)
        while (frame := socket.receive())["type"] not in ("ack", "error"):
            pass
        socket.close()
        return frame


class OtherSteps(Scene):
    """`step(name, chance)`: coming and going of agents, the bot, the clock, the service itself."""

    def signs_in(self, name: str, chance: int) -> None:
        if len(self.tabs[name]) < TABS_MAX:
            browser = self.agents[name].new_browser()
            answer = self.agents[name].tries_to_sign_in(http=browser)
            _check(answer, None)
            browser.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
            self.tabs[name].append(browser)

    def signs_out(self, name: str, chance: int) -> None:
        """Of one tab; with the last one everything they hold goes back."""
        if self.tabs[name]:
            _check(self.tabs[name].pop().post("/auth/sign-out"), None)
            for talk in self.talks:
                if not self.tabs[name] and talk.holder == name:
                    talk.is_released()

    def goes_away_or_comes_back(self, name: str, chance: int) -> None:
        """Whoever goes away keeps what they hold."""
        for tab in self.tabs[name]:
            _check(tab.put("/agents/me/availability", json={"availability": ["away", "online"][chance % 2]}), None)

    def bot_thinks(self, name: str, chance: int) -> None:
        self.bot.is_thinking = True

    def bot_is_done(self, name: str, chance: int) -> None:
        self.bot.is_thinking = False
        for talk in self.talks:
            talk.bot_gives_turns()

    def bot_breaks(self, name: str, chance: int) -> None:
        self.bot.is_broken = True

    def bot_heals(self, name: str, chance: int) -> None:
        self.bot.is_broken = False

    def time_passes(self, name: str, chance: int) -> None:
        if self.minutes + chance <= MINUTES_MAX:
            self.minutes += chance
            self.world.clock.advance(minutes=chance)

    def is_restarted(self, name: str, chance: int) -> None:
        self.world.restart()
        self.reopens_desk()
        for index in range(len(self.talks)):
            self.reopens_chat(index)


class Steps(CustomerSteps, AgentSteps, OtherSteps):
    """Everybody's."""


def _check(answer: httpx.Response, refusal: str | None) -> None:
    assert (answer.json()["error"]["code"] if answer.is_error else None) == refusal, answer.text


def _step_refusal(status: TicketStatus, step: TicketStatus, note: str) -> str | None:
    if step not in ALLOWED[status]:
        return "ticket_move_not_allowed"
    return "ticket_note_missing" if needs_note(status, step) and not note else None
