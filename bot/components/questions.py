"""Several questions in one message, and questions that lean on the one before, read with the components between.

`QuestionSplitter` lays the thoughts of a message beside it as messages of their own, so that tokeniser, classifier
and selector read them like any other; `QuestionCollector` takes them away again and keeps what they tell. A message of
one thought that leans on nothing passes untouched and costs nothing.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.clauses import clauses_of
from bot.components.ellipsis import Ellipsis, ellipsis_of
from bot.components.introduction import introduces
from bot.components.matters import FOLLOW_UP, QUESTION, Bounds, Matters, Reading, leans, weigh
from bot.components.normaliser import ORIGINAL_TEXT, ORIGINS
from bot.components.parts import ELLIPSIS, PART_OF, ellipsis_in
from bot.components.stateless import StatelessComponent

QUESTIONS = "questions"
"""Output: {"answered": [{"topic": "faq/…", "confidence", "text"}, …], "unclear": {"text", "ranking"} | None}."""
LEANING = "follow_up"
"""Output: {"topic": "faq/…" | None, "aspect": … | None, "words", "is_sure": bool, "ranking": ["faq/…", …]}.

`topic` is what the words lean on; `ranking`, and whether it `is_sure`, are of the words read with that topic's title.
"""
_SHOWN = 5
"""Topics kept of the words read with the topic before."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class QuestionSplitter(StatelessComponent):
    """Stands before the tokeniser. `metadata.context` of a message is the topic the customer has just read about."""

    def process(self, messages: list[Message]) -> list[Message]:
        return [*messages, *(part for message in messages for part in _parts(message))]


def _parts(message: Message) -> list[Message]:
    text = message.get(TEXT) or ""
    if introduces(text):
        return []
    ellipsis = ellipsis_of(text)
    if ellipsis:
        message.set(ELLIPSIS, ellipsis)
        context = _context(message)
        return [_part(message, _joined(context["title"], text, ellipsis))] if context else []
    clauses = clauses_of(text, message.get(ORIGINAL_TEXT) or text, message.get(ORIGINS) or range(len(text)))
    return [_part(message, clause) for clause in clauses] if len(clauses) > 1 else []


def _context(message: Message) -> dict[str, str] | None:
    return (message.get("metadata") or {}).get("context")


def _joined(title: str, text: str, ellipsis: Ellipsis) -> str:
    return f"{title}{text}" if ellipsis.aspect else f"{ellipsis.words}{title}"


def _part(whole: Message, text: str) -> Message:
    return Message(data={TEXT: text, PART_OF: whole})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class QuestionCollector(StatelessComponent):
    """Stands last. Sets the intent to `ask_several` or `ask_follow_up`, or to the one thought that goes before all."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"bounds": {}}

    def __init__(self, config: dict[str, Any]) -> None:
        self._bounds = Bounds(**config["bounds"])

    def process(self, messages: list[Message]) -> list[Message]:
        wholes = [message for message in messages if message.get(PART_OF) is None]
        for whole in wholes:
            parts = [message for message in messages if message.get(PART_OF) is whole]
            ellipsis = ellipsis_in(whole)
            if ellipsis:
                self._lean(whole, ellipsis, [_reading(part) for part in parts])
            elif parts:
                self._gather(whole, parts)
        return wholes

    def _gather(self, whole: Message, parts: list[Message]) -> None:
        matters = weigh(_reading(whole), [_reading(part) for part in parts], self._bounds)
        if matters:
            _decide(whole, matters.intent, matters.confidence)
            whole.set(QUESTIONS, _told(matters), add_to_output=True)

    def _lean(self, whole: Message, ellipsis: Ellipsis, parts: list[Reading]) -> None:
        """Without a topic before, only words that cannot stand alone ("那信用卡呢") are taken for a follow-up."""
        alone = _reading(whole)
        if not leans(alone, ellipsis, self._bounds) or not (parts or _is_open(alone, ellipsis)):
            return
        joined = parts[0] if parts else None
        follow_up = {
            "topic": (_context(whole) or {}).get("topic"),
            "aspect": ellipsis.aspect,
            "words": ellipsis.words,
            "is_sure": bool(joined and joined.intent == QUESTION),
            "ranking": [name for name, _ in (joined.topics if joined else [])[:_SHOWN]],
        }
        whole.set(LEANING, follow_up, add_to_output=True)
        _decide(whole, FOLLOW_UP, alone.confidence)


def _is_open(alone: Reading, ellipsis: Ellipsis) -> bool:
    return ellipsis.is_open and alone.intent != QUESTION


def _reading(message: Message) -> Reading:
    selection = (message.get("response_selector") or {}).get(QUESTION) or {}
    topics = [(entry["intent_response_key"], entry["confidence"]) for entry in selection.get("ranking") or []]
    intent = message.get(INTENT) or {}
    return Reading(message.get(TEXT) or "", intent.get("name") or "", intent.get("confidence") or 0.0, topics)


def _told(matters: Matters) -> dict[str, Any]:
    unclear = matters.unclear
    return {
        "answered": [{"topic": q.topic[0], "confidence": q.topic[1], "text": q.text} for q in matters.questions],
        "unclear": {"text": unclear.text, "ranking": [name for name, _ in unclear.topics[:_SHOWN]]}
        if unclear
        else None,
    }


def _decide(message: Message, intent: str, confidence: float) -> None:
    """Make this the intent, ranked first."""
    decided = {"name": intent, "confidence": confidence}
    others = [entry for entry in message.get(INTENT_RANKING_KEY) or [] if entry["name"] != intent]
    message.set(INTENT, decided, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [decided, *others], add_to_output=True)
