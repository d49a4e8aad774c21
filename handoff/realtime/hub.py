"""Who is connected to this process, and what of the committed facts each of them must hear.

The hub lives on the event loop. `Database` calls `listener` from its threads; everything else is called on the loop.
It keeps no history: a subscriber that misses something reads it from the log.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from handoff.realtime.messages import Changed, Counted, LoggedEvent, ReadMark, SessionEnded, TurnOwed, Typing


class Subscriber(Protocol):
    """A connected socket. `hear` must not block; a subscriber that cannot keep up cuts itself off."""

    def hear(self, message: Any) -> None: ...


class Hub:
    """Topics are `conversation:<id>`, `staff`, `turns`, `sessions`, `queue` and `limits`, while somebody listens.

    The topic `ours` has everything that this process published, and nothing that another process did.
    """

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._topics: dict[str, set[Subscriber]] = defaultdict(set)

    def bind(self, loop: asyncio.AbstractEventLoop) -> None:
        """The loop that subscribers live on; before this, what is published reaches nobody."""
        self._loop = loop

    def listener(self, messages: list[Any]) -> None:
        """For `Database`: called on a database thread after COMMIT, in commit order."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.publish_all, messages)

    def publish_all(self, messages: list[Any]) -> None:
        for message in messages:
            self.publish(message)

    def publish(self, message: Any) -> None:
        """Tell everybody, in other processes too."""
        self.receive(message)
        self._tell("ours", message)

    def tell_others(self, message: Any) -> None:
        """Tell the other processes alone: here it is known."""
        self._tell("ours", message)

    def receive(self, message: Any) -> None:
        """Tell those who are connected here: of what another process published, or of what the log says."""
        for topic in topics_of(message):
            self._tell(topic, message)

    def _tell(self, topic: str, message: Any) -> None:
        for subscriber in tuple(self._topics.get(topic, ())):
            subscriber.hear(message)

    @contextmanager
    def subscribed(self, subscriber: Subscriber, *topics: str) -> Iterator[None]:
        """Hear of `topics` inside the block."""
        for topic in topics:
            self.subscribe(subscriber, topic)
        try:
            yield
        finally:
            self.unsubscribe(subscriber)

    def subscribe(self, subscriber: Subscriber, topic: str) -> None:
        self._topics[topic].add(subscriber)

    def unsubscribe(self, subscriber: Subscriber, topic: str | None = None) -> None:
        """From one topic, or from all."""
        for name in [topic] if topic else list(self._topics):
            self._topics[name].discard(subscriber)
            if not self._topics[name]:
                del self._topics[name]

    def subscribers(self, topic: str) -> set[Subscriber]:
        return set(self._topics.get(topic, ()))

    def count(self) -> int:
        """Distinct subscribers, for metrics."""
        return len({id(subscriber) for group in self._topics.values() for subscriber in group})


def topics_of(message: Any) -> tuple[str, ...]:
    match message:
        case LoggedEvent() | ReadMark() | Typing():
            return (f"conversation:{message.conversation_id}", "staff")
        case Changed():
            return ("staff", "queue") if message.topic == "queue" else ("staff",)
        case TurnOwed():
            return ("turns",)
        case SessionEnded():
            return ("sessions",)
        case Counted():
            return ("limits",)
        case _:
            raise TypeError(f"no topic for {type(message).__name__}")
