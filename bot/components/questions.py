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

from actions.language import asks_again
from actions.urgency import heard
from bot.components.clauses import clauses_of
from bot.components.ellipsis import Ellipsis, ellipsis_of
from bot.components.introduction import introduces
from bot.components.matters import DOUBT, FOLLOW_UP, QUESTION, Bounds, Matters, Reading, half_asked, leans, weigh
from bot.components.normaliser import ORIGINAL_TEXT, ORIGINS
from bot.components.parts import ELLIPSIS, JOINED, PART_OF, context_of, ellipsis_in
from bot.components.stateless import StatelessComponent

QUESTIONS = "questions"
"""Output: {"answered": [{"topic": "faq/…", "confidence", "text"}, …], "unclear": {"text", "ranking"} | None}."""
LEANING = "follow_up"
"""Output: {"topic": "faq/…" | None, "aspect": … | None, "words", "is_sure": bool, "ranking": ["faq/…", …]}, and
`passages` (bot/components/answer_reader.py).

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
    ellipsis, context = ellipsis_of(text), context_of(message)
    joined = [_part(message, _joined(context["title"], text, ellipsis), **{JOINED: True})] if context else []
    if ellipsis:
        message.set(ELLIPSIS, ellipsis)
        return joined
    clauses = clauses_of(text, message.get(ORIGINAL_TEXT) or text, message.get(ORIGINS) or range(len(text)))
    return [*joined, *(_part(message, clause) for clause in clauses if len(clauses) > 1)]


def _joined(title: str, text: str, ellipsis: Ellipsis | None) -> str:
    is_named = ellipsis and not ellipsis.aspect
    return f"{ellipsis.words}{title}" if is_named else f"{title}{text}"


def _part(whole: Message, text: str, **about: Any) -> Message:
    return Message(data={TEXT: text, PART_OF: whole, **about})


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
            joined = next((_reading(part) for part in parts if part.get(JOINED)), None)
            thoughts = [_reading(part) for part in parts if not part.get(JOINED)]
            ellipsis = ellipsis_in(whole)
            if ellipsis:
                self._lean(whole, ellipsis, joined)
            elif joined and (half := half_asked(thoughts)):
                self._lean(whole, half, joined)
            elif joined and _asks_on(whole):
                _lean_on(whole, joined, Ellipsis(whole.get(TEXT) or ""))
            elif thoughts:
                self._gather(whole, thoughts)
        return wholes

    def _gather(self, whole: Message, thoughts: list[Reading]) -> None:
        matters = weigh(_reading(whole), thoughts, self._bounds)
        if matters:
            _decide(whole, matters.intent, matters.confidence)
            whole.set(QUESTIONS, _told(matters), add_to_output=True)

    def _lean(self, whole: Message, ellipsis: Ellipsis, joined: Reading | None) -> None:
        """Without a topic before, only words that cannot stand alone ("那信用卡呢") are taken for a follow-up."""
        alone = _reading(whole)
        if leans(alone, ellipsis, self._bounds) and (joined or _is_open(alone, ellipsis)):
            _lean_on(whole, joined, ellipsis)


def _lean_on(whole: Message, joined: Reading | None, ellipsis: Ellipsis) -> None:
    follow_up = {
        "topic": (context_of(whole) or {}).get("topic"),
        "aspect": ellipsis.aspect,
        "words": ellipsis.words,
        "is_sure": bool(joined and joined.intent == QUESTION),
        "ranking": [name for name, _ in (joined.topics if joined else [])[:_SHOWN]],
    }
    confidence = _reading(whole).confidence
    whole.set(LEANING, follow_up, add_to_output=True)
    _decide(whole, FOLLOW_UP, confidence)


def _asks_on(whole: Message) -> bool:
    """Whether a message is likeliest one that asks on, be it in doubt: what it says alone would be a guess. What may be
    urgent, and who only wants to read it again, is left to who hears that in a doubt."""
    text = whole.get(TEXT) or ""
    ranking = {entry["name"]: entry["confidence"] for entry in whole.get(INTENT_RANKING_KEY) or []}
    ranking.pop(DOUBT, None)
    return next(iter(ranking), None) == FOLLOW_UP and not heard(ranking, text) and not asks_again(text)


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
