"""The customer's socket: what they send is stored and acknowledged, what happens in their conversation comes live."""

import asyncio
import time
from typing import Any

import structlog
from fastapi import APIRouter, WebSocket

from handoff.conversation import service as conversations
from handoff.conversation.schemas import Snapshot, customer_view, event_to_wire
from handoff.customer import service
from handoff.customer.endpoints import send_message
from handoff.customer.schemas import FRAMES, Hello, MessageSend, Ping, ReadFrame, TypingFrame
from handoff.customer.service import Identity
from handoff.errors import NotAuthenticated, StorageUnavailable, ZhikeError
from handoff.http import Services, address_of
from handoff.limits import line_of
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
    services: Services = socket.app.state.services
    connection = Connection(socket, FRAMES, frames_max=services.settings.frames_per_10_s)
    await connection.run(_CustomerSocket(connection, services, line_of(address_of(socket))).serve)


class _CustomerSocket:
    """A subscriber of the hub that speaks for one customer."""

    def __init__(self, connection: Connection, services: Services, address: str) -> None:
        self._connection = connection
        self._services = services
        self._address = address
        self._telling: asyncio.Task[None] | None = None
        self._told: Snapshot | None = None
        self._is_own_change = False
        self._typed_at = float("-inf")
        self._identity: Identity
        self._feed: Feed

    async def serve(self) -> None:
        with self._services.door.admitted(self._connection, self._address):
            await self._serve()

    async def _serve(self) -> None:
        hello = await self._connection.receive(timeout_s=HELLO_TIMEOUT_S)
        if not isinstance(hello, Hello):
            raise Closed(CloseCode.NO_HELLO)
        self._identity = await self._authenticate(hello.session_token)
        conversation_id = self._identity.conversation_id
        self._feed = Feed(self._connection, load=self._load, view=customer_view, after_seq=hello.after_seq)
        lifetime_s = (self._identity.expires_at - self._services.clock.now()).total_seconds()
        expiry = asyncio.get_running_loop().call_later(lifetime_s, self._connection.end, CloseCode.NO_SESSION)
        try:
            with (
                self._services.door.known(self._connection, conversation_id),
                self._services.hub.subscribed(self, f"conversation:{conversation_id}", "queue", "sessions"),
            ):
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
            case Changed() if self._told and self._told.queue:
                self._tell_snapshot(is_own_change=False)
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
        self._told = await self._services.database.read(
            service.snapshot, self._identity.conversation_id, now=self._services.clock.now()
        )
        return self._told.model_dump()

    def _tell_snapshot(self, *, is_own_change: bool = True) -> None:
        """`is_own_change`: in this conversation; else in the queue, where others' turns are read with this one's."""
        self._is_own_change = self._is_own_change or is_own_change
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._send_snapshot_soon())

    async def _send_snapshot_soon(self) -> None:
        await asyncio.sleep(SNAPSHOT_DELAY_S)
        self._telling = None
        is_own_change, self._is_own_change = self._is_own_change, False
        try:
            waiting = None if is_own_change else await self._services.waiting.find(self._identity.conversation_id)
            if waiting is None:
                self._connection.send({"type": "snapshot", "conversation": await self._snapshot()})
            elif waiting != self._told:
                self._told = waiting
                self._connection.send({"type": "snapshot", "conversation": waiting.model_dump()})
        except StorageUnavailable:
            self._connection.end(CloseCode.TOO_SLOW)  # the next `ready` has the snapshot


def _about(frame: Any) -> dict[str, str]:
    return {"client_id": frame.client_id} if isinstance(frame, MessageSend) else {}


def _read_events(session: Any, conversation_id: str, *, after_seq: int, limit: int) -> list[dict[str, Any]]:
    events = conversations.list_events(session, conversation_id, after_seq=after_seq, limit=limit)
    return [event_to_wire(event) for event in events]
