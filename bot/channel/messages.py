"""What the bot said and what it wants done, from Rasa's events."""

from typing import Any

from rasa.shared.core.events import BotUttered

KNOWN_METADATA = ("source", "valid_from", "valid_until", "risk")
"""What an answer carries besides its text; the service judges the dates."""

Message = dict[str, Any]


def messages_of(uttered: list[BotUttered]) -> list[Message]:
    """Messages in the order they were said."""
    return [_message(event) for event in uttered if event.text]


def effects_of(uttered: list[BotUttered]) -> list[dict[str, Any]]:
    """Effects actions asked for by `{"effect": {…}}`, in order."""
    payloads = [(event.data or {}).get("custom") for event in uttered]
    return [payload["effect"] for payload in payloads if isinstance(payload, dict) and payload.get("effect")]


def _message(event: BotUttered) -> Message:
    described = (event.metadata or {}).get("metadata") or {}
    return {
        "text": event.text,
        "name": (event.metadata or {}).get("utter_action"),
        "quick_replies": _quick_replies((event.data or {}).get("buttons")),
        "metadata": {name: described.get(name) for name in KNOWN_METADATA},
    }


def _quick_replies(buttons: list[dict[str, Any]] | None) -> list[dict[str, str]]:
    return [{"title": button["title"], "text": button.get("payload") or button["title"]} for button in buttons or []]
