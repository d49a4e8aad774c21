"""Customers and agents of the load: they use the public API and sockets, and tell the history what they see."""

import asyncio
import itertools
import time
from typing import Any, Self

import httpx

from benchmarks._chat.history import History
from benchmarks._chat.line import Line
from benchmarks._chat.service import Service, client

CAPACITY = 30  # conversations an agent holds and watches: as many as a staff socket may watch
TEXT = "第{number}条：您好，我想了解一下信用卡年费减免的具体办理流程，谢谢。"
_numbers = itertools.count(1)


class Person:
    """Who is on a line and tells the history what they hear there, under the name they read by."""

    kind: str

    def __init__(self, service: Service, http: httpx.AsyncClient, history: History, name: str) -> None:
        self._service, self._http, self.history, self._name = service, http, history, name
        self.line: Line
        self._ready: asyncio.Future[None]
        self._acks: dict[str, asyncio.Future[None]] = {}

    def _send(self, conversation_id: str, /, *, due_at: float, text: str = "", **more: str) -> asyncio.Future[None]:
        number = next(_numbers)
        client_id = f"message-{number:012d}"
        self._acks[client_id] = asyncio.get_running_loop().create_future()
        self.history.send(client_id, conversation_id, due_at=due_at)
        text = text or TEXT.format(number=number)
        self.line.send({"type": "message.send", "client_id": client_id, "text": text, **more})
        return self._acks[client_id]

    def _hear(self, frame: dict[str, Any]) -> None:
        now = time.perf_counter()
        match frame["type"]:
            case "event":
                event = frame["event"]
                is_own = event.get("actor", {}).get("kind") == self.kind  # customers are told the number alone of some
                self.history.read(self._name, event, is_own=is_own, now=now)
            case "ack":
                self.history.ack(frame, now=now)
                self._acks.pop(frame["client_id"]).set_result(None)
            case "error":
                self.history.refuse(frame)
            case "ready" if not self._ready.done():
                self._ready.set_result(None)


class Customer(Person):
    """One conversation and, once `opens`, one line."""

    kind = "customer"

    def __init__(self, service: Service, http: httpx.AsyncClient, history: History, session: dict[str, Any]) -> None:
        super().__init__(service, http, history, session["conversation_id"])
        self.token: str = session["session_token"]
        self.conversation_id: str = session["conversation_id"]
        self.last_seq = 0

    @classmethod
    async def arrives(cls, service: Service, http: httpx.AsyncClient, history: History) -> Self:
        answer = await http.post("/chat/sessions", json={})
        answer.raise_for_status()
        return cls(service, http, history, answer.json())

    async def opens(self) -> None:
        """Connected, and told where the conversation stands. Raises Refused or OSError."""
        self._ready = asyncio.get_running_loop().create_future()
        self.line = await Line.open(self._service.port, "/api/v1/chat/socket", self._hear)
        self.line.send({"type": "hello", "session_token": self.token, "after_seq": self.last_seq})
        await self._ready

    async def asks_for_person(self) -> None:
        path = f"/chat/conversations/{self.conversation_id}/handoff"
        answer = await self._http.post(path, json={}, headers={"Authorization": f"Bearer {self.token}"})
        answer.raise_for_status()

    def says(self, *, due_at: float | None = None) -> asyncio.Future[None]:
        """Send a message; the answer comes with its ack."""
        return self._send(self.conversation_id, due_at=due_at or time.perf_counter())

    async def log(self) -> list[dict[str, Any]]:
        """All of it, by HTTP."""
        events: list[dict[str, Any]] = []
        while True:
            answer = await self._http.get(
                f"/chat/conversations/{self.conversation_id}/events", params={"after_seq": len(events)},
                headers={"Authorization": f"Bearer {self.token}"},
            )  # fmt: skip
            answer.raise_for_status()
            page = answer.json()
            events += page["events"]
            if not page["has_more"]:
                return events

    def _hear(self, frame: dict[str, Any]) -> None:
        if frame["type"] == "event":
            self.last_seq = frame["event"]["seq"]
        super()._hear(frame)


class Agent(Person):
    """Signed in, with a desk: holds and watches the conversations given to them."""

    kind = "agent"

    @classmethod
    async def hired(cls, service: Service, root: httpx.AsyncClient, history: History, number: int) -> "Agent":
        """An account with a capacity, signed in with a browser of its own."""
        body = {"username": f"agent{number}", "name": f"坐席{number}", "role": "agent", "capacity": CAPACITY}
        made = await root.post("/agents", json=body)
        made.raise_for_status()
        agent = cls(service, client(service), history, body["username"])
        await sign_in(agent._http, body["username"], made.json()["password"])
        return agent

    async def opens_desk(self) -> None:
        self._ready = asyncio.get_running_loop().create_future()
        origin = f"http://127.0.0.1:{self._service.port}"
        cookie = f"zhike_session={self._http.cookies['zhike_session']}"
        path = "/api/v1/staff/socket"
        self.line = await Line.open(self._service.port, path, self._hear, Origin=origin, Cookie=cookie)
        self.line.send({"type": "hello"})
        await self._ready

    async def takes(self, customer: Customer) -> None:
        answer = await self._http.post(f"/conversations/{customer.conversation_id}/claim")
        answer.raise_for_status()
        self.line.send({"type": "watch", "conversation_id": customer.conversation_id, "after_seq": 0})

    def says(self, customer: Customer, *, due_at: float) -> asyncio.Future[None]:
        return self._send(customer.conversation_id, due_at=due_at, conversation_id=customer.conversation_id)

    async def leaves(self) -> None:
        self.line.cut()
        await self._http.aclose()


async def sign_in(http: httpx.AsyncClient, username: str, password: str) -> None:
    answer = await http.post("/auth/sign-in", json={"username": username, "password": password})
    answer.raise_for_status()
    http.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
