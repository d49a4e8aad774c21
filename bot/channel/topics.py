"""Topics of product questions as the channel names them: "faq/…", with the title of their answers."""

from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered

_ANSWER = "utter_faq/"


def title_of(topic: str, domain: Domain) -> str | None:
    """The title in the metadata of the topic's response; None when the author gave none."""
    return (_response(topic, domain).get("metadata") or {}).get("title")


def answer_of(topic: str, domain: Domain) -> str:
    """The text of the topic's response; empty when there is none."""
    return _response(topic, domain).get("text") or ""


def _response(topic: str, domain: Domain) -> dict[str, Any]:
    variations: list[dict[str, Any]] = domain.responses.get(f"utter_{topic}") or [{}]
    return variations[0]


def answered_topics(uttered: list[BotUttered]) -> list[str]:
    """The topics whose answers were given, in order, each once."""
    names = [(event.metadata or {}).get("utter_action") or "" for event in uttered]
    return list(dict.fromkeys(name.removeprefix("utter_") for name in names if name.startswith(_ANSWER)))
