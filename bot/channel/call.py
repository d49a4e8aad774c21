"""What the action server is told of a dialogue: Rasa's protocol, without what no action reads and every call would pay.

Left out are the rankings of what was said before the latest two messages, and the message that began a form.
"""

from collections.abc import Iterable
from typing import Any

import rasa
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

RANKED = 2
"""So many of the latest messages are told with the rankings of the interpreter."""

_RANKINGS = ("intent_ranking", "response_selector", "text_tokens")

Call = dict[str, Any]


def call_of(name: str, tracker: DialogueStateTracker) -> Call:
    """The body of a call of the action `name`, without a domain."""
    loop = tracker.active_loop
    return {
        "next_action": name,
        "sender_id": tracker.sender_id,
        "version": rasa.__version__,
        "tracker": {
            "sender_id": tracker.sender_id,
            "slots": tracker.current_slot_values(),
            "latest_message": tracker._latest_message_data(),
            "latest_event_time": tracker.events[-1].timestamp if tracker.events else None,
            "followup_action": tracker.followup_action,
            "paused": tracker.is_paused(),
            "events": _told(tracker.events),
            "latest_input_channel": tracker.get_latest_input_channel(),
            "active_loop": {"name": loop.name, "is_interrupted": loop.is_interrupted, "rejected": loop.rejected}
            if loop
            else {},
            "latest_action": tracker.latest_action,
            "latest_action_name": tracker.latest_action_name,
        },
    }


def _told(events: Iterable[Event]) -> list[dict[str, Any]]:
    told = [event.as_dict() for event in events]
    messages = [index for index, dump in enumerate(told) if dump["event"] == UserUttered.type_name]
    for index in messages[:-RANKED]:
        parsed = told[index].get("parse_data") or {}
        told[index]["parse_data"] = {key: value for key, value in parsed.items() if key not in _RANKINGS}
    return told
