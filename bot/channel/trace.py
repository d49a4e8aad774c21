"""How the bot understood a turn: shown to staff and trainers, never to customers."""

from typing import Any

from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered

from bot.channel.topics import answered_topics, title_of

RETRIEVAL_INTENT = "faq"
_SILENT = (ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME)


def trace_of(
    said: UserUttered,
    actions: list[ActionExecuted],
    uttered: list[BotUttered],
    processor: MessageProcessor,
    text: str,
) -> dict[str, Any]:
    """The `trace` of docs/bot-channel.md. `text` is the request's: positions of entities count in it."""
    parsed = said.parse_data or {}
    topics = _topics(parsed, processor.domain)
    intent = _ranked(parsed.get("intent") or {})
    return {
        "intent": intent,
        "intent_ranking": [_ranked(entry) for entry in parsed.get("intent_ranking") or []],
        "topic": topics[0] if topics and intent["name"] == RETRIEVAL_INTENT else None,
        "topic_ranking": topics,
        "topics_answered": [_answered(topic, processor.domain) for topic in answered_topics(uttered)],
        "understanding": parsed.get("understanding") or {},
        "entities": [_entity(entity, _stripped(text)) for entity in said.entities],
        "actions": [event.action_name for event in actions if event.action_name not in _SILENT],
        "model": model_name(processor),
    }


def model_name(processor: MessageProcessor) -> str:
    """The file name of the model without its ending."""
    return processor.model_filename.removesuffix(".tar.gz")


def _ranked(entry: dict[str, Any]) -> dict[str, Any]:
    return {"name": entry.get("name"), "confidence": round(float(entry.get("confidence") or 0), 4)}


def _topics(parsed: dict[str, Any], domain: Domain) -> list[dict[str, Any]]:
    ranking = ((parsed.get("response_selector") or {}).get(RETRIEVAL_INTENT) or {}).get("ranking") or []
    return [
        {
            "name": entry["intent_response_key"].partition("/")[2],
            "title": title_of(entry["intent_response_key"], domain),
            "confidence": round(float(entry["confidence"]), 4),
        }
        for entry in ranking
    ]


def _answered(topic: str, domain: Domain) -> dict[str, Any]:
    return {"name": topic.partition("/")[2], "title": title_of(topic, domain)}


def _stripped(text: str) -> int:
    """How many characters Rasa takes off the beginning of every message."""
    return len(text) - len(text.lstrip())


def _entity(entity: dict[str, Any], shift: int) -> dict[str, Any]:
    return {
        "entity": entity["entity"],
        "value": entity["value"],
        "text": entity.get("text"),
        "start": entity["start"] + shift if entity.get("start") is not None else None,
        "end": entity["end"] + shift if entity.get("end") is not None else None,
    }
