"""Products, issues, demands and channels a sentence names."""

from dataclasses import replace
from functools import lru_cache

from bot.components.entities.found import Found, longest_first
from bot.components.entities.lexicon import COMPILED, DENIED, ELSEWHERE, IMPLIED_PRODUCTS
from bot.components.entities.weight import foremost

SURE, BESIDE, GUESSED = 0.9, 0.6, 0.5
"""Confidence of what the sentence is about, of what it names besides, and of a product that is only implied."""
_LOOKED_BACK = 4
"""Characters before a word that may deny it."""
_REMEMBERED = 64
"""Texts: each message is read for its facts, and then by the judges of its issue and its demand."""


def find_kinds(text: str) -> list[Found]:
    """One finding a code, at its first place; where words of one entity overlap, the longest counts.

    Of several products, issues or demands the one the sentence is about has the highest confidence.
    """
    return list(_found(text))


@lru_cache(maxsize=_REMEMBERED)
def _found(text: str) -> tuple[Found, ...]:
    found = [kind for entity in COMPILED for kind in _named(entity, text)]
    if not any(kind.entity == "product" for kind in found):
        found += _implied(text)
    issue = foremost("issue", _codes(found, "issue"))
    meant = {"issue": issue} | {
        entity: foremost(entity, _codes(found, entity), issue) for entity in ("product", "demand")
    }
    return tuple(_weighed(kind, meant) for kind in found)


def _codes(found: list[Found], entity: str) -> list[str]:
    return [kind.value for kind in sorted(found, key=lambda kind: kind.start) if kind.entity == entity]


def _weighed(kind: Found, meant: dict[str, str | None]) -> Found:
    is_beside = kind.entity in meant and meant[kind.entity] != kind.value
    return replace(kind, confidence=min(kind.confidence, BESIDE)) if is_beside else kind


def _named(entity: str, text: str) -> list[Found]:
    candidates = [
        Found(entity, code, match.start(), match.end(), SURE)
        for code, words in COMPILED[entity].items()
        for match in words.finditer(text)
        if not DENIED.search(text[max(0, match.start() - _LOOKED_BACK) : match.start()])
    ]
    first: dict[str, Found] = {}
    for kind in longest_first(candidates):
        first.setdefault(kind.value, kind)
    return list(first.values())


def _implied(text: str) -> list[Found]:
    for code, words in IMPLIED_PRODUCTS.items():
        match = words.search(text)
        if match and not (code == "branch_service" and ELSEWHERE.search(text)):
            return [Found("product", code, match.start(), match.end(), GUESSED)]
    return []
