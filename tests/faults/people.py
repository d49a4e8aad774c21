"""Customers and agents as their pages behave: an outbox that sends again, a reader that fills gaps, one history."""

import asyncio
import contextlib
import uuid
from collections import Counter
from typing import Any, Self

import httpx

from rehearsal.people import PASSWORD
from tests.faults.history import History, Reader, Row
from tests.faults.line import Line, Patience
from tests.faults.waiting import until

NOT_STORED = {"storage_unavailable", "storage_busy"}
TEMPORARY = {"internal_error", "too_many_requests", "unavailable", *NOT_STORED}  # web/shared/delivery.ts
NO_IDLE_CONNECTIONS = httpx.Limits(max_keepalive_connections=0)  # faults would have cut them
AGAIN_S = 0.5  # after a temporary refusal


class Person:
    """Sends one message at a time, so that what they wrote is stored in the order they wrote it."""

    def __init__(self, url: str, name: str, history: History, patience: Patience) -> None:
        self.url, self.name, self.history, self.patience = url, name, history, patience
        self.refusals: Counter[str] = Counter()
        self.refetched = 0  # gaps that were filled over HTTP
        self.http = httpx.AsyncClient(
            base_url=f"{url}/api/v1", trust_env=False, timeout=60, limits=NO_IDLE_CONNECTIONS,
        )  # fmt: skip
        self.outbox: dict[str, dict[str, str]] = {}  # by client_id, the oldest first
        self.readers: dict[str, Reader] = {}
        self.line: Line
        self._answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        history.at_end.append(self.hangs_up)

    def start(self) -> Self:
        self.line.start()
        self._tasks = [asyncio.create_task(self._deliver())]
        return self

    async def opens(self) -> Self:
        self.start()
        await asyncio.wait_for(self.line.ready.wait(), 60)
        return self

    async def leaves(self) -> None:
        """Closes the page; what was not acknowledged stays in the outbox."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.line.stop()

    async def hangs_up(self) -> None:
        await self.leaves()
        await self.http.aclose()

    def writes(self, conversation_id: str, text: str, *, client_id: str | None = None) -> str:
        """Into the outbox; returns the client_id."""
        client_id = client_id or str(uuid.uuid4())
        self.history.send(self.name, conversation_id, client_id, text)
        self.outbox[client_id] = {"conversation_id": conversation_id, "text": text}
        self._wake.set()
        return client_id

    async def posts(self, conversation_id: str, text: str) -> None:
        """Over HTTP, past the outbox."""
        client_id = str(uuid.uuid4())
        self.history.send(self.name, conversation_id, client_id, text)
        body = {"client_id": client_id, "text": text}
        answer = await self.http.post(self._path(conversation_id, "messages"), json=body)
        answer.raise_for_status()
        self.history.ack(client_id, answer.json()["seq"])

    async def is_rid(self, *, within_s: float = 60.0) -> None:
        """Wait until everything written was acknowledged."""
        await until(lambda: not self.outbox, within_s=within_s)

    async def has_seen(self, conversation_id: str, seq: int) -> None:
        await until(lambda: self.last_seq(conversation_id) >= seq)

    def last_seq(self, conversation_id: str) -> int:
        reader = self.readers[conversation_id]
        return reader.seen[-1].seq if reader.seen else reader.after_seq

    async def pages(self, conversation_id: str, *, after_seq: int = 0) -> list[dict[str, Any]]:
        """The log over HTTP, page by page."""
        events: list[dict[str, Any]] = []
        while True:
            answer = await self.http.get(self._path(conversation_id, "events"), params={"after_seq": after_seq})
            answer.raise_for_status()
            page = answer.json()
            events += page["events"]
            if not page["has_more"]:
                return events
            after_seq = events[-1]["seq"]

    def _reads(self, conversation_id: str, *, after_seq: int = 0) -> None:
        self.readers[conversation_id] = self.history.reader(self.name, conversation_id, after_seq=after_seq)

    def _path(self, conversation_id: str, what: str) -> str:
        raise NotImplementedError

    def _message(self, client_id: str, text: str, conversation_id: str) -> dict[str, Any]:
        raise NotImplementedError

    def _on_frame(self, frame: dict[str, Any]) -> None:
        match frame["type"]:
            case "event":
                self._show(frame["event"])
            case "ack":
                self.history.ack(frame["client_id"], frame["seq"])
                self._answers.put_nowait(frame)
            case "error":
                self.refusals[frame["code"]] += 1
                self._answers.put_nowait(frame)

    def _show(self, event: dict[str, Any]) -> None:
        """A number after a gap is not shown: the pages read the log from the last one shown."""
        reader = self.readers[event["conversation_id"]]
        if event["seq"] > self.last_seq(reader.conversation_id) + 1:
            self.refetched += 1
            self._tasks.append(asyncio.create_task(self._refetch(reader)))
        else:
            reader.show(Row.of(event))

    async def _refetch(self, reader: Reader) -> None:
        for event in await self.pages(reader.conversation_id, after_seq=self.last_seq(reader.conversation_id)):
            if event["seq"] == self.last_seq(reader.conversation_id) + 1:
                reader.show(Row.of(event))

    async def _deliver(self) -> None:
        while True:
            self._wake.clear()
            for client_id, item in list(self.outbox.items()):
                while not await self._is_taken(client_id, item):
                    pass
                self.outbox.pop(client_id, None)
            await self._wake.wait()

    async def _is_taken(self, client_id: str, item: dict[str, str]) -> bool:
        await self.line.ready.wait()
        if not await self.line.send(self._message(client_id, **item)):
            await asyncio.sleep(0.01)
            return False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.patience.ack_s):
                while True:
                    answer = await self._answer_or_loss()
                    if answer is None:
                        return False
                    if answer.get("client_id") == client_id:
                        break
            if answer["type"] == "ack":
                return True
            assert answer["code"] in TEMPORARY, answer
            await asyncio.sleep(AGAIN_S)
        return False

    async def _answer_or_loss(self) -> dict[str, Any] | None:
        """None when the line is lost: what was under way goes out again on the next one."""
        while self._answers.empty():
            if not self.line.ready.is_set():
                return None
            with contextlib.suppress(TimeoutError):
                return await asyncio.wait_for(self._answers.get(), 0.05)
        return self._answers.get_nowait()


class Customer(Person):
    """One tab of a customer; `another_tab` opens a second one of the same conversation."""

    session: dict[str, Any]

    @classmethod
    async def joins(cls, url: str, name: str, history: History, *, patience: Patience | None = None) -> Self:
        self = cls(url, name, history, patience or Patience())
        answer = await self.http.post("/chat/sessions", json={"channel": "web", "locale": "zh-CN"})
        answer.raise_for_status()
        return self._sits_down(answer.json())

    def another_tab(self, url: str | None = None) -> "Customer":
        other = Customer(url or self.url, f"{self.name}/{uuid.uuid4().hex[:4]}", self.history, self.patience)
        return other._sits_down(self.session)

    def _sits_down(self, session: dict[str, Any]) -> Self:
        self.session = session
        self.conversation_id: str = session["conversation_id"]
        self.http.headers["Authorization"] = f"Bearer {session['session_token']}"
        self._reads(self.conversation_id)
        self.line = Line(
            self.url, "/api/v1/chat/socket", self.history, hello=self._hello, on_frame=self._on_frame,
            patience=self.patience,
        )  # fmt: skip
        return self

    def says(self, text: str, *, client_id: str | None = None) -> str:
        return self.writes(self.conversation_id, text, client_id=client_id)

    async def asks_for_a_person(self) -> None:
        answer = await self.http.post(self._path(self.conversation_id, "handoff"), json={})
        answer.raise_for_status()

    async def log(self) -> list[dict[str, Any]]:
        return await self.pages(self.conversation_id)

    def _hello(self) -> dict[str, Any]:
        after_seq = self.last_seq(self.conversation_id)
        return {"type": "hello", "session_token": self.session["session_token"], "after_seq": after_seq}

    def _path(self, conversation_id: str, what: str) -> str:
        return f"/chat/conversations/{conversation_id}/{what}"

    def _message(self, client_id: str, text: str, conversation_id: str) -> dict[str, Any]:
        return {"type": "message.send", "client_id": client_id, "text": text}


class Agent(Person):
    """Signed in; watches what `watches` names, also after the line came back."""

    @classmethod
    async def signs_in(cls, url: str, username: str, history: History, *, patience: Patience | None = None) -> Self:
        """An account of `installation.add_agents`."""
        self = cls(url, username, history, patience or Patience())
        answer = await self.http.post("/auth/sign-in", json={"username": username, "password": PASSWORD})
        answer.raise_for_status()
        self.http.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        self.line = Line(
            url, "/api/v1/staff/socket", history, hello=lambda: {"type": "hello"}, on_frame=self._on_frame,
            patience=self.patience, headers={"Cookie": f"zhike_session={self.http.cookies['zhike_session']}"},
        )  # fmt: skip
        return self

    async def claims(self, customer: Customer) -> httpx.Response:
        return await self.http.post(self._path(customer.conversation_id, "claim"), json={})

    async def watches(self, customer: Customer) -> None:
        self._reads(customer.conversation_id)
        await self.line.send(self._watch(customer.conversation_id))

    def _watch(self, conversation_id: str) -> dict[str, Any]:
        return {"type": "watch", "conversation_id": conversation_id, "after_seq": self.last_seq(conversation_id)}

    def _on_frame(self, frame: dict[str, Any]) -> None:
        super()._on_frame(frame)
        if frame["type"] == "ready" and self.readers:
            self._tasks.append(asyncio.create_task(self._watch_again()))

    async def _watch_again(self) -> None:
        for conversation_id in self.readers:
            await self.line.send(self._watch(conversation_id))

    def _path(self, conversation_id: str, what: str) -> str:
        return f"/conversations/{conversation_id}/{what}"

    def _message(self, client_id: str, text: str, conversation_id: str) -> dict[str, Any]:
        return {"type": "message.send", "conversation_id": conversation_id, "client_id": client_id, "text": text}
