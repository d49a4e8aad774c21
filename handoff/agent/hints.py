"""Which of an agent's lists are out of date: hints to fetch again, gathered so that a busy desk does not drown."""

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import Any

from handoff.agent.states import SignedIn
from handoff.conversation.states import EventType
from handoff.realtime.messages import LoggedEvent

EVERY_S = 0.2  # docs/wire.md
READS = {"queue": "queue.read", "mine": "queue.read", "tickets": "ticket.list", "agents": "agent.list"}


class Hints:
    """Follows which conversations this agent holds and which wait, since words in those change what the lists show."""

    def __init__(self, agent: SignedIn, *, tell: Callable[[dict[str, Any]], None]) -> None:
        self._agent = agent
        self._tell = tell
        self._lists: dict[str, str] = {}  # conversation id -> "queue" or "mine"; until `know`, "" for neither
        self._knows = False
        self._topics: dict[str, None] = {}  # in order of arrival
        self._told_at = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def know(self, held: Iterable[str], waiting: Iterable[str]) -> None:
        """What the database said after we began to listen; what we heard since then stands."""
        before = {**dict.fromkeys(waiting, "queue"), **dict.fromkeys(held, "mine")}
        self._lists = {each: topic for each, topic in {**before, **self._lists}.items() if topic}
        self._knows = True

    def holds(self, conversation_id: str) -> bool:
        return self._lists.get(conversation_id) == "mine"

    def follow(self, event: LoggedEvent) -> None:
        """A new event: it may move the conversation to another list, and a message changes the list it is in."""
        match event.type:
            case EventType.CONVERSATION_QUEUED:
                self._move(event.conversation_id, "queue")
            case EventType.CONVERSATION_ASSIGNED:
                is_ours = event.wire["data"].get("agent_id") == self._agent.id
                self._move(event.conversation_id, "mine" if is_ours else "")
            case EventType.CONVERSATION_RETURNED | EventType.CONVERSATION_CLOSED:
                self._move(event.conversation_id, "")
            case EventType.MESSAGE_CREATED:
                self.touch(event.conversation_id)

    def _move(self, conversation_id: str, topic: str) -> None:
        """What is in neither list any more is forgotten: a desk is open all day, and everybody's moves come by."""
        if topic or not self._knows:
            self._lists[conversation_id] = topic
        else:
            self._lists.pop(conversation_id, None)

    def touch(self, conversation_id: str) -> None:
        if topic := self._lists.get(conversation_id):
            self.add(topic)

    def add(self, topic: str) -> None:
        """Tell of it at once, or with what else comes within EVERY_S of the last hint. Only what the role may read."""
        if not self._agent.may(READS.get(topic, "conversation.read")):
            return
        self._topics[topic] = None
        if self._timer is None:
            delay_s = max(0.0, self._told_at + EVERY_S - time.monotonic())
            self._timer = asyncio.get_running_loop().call_later(delay_s, self._flush)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _flush(self) -> None:
        self._timer, self._told_at = None, time.monotonic()
        topics, self._topics = list(self._topics), {}
        self._tell({"type": "changed", "topics": topics})
