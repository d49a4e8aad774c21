"""The topics the bot can answer ("faq/…"), as the domain describes them: answers and their metadata. Pure."""

from collections.abc import Sequence
from typing import Any

MOST_TOPICS = 3
"""To choose from."""

Button = dict[str, str]
Domain = dict[str, Any]


def response_of(topic: str, domain: Domain) -> dict[str, Any]:
    """The answer as the domain has it; empty when there is none."""
    variations: list[dict[str, Any]] = (domain.get("responses") or {}).get(f"utter_{topic}") or [{}]
    return variations[0]


def metadata_of(topic: str, domain: Domain) -> dict[str, Any]:
    """Title, question, source and what else is known of an answer."""
    return response_of(topic, domain).get("metadata") or {}


def buttons_of(topics: Sequence[str], domain: Domain) -> list[Button]:
    """Up to three of the topics that have a title and a question; a press sends the topic's own question."""
    described = [metadata_of(topic, domain) for topic in topics]
    known = [meta for meta in described if meta.get("title") and meta.get("question")]
    return [{"title": meta["title"], "payload": meta["question"]} for meta in known[:MOST_TOPICS]]


def person() -> Button:
    """The way to a person."""
    return {"title": "转人工", "payload": "转人工"}


def neither() -> Button:
    """What a customer presses when none of the topics is meant."""
    return {"title": "都不是", "payload": "都不是"}
