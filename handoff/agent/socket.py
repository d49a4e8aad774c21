"""The staff socket: watched conversations come live, lists are hinted at, and what agents write is acknowledged.

Each frame passes the same permission table as HTTP, and the same verbs.
"""

import asyncio
import time
from typing import Any

import structlog
from fastapi import APIRouter, WebSocket
from sqlalchemy.orm import Session

from handoff.agent.access import authenticate, check_origin
from handoff.agent.hints import Hints
from handoff.agent.schemas import (
    FRAMES,
    Hello,
    Me,
    MessageSend,
    NoteSend,
    Ping,
    ReadFrame,
    TypingFrame,
    Unwatch,
    Watch,
)
from handoff.agent.states import SignedIn
from handoff.assignment import service as assignments
from handoff.assignment.endpoints import write
from handoff.assignment.reading import mask_of
from handoff.conversation import service as conversations
from handoff.conversation.schemas import event_to_wire
from handoff.customer.masking import StaffView
from handoff.errors import Conflict, NotAllowed, NotAuthenticated, ZhikeError
from handoff.http import Services, address_of
from handoff.limits import line_of
from handoff.realtime.connection import HELLO_TIMEOUT_S, CloseCode, Closed, Connection
from handoff.realtime.feed import Feed
from handoff.realtime.messages import Changed, LoggedEvent, ReadMark, SessionEnded, Typing

router = APIRouter(prefix="/api/v1/staff")
log = structlog.get_logger(__name__)

WATCHED_MAX = 30  # conversations at once: an agent looks at one, and holds some
TYPING_EVERY_S = 1.0  # a conversation
OPERATIONS: dict[type, str] = {
    Hello: "account.read",
    Ping: "account.read",
    Watch: "conversation.read",
    Unwatch: "conversation.read",
    MessageSend: "message.send",
    NoteSend: "note.create",
    TypingFrame: "message.send",
    ReadFrame: "conversation.read",
}


class TooManyWatched(Conflict):
    code, message = "too_many_watched", "同时查看的会话过多，请先关闭一些。"


@router.websocket("/socket")
async def staff_socket(socket: WebSocket) -> None:
    """Refused with 403 when the page is not ours; closed with 4401 when nobody is signed in."""
    svc: Services = socket.app.state.services
    try:
        check_origin(socket, svc, is_required=True)
    except NotAllowed:
        await socket.close()
        return
    await socket.accept()
    connection = Connection(socket, FRAMES, frames_max=svc.settings.frames_per_10_s)
    await connection.run(_StaffSocket(socket, connection, svc).serve)


class _StaffSocket:
    """A subscriber of the hub that speaks for one signed-in browser."""

    def __init__(self, socket: WebSocket, connection: Connection, services: Services) -> None:
        self._socket = socket
        self._connection = connection
        self._services = services
        self._feeds: dict[str, Feed] = {}
        self._typed_at: dict[str, float] = {}  # within TYPING_EVERY_S, by conversation
        self._agent: SignedIn
        self._hints: Hints

    @property
    def staff_session(self) -> str:
        """Which session this socket lives by (`agent.worker`)."""
        return self._agent.token_hash

    @property
    def agent_id(self) -> str:
        """Who is there (`agent.worker`)."""
        return self._agent.id

    async def serve(self) -> None:
        with self._services.door.admitted(self._connection, line_of(address_of(self._socket))):
            await self._serve()

    async def _serve(self) -> None:
        self._agent = await self._authenticate()
        if not isinstance(await self._connection.receive(timeout_s=HELLO_TIMEOUT_S), Hello):
            raise Closed(CloseCode.NO_HELLO)
        self._hints = Hints(self._agent, tell=self._connection.send)
        lifetime_s = (self._agent.expires_at - self._services.clock.now()).total_seconds()
        expiry = asyncio.get_running_loop().call_later(lifetime_s, self._connection.end, CloseCode.NO_SESSION)
        try:
            with (
                self._services.door.known(self._connection, self._agent.id),
                self._services.hub.subscribed(self, "staff", "sessions"),
            ):
                self._agent = await self._authenticate()  # it may have ended before we listened
                self._hints.know(*await self._services.database.read(_held_and_waiting, self._agent.id))
                ready = Me.of(self._agent, timezone=self._services.settings.timezone).model_dump(exclude={"csrf_token"})
                self._connection.send({"type": "ready", **ready})
                while True:
                    await self._handle(await self._connection.receive())
        finally:
            expiry.cancel()
            self._hints.stop()
            for feed in self._feeds.values():
                feed.stop()

    def hear(self, message: Any) -> None:
        match message:
            case LoggedEvent():
                self._hints.follow(message)
                if feed := self._feeds.get(message.conversation_id):
                    feed.hear(message)
            case Changed():
                self._hints.add(message.topic)
            case ReadMark():
                self._hear_read(message)
            case Typing() if message.conversation_id in self._feeds and message.actor.get("id") != self._agent.id:
                about = {"conversation_id": message.conversation_id, "actor": message.actor}
                self._connection.send({"type": "typing", **about})
            case SessionEnded() if self._is_ours(message):
                self._connection.end(CloseCode.NO_SESSION)

    def _hear_read(self, mark: ReadMark) -> None:
        if mark.side == "staff":
            self._hints.touch(mark.conversation_id)
        elif mark.conversation_id in self._feeds:
            about = {"conversation_id": mark.conversation_id, "customer_seq": mark.seq}
            self._connection.send({"type": "read", **about})

    def _is_ours(self, ended: SessionEnded) -> bool:
        return self._agent.token_hash == ended.token_hash or self._agent.id == ended.agent_id

    async def _authenticate(self) -> SignedIn:
        try:
            return await authenticate(self._socket, self._services)
        except NotAuthenticated as error:
            self._connection.send_error(error)
            raise Closed(CloseCode.NO_SESSION) from error

    async def _handle(self, frame: Any) -> None:
        if self._agent.expires_at <= self._services.clock.now():
            raise Closed(CloseCode.NO_SESSION)
        try:
            operation = OPERATIONS[type(frame)]
            if not self._agent.may(operation):
                raise NotAllowed(operation=operation)
            await self._act(frame)
        except ZhikeError as error:
            self._connection.send_error(error, **_about(frame))
        except Exception as error:
            log.exception("socket.unexpected_error", error=type(error).__name__)
            self._connection.send_error(ZhikeError(), **_about(frame))

    async def _act(self, frame: Any) -> None:
        match frame:
            case Watch():
                await self._watch(frame.conversation_id, frame.after_seq)
            case Unwatch():
                self._unwatch(frame.conversation_id)
            case MessageSend() | NoteSend():
                await self._write(frame)
            case TypingFrame():
                self._tell_typing(frame.conversation_id)
            case ReadFrame():
                await self._services.database.write(
                    assignments.mark_read, frame.conversation_id, agent=self._agent, seq=frame.seq
                )
            case Ping():
                self._connection.send({"type": "pong"})
            case Hello():
                pass  # a repeated hello changes nothing

    async def _watch(self, conversation_id: str, after_seq: int) -> None:
        """From the log after `after_seq`, then live; watching again starts over from there."""
        if len(self._feeds) >= WATCHED_MAX and conversation_id not in self._feeds:
            raise TooManyWatched(limit=WATCHED_MAX)
        mask = await self._services.database.read(mask_of, conversation_id)
        self._unwatch(conversation_id)

        async def load(after: int, limit: int) -> list[dict[str, Any]]:
            return await self._services.database.read(_read_events, conversation_id, after_seq=after, limit=limit)

        feed = Feed(self._connection, load=load, view=StaffView(mask), after_seq=after_seq)
        self._feeds[conversation_id] = feed
        feed.start()

    def _unwatch(self, conversation_id: str) -> None:
        if feed := self._feeds.pop(conversation_id, None):
            feed.stop()

    async def _write(self, frame: MessageSend | NoteSend) -> None:
        verb = assignments.send_message if isinstance(frame, MessageSend) else assignments.add_note
        receipt, _ = await write(self._services, verb, frame.conversation_id, self._agent, frame.client_id, frame.text)
        self._connection.send(
            {"type": "ack", "conversation_id": frame.conversation_id, **receipt.model_dump(mode="json")}
        )

    def _tell_typing(self, conversation_id: str) -> None:
        """Only of who holds it, so that the customer hears of one person; at most once a second."""
        now = time.monotonic()
        self._typed_at = {each: at for each, at in self._typed_at.items() if now - at < TYPING_EVERY_S}
        if not self._hints.holds(conversation_id) or conversation_id in self._typed_at:
            return
        self._typed_at[conversation_id] = now
        actor = {"kind": "agent", "id": self._agent.id, "name": self._agent.name}
        self._services.hub.publish(Typing(conversation_id, actor))


def _about(frame: Any) -> dict[str, str]:
    return {key: getattr(frame, key) for key in ("conversation_id", "client_id") if hasattr(frame, key)}


def _held_and_waiting(session: Session, agent_id: str) -> tuple[list[str], list[str]]:
    return list(assignments.list_held(session, agent_id)), list(assignments.list_waiting(session))


def _read_events(session: Session, conversation_id: str, *, after_seq: int, limit: int) -> list[dict[str, Any]]:
    events = conversations.list_events(session, conversation_id, after_seq=after_seq, limit=limit)
    return [event_to_wire(event) for event in events]
