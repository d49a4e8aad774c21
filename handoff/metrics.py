"""What Prometheus reads at `/metrics`. Labels are few and bounded: never an id, never a text.

`docs/operations.md` names each of them; a test holds the two together.
"""

from typing import Any

from prometheus_client import Counter, Gauge, Histogram

from handoff.realtime.hub import Hub
from handoff.realtime.messages import LoggedEvent

REQUESTS = Counter("zhike_requests_total", "Requests, by route template", ["method", "route", "status"])
REQUEST_SECONDS = Histogram(
    "zhike_request_seconds",
    "Seconds a request took, by route template",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
MESSAGES = Counter("zhike_messages_total", "Messages stored, by who wrote them", ["actor"])
EVENTS = Counter("zhike_events_total", "Events stored, by type", ["type"])
BOT_TURNS = Counter("zhike_bot_turns_total", "Bot turns by how they ended", ["outcome"])
BOT_TURN_SECONDS = Histogram(
    "zhike_bot_turn_seconds",
    "Seconds the bot took to answer",
    buckets=(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
)
BOT_WITHHELD = Counter("zhike_bot_answers_withheld_total", "Answers not sent, by the rule they broke", ["rule"])
BOT_IS_READY = Gauge("zhike_bot_is_ready", "1 when the bot understood its probe sentence at the last look, else 0")
QUEUE_WAITING = Gauge("zhike_queue_waiting", "Conversations that wait for a person, by priority", ["priority"])
SOCKETS = Gauge("zhike_sockets", "Open sockets, by side", ["side"])
WRITE_BATCH = Histogram(
    "zhike_write_batch_calls",
    "Service calls that shared one transaction",
    buckets=(1, 2, 4, 8, 16, 32, 64, 128),
)
REFUSED = Counter("zhike_refused_total", "What was refused since the process was full, by what was full", ["reason"])
RELAY_IS_UP = Gauge("zhike_relay_is_up", "1 while Redis carries what happens between processes, else 0")
RELAY_MESSAGES = Counter("zhike_relay_messages_total", "Hints carried over Redis", ["direction"])
CAUGHT_UP = Counter("zhike_caught_up_events_total", "Events of other processes that were found in the database first")


class EventCounter:
    """Counts what the log takes in. Events are heard after COMMIT, so what was rolled back is not counted."""

    def hear(self, message: Any) -> None:
        if isinstance(message, LoggedEvent):
            EVENTS.labels(type=message.type).inc()
            if message.type == "message.created":
                MESSAGES.labels(actor=message.wire["actor"]["kind"]).inc()


def listen(hub: Hub) -> None:
    """Count events for as long as the hub lives."""
    hub.subscribe(EventCounter(), "ours")
