"""The customer's socket: what they send is stored and acknowledged, what happens in their conversation comes live."""

import asyncio
import time
from typing import Any

import structlog
from fastapi import APIRouter, WebSocket

from handoff.conversation import service as conversations
from handoff.conversation.schemas import customer_view, event_to_wire
from handoff.customer import service
from handoff.customer.endpoints import send_message
from handoff.customer.schemas import FRAMES, Hello, MessageSend, Ping, ReadFrame, TypingFrame
from handoff.customer.service import Identity
from handoff.errors import NotAuthenticated, ZhikeError
from handoff.http import Services
from handoff.realtime.connection import HELLO_TIMEOUT_S, CloseCode, Closed, Connection
from handoff.realtime.feed import Feed
from handoff.realtime.messages import Changed, LoggedEvent, ReadMark, SessionEnded, Typing

router = APIRouter(prefix="/api/v1/chat")
log = structlog.get_logger(__name__)
SNAPSHOT_DELAY_S = 0.1  # changes that come together are told once
TYPING_EVERY_S = 1.0  # docs/wire.md


@router.websocket("/socket")
async def customer_socket(socket: WebSocket) -> None:
    await socket.accept()
    connection = Connection(socket, FRAMES)
    await connection.run(_CustomerSocket(connection, socket.app.state.services).serve)


class _CustomerSocket:
    """A subscriber of the hub that speaks for one customer."""

    def __init__(self, connection: Connection, services: Services) -> None:
        self._connection = connection
        self._services = services
        self._telling: asyncio.Task[None] | None = None
        self._is_queued = False
        self._typed_at = float("-inf")
        self._identity: Identity
        self._feed: Feed

    async def serve(self) -> None:
        hello = await self._connection.receive(timeout_s=HELLO_TIMEOUT_S)
        if not isinstance(hello, Hello):
            raise Closed(CloseCode.NO_HELLO)
        self._identity = await self._authenticate(hello.session_token)
        conversation_id = self._identity.conversation_id
        self._feed = Feed(self._connection, load=self._load, view=customer_view, after_seq=hello.after_seq)
        lifetime_s = (self._identity.expires_at - self._services.clock.now()).total_seconds()
        expiry = asyncio.get_running_loop().call_later(lifetime_s, self._connection.end, CloseCode.NO_SESSION)
        try:
            with self._services.hub.subscribed(self, f"conversation:{conversation_id}", "queue", "sessions"):
                self._connection.send({"type": "ready", "conversation": await self._snapshot()})
                self._feed.start()
                while True:
                    await self._handle(await self._connection.receive())
        finally:
            expiry.cancel()
            self._feed.stop()
            if self._telling:
                self._telling.cancel()

    def hear(self, message: Any) -> None:
        match message:
            case LoggedEvent():
                self._feed.hear(message)
                if message.type.startswith(("conversation.", "rating.")):
                    self._tell_snapshot()
            case ReadMark() if message.side == "staff":
                self._tell_snapshot()
            case Changed() if self._is_queued:
                self._tell_snapshot()
            case Typing() if message.actor["kind"] != "customer" and not message.is_internal:
                self._connection.send({"type": "typing", "actor": {**message.actor, "id": None}})
            case SessionEnded() if message.token_hash == self._identity.token_hash:
                self._connection.end(CloseCode.NO_SESSION)

    async def _authenticate(self, token: str) -> Identity:
        try:
            return await self._services.database.read(service.authenticate, token, now=self._services.clock.now())
        except NotAuthenticated as error:
            self._connection.send_error(error)
            raise Closed(CloseCode.NO_SESSION) from error

    async def _handle(self, frame: Any) -> None:
        try:
            await self._act(frame)
        except ZhikeError as error:
            self._connection.send_error(error, **_about(frame))
        except Exception as error:
            log.exception("socket.unexpected_error", error=type(error).__name__)
            self._connection.send_error(ZhikeError(), **_about(frame))

    async def _act(self, frame: Any) -> None:
        match frame:
            case MessageSend():
                receipt, _ = await send_message(
                    self._services, self._identity.conversation_id, client_id=frame.client_id, text=frame.text
                )
                self._connection.send({"type": "ack", **receipt.model_dump()})
            case ReadFrame():
                await self._services.database.write(
                    conversations.mark_read, self._identity.conversation_id, side="customer", seq=frame.seq
                )
            case TypingFrame():
                self._tell_typing()
            case Ping():
                self._connection.send({"type": "pong"})
            case Hello():
                pass  # a repeated hello changes nothing

    def _tell_typing(self) -> None:
        now = time.monotonic()
        if now - self._typed_at >= TYPING_EVERY_S:
            self._typed_at = now
            actor = {"kind": "customer", "id": None, "name": None}
            self._services.hub.publish(Typing(self._identity.conversation_id, actor))

    async def _load(self, after_seq: int, limit: int) -> list[dict[str, Any]]:
        return await self._services.database.read(
            _read_events, self._identity.conversation_id, after_seq=after_seq, limit=limit
        )

    async def _snapshot(self) -> dict[str, Any]:
        snapshot = await self._services.database.read(
            service.snapshot, self._identity.conversation_id, now=self._services.clock.now()
        )
        self._is_queued = snapshot.queue is not None
        return snapshot.model_dump()

    def _tell_snapshot(self) -> None:
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._send_snapshot_soon())

    async def _send_snapshot_soon(self) -> None:
        await asyncio.sleep(SNAPSHOT_DELAY_S)
        self._telling = None
        self._connection.send({"type": "snapshot", "conversation": await self._snapshot()})


def _about(frame: Any) -> dict[str, str]:
    return {"client_id": frame.client_id} if isinstance(frame, MessageSend) else {}


def _read_events(session: Any, conversation_id: str, *, after_seq: int, limit: int) -> list[dict[str, Any]]:
    events = conversations.list_events(session, conversation_id, after_seq=after_seq, limit=limit)
    return [event_to_wire(event) for event in events]
