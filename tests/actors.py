"""The people tests speak through: 陈, a customer; Amira and Ben, agents. They use the public API and sockets only."""

import json
import uuid
from typing import Any, Self

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.world import World

WAIT_S = 10.0  # how long a person waits for something that must come; nothing that works is slower than 1 s


def new_client_id() -> str:
    return str(uuid.uuid4())


class Socket:
    """A WebSocket that remembers every frame it received."""

    def __init__(self, world: World, path: str, **options: Any) -> None:
        self.frames: list[dict[str, Any]] = []
        self._socket: ClientConnection = connect(
            f"ws://127.0.0.1:{world.port}{path}", proxy=None, max_size=None, **options
        )
        world.at_end.append(self._socket.close)

    def send(self, **frame: Any) -> None:
        self._socket.send(json.dumps(frame))

    def send_raw(self, data: str | bytes) -> None:
        self._socket.send(data)

    def receive(self, timeout_s: float = WAIT_S) -> dict[str, Any]:
        frame = json.loads(self._socket.recv(timeout=timeout_s))
        self.frames.append(frame)
        return frame

    def wait_for(self, type: str, **match: Any) -> dict[str, Any]:
        """The next frame of this type whose fields equal `match`; frames before it are remembered and skipped."""
        while True:
            frame = self.receive()
            if frame["type"] == type and all(frame.get(key) == value for key, value in match.items()):
                return frame

    def wait_for_event(self, type: str, **data: Any) -> dict[str, Any]:
        """The next event of this type whose `data` holds `data`; also among those that came already unasked."""
        while True:
            event = self.wait_for("event")["event"]
            if event["type"] == type and all(event["data"].get(key) == value for key, value in data.items()):
                return event

    def events(self) -> list[dict[str, Any]]:
        return [frame["event"] for frame in self.frames if frame["type"] == "event"]

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
        self.http = httpx.Client(base_url=f"{world.url}/api/v1/chat", trust_env=False, timeout=WAIT_S)
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
        self.socket = Socket(self.world, "/api/v1/chat/socket")
        self.socket.send(type="hello", session_token=self.token, after_seq=after_seq)
        self.socket.wait_for("ready")
        return self

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
