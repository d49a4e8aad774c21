"""Product, issue and demand: one code of a fixed list each."""

from actions.answers.kinds import Answer, Given
from actions.language import bare, is_none_of_these, is_nothing, is_number, is_unknown, letters
from actions.turn import Entity, Turn
from actions.vocabulary import CHOICES, code_in
from bot.components.entities.weight import lightness

_OTHER_ANSWERS = ("time", "amount", "branch", "name", "phone", "ticket_number")
LEAST_WORDS = 2
"""Letters an own wording needs before it counts as 其他."""


def read_product(turn: Turn, text: str) -> Answer:
    """The product named, 其他 where the customer says that it is none; words that name nothing are asked again."""
    return _named("product", turn, text) or _none_of_these("product", text)


def read_issue(turn: Turn, text: str) -> Answer:
    """The issue named, else 其他."""
    return _named("issue", turn, text) or _other("issue", turn, text)


def read_demand(turn: Turn, text: str) -> Answer:
    """The demand named, else 其他."""
    return _named("demand", turn, text) or _other("demand", turn, text)


def foremost(slot: str, entities: list[Entity], issue: str | None = None) -> Entity | None:
    """What a complaint about `issue` is about of several named: the surest, of equals the weightier, the first."""
    known = [entity for entity in entities if entity.value in CHOICES[slot]]
    return min(known, key=lambda entity: (-entity.confidence, lightness(slot, entity.value, issue)), default=None)


def in_own_words(code: str, text: str) -> dict[str, str]:
    """A demand; one that no code tells keeps the customer's words."""
    return {"demand": code, **({"demand_text": bare(text)} if code == "other" else {})}


def _named(slot: str, turn: Turn, text: str) -> Given | None:
    entity = foremost(slot, turn.told(slot, text))
    if entity:
        values = in_own_words(entity.value, text) if slot == "demand" else {slot: entity.value}
        return Given(values, entity.text, is_sure=not entity.is_judged)
    code = code_in(slot, text)
    return Given({slot: code}, text) if code else None


def _none_of_these(slot: str, text: str) -> Given | None:
    """其他, where the customer says that nothing offered fits."""
    return Given({slot: "other"}, text) if is_none_of_these(text) else None


def _other(slot: str, turn: Turn, text: str) -> Given | None:
    """其他 for words of the customer's own; a date, an amount or a name answers some other question, a bare no none."""
    if is_unknown(text) or is_none_of_these(text):
        return Given({slot: "other"}, text)
    if is_nothing(text) or is_number(text):
        return None
    if (
        turn.is_all(("channel",), text)
        or any(turn.found(kind, text) for kind in _OTHER_ANSWERS)
        or not any("\u4e00" <= char <= "\u9fff" for char in text)
    ):
        return None
    if letters(text) < LEAST_WORDS:
        return None
    return Given(in_own_words("other", text) if slot == "demand" else {slot: "other"}, text, is_sure=False)
