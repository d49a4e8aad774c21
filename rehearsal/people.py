"""The people of a rehearsal: customers and agents. They use the public API and sockets only."""

import asyncio
import json
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, Self

import httpx
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.orm import Session
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from handoff.agent.models import Agent as AgentRow
from rehearsal.world import START, World

PASSWORD = "秋天的银杏叶-Gingko"
WAIT_S = 60.0  # how long a person waits for what must come: it takes far less than 1 s, but for a machine that is busy


def new_client_id() -> str:
    return str(uuid.uuid4())


def new_browser(base_url: str) -> httpx.Client:
    """Without certificates, which nothing on loopback asks for: to load them takes longer than most tests."""
    return httpx.Client(base_url=base_url, trust_env=False, verify=False, timeout=WAIT_S)


class Socket:
    """A WebSocket that remembers every frame it received; like a browser it takes what comes while nobody looks."""

    def __init__(self, world: World, path: str, **options: Any) -> None:
        self.frames: list[dict[str, Any]] = []
        self._unasked: list[dict[str, Any]] = []  # events that came while another frame was waited for
        self._socket: ClientConnection = connect(
            f"ws://127.0.0.1:{world.port}{path}",
            proxy=None,
            max_size=None,
            max_queue=None,
            open_timeout=WAIT_S,
            **options,
        )
        world.at_end.append(self._socket.close)

    def send(self, **frame: Any) -> None:
        self._socket.send(json.dumps(frame))

    def send_raw(self, data: str | bytes, *, is_text: bool | None = None) -> None:
        """Bytes go as a binary frame, unless it `is_text`."""
        self._socket.send(data, text=is_text)

    def send_pieces(self, pieces: Iterable[str]) -> None:
        """One message in many frames."""
        self._socket.send(pieces)

    def send_bytes(self, data: bytes) -> None:
        """On the line itself, whatever a WebSocket may be."""
        self._socket.socket.sendall(data)

    def receive(self, timeout_s: float = WAIT_S) -> dict[str, Any]:
        frame = json.loads(self._socket.recv(timeout=timeout_s))
        self.frames.append(frame)
        return frame

    def wait_for(self, type: str, **match: Any) -> dict[str, Any]:
        """The next frame of this type whose fields equal `match`; events before it are kept for `wait_for_event`."""
        while True:
            frame = self.receive()
            if frame["type"] == type and all(frame.get(key) == value for key, value in match.items()):
                return frame
            if frame["type"] == "event":
                self._unasked.append(frame)

    def wait_for_event(self, type: str, **data: Any) -> dict[str, Any]:
        """The next event of this type whose `data` holds `data`; also among those that came already unasked."""
        while True:
            event = (self._unasked.pop(0) if self._unasked else self.wait_for("event"))["event"]
            if event["type"] == type and all(event["data"].get(key) == value for key, value in data.items()):
                return event

    def events(self) -> list[dict[str, Any]]:
        return [frame["event"] for frame in self.frames if frame["type"] == "event"]

    def extensions(self) -> list[str]:
        """What client and server agreed upon."""
        return [extension.name for extension in self._socket.protocol.extensions]

    def close_code(self) -> int | None:
        """Wait until the server closes and return its code."""
        try:
            while True:
                self.receive()
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None

    def close(self) -> None:
        self._socket.close()


class Customer:
    """A customer with a browser: a session token, and a socket while the chat is open."""

    def __init__(self, world: World, *, customer_token: str | None = None) -> None:
        self.world = world
        self.http = new_browser(f"{world.url}/api/v1/chat")
        world.at_end.append(self.http.close)
        body = {"channel": "web", "locale": "zh-CN"}
        if customer_token:
            body["customer_token"] = customer_token
        answer = self.http.post("/sessions", json=body)
        answer.raise_for_status()
        self.session = answer.json()
        self.token = self.session["session_token"]
        self.conversation_id = self.session["conversation_id"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"
        self.socket: Socket

    def opens_chat(self, *, after_seq: int = 0) -> Self:
        self.knocks(after_seq=after_seq)
        self.socket.wait_for("ready")
        return self

    def knocks(self, *, after_seq: int = 0) -> None:
        """A new socket says hello, and nobody looks at the answer yet."""
        self.socket = Socket(self.world, "/api/v1/chat/socket")
        self.socket.send(type="hello", session_token=self.token, after_seq=after_seq)

    def says(self, text: str, *, client_id: str | None = None) -> dict[str, Any]:
        """Over the socket; returns the ack, after which the message is on disk."""
        client_id = client_id or new_client_id()
        self.socket.send(type="message.send", client_id=client_id, text=text)
        return self.socket.wait_for("ack", client_id=client_id)

    def hears(self, text: str) -> dict[str, Any]:
        """Wait for a message whose text contains `text`."""
        while True:
            event = self.socket.wait_for_event("message.created")
            if text in event["data"]["text"] and event["actor"]["kind"] != "customer":
                return event

    def posts(self, text: str, *, client_id: str | None = None) -> httpx.Response:
        body = {"client_id": client_id or new_client_id(), "text": text}
        return self.http.post(f"/conversations/{self.conversation_id}/messages", json=body)

    def calls(self, method: str, path: str = "", **options: Any) -> httpx.Response:
        """A call on the own conversation: `calls("POST", "/handoff", json={})`."""
        return self.http.request(method, f"/conversations/{self.conversation_id}{path}", **options)

    def snapshot(self) -> dict[str, Any]:
        return self.calls("GET").json()

    def log(self, *, after_seq: int = 0) -> list[dict[str, Any]]:
        return self.calls("GET", "/events", params={"after_seq": after_seq}).json()["events"]


class Agent:
    """A person of the institution with a browser: an account, and once signed in a cookie, a CSRF token, a socket."""

    def __init__(self, world: World, username: str, *, name: str, role: str = "agent", capacity: int = 5) -> None:
        self.world, self.username, self.name, self.id = world, username, name, f"a_{username}"
        row = AgentRow(
            id=self.id, username=username, name=name, role=role, capacity=capacity, password_hash=quick_hash(),
            created_at=START,
        )  # fmt: skip
        in_database(world, lambda session: session.add(row))
        self.http = self.new_browser()
        self.socket: Socket

    def new_browser(self) -> httpx.Client:
        http = new_browser(f"{self.world.url}/api/v1")
        self.world.at_end.append(http.close)
        return http

    def tries_to_sign_in(self, password: str = PASSWORD, *, http: httpx.Client | None = None) -> httpx.Response:
        body = {"username": self.username, "password": password}
        return (http or self.http).post("/auth/sign-in", json=body)

    def signs_in(self) -> Self:
        answer = self.tries_to_sign_in()
        answer.raise_for_status()
        self.me = answer.json()
        self.http.headers["X-CSRF-Token"] = self.me["csrf_token"]
        return self

    @property
    def cookie(self) -> str:
        return self.http.cookies["zhike_session"]

    def opens_desk(self) -> Self:
        self.socket = self.new_socket()
        self.socket.send(type="hello")
        self.socket.wait_for("ready")
        return self

    def new_socket(self, *, origin: str | None = None, cookie: str | None = None) -> Socket:
        headers = {"Cookie": f"zhike_session={cookie or self.cookie}"}
        return Socket(self.world, "/api/v1/staff/socket", origin=origin or self.world.url, additional_headers=headers)

    def calls(self, method: str, path: str, **options: Any) -> httpx.Response:
        return self.http.request(method, path, **options)

    def gets(self, path: str, **params: Any) -> Any:
        answer = self.http.get(path, params=params)
        answer.raise_for_status()
        return answer.json()

    def claims(self, customer: Customer) -> httpx.Response:
        return self.acts(customer, "claim")

    def answers(self, customer: Customer, text: str, *, client_id: str | None = None) -> httpx.Response:
        return self.acts(customer, "messages", client_id=client_id or new_client_id(), text=text)

    def notes(self, customer: Customer, text: str) -> httpx.Response:
        return self.acts(customer, "notes", client_id=new_client_id(), text=text)

    def acts(self, customer: Customer, verb: str, **body: Any) -> httpx.Response:
        return self.http.post(f"/conversations/{customer.conversation_id}/{verb}", json=body)

    def watches(self, customer: Customer, *, after_seq: int = 0) -> None:
        self.socket.send(type="watch", conversation_id=customer.conversation_id, after_seq=after_seq)


def in_database(world: World, verb: Any, *args: Any, **kwargs: Any) -> Any:
    """Run a service function in a transaction of the running service: for what no API does."""

    def run(session: Session) -> Any:
        return verb(session, *args, **kwargs)

    return apart(lambda: asyncio.run(world.app.state.services.database.write(run)))


def apart(action: Callable[[], Any]) -> Any:
    """Do it in a thread of its own: a test's thread may have an event loop already, as a browser's has."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(action).result()


@cache
def quick_hash() -> str:
    """The hash of PASSWORD, checked at once.

    Whoever checks a password does what its hash demands; with what the service's own hashes demand, a rehearsal would
    spend most of its processor time on signing in.
    """
    return PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),)).hash(PASSWORD)
