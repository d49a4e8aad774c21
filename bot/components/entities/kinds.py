"""Products, issues, demands and channels a sentence names."""

from bot.components.entities.found import Found, longest_first
from bot.components.entities.lexicon import COMPILED, DENIED, ELSEWHERE, IMPLIED_PRODUCTS

_LOOKED_BACK = 4
"""Characters before a word that may deny it."""


def find_kinds(text: str) -> list[Found]:
    """One finding a code, at its first place; where words of one entity overlap, the longest counts."""
    found = [kind for entity in COMPILED for kind in _named(entity, text)]
    if not any(kind.entity == "product" for kind in found):
        found += _implied(text)
    return found


def _named(entity: str, text: str) -> list[Found]:
    candidates = [
        Found(entity, code, match.start(), match.end())
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
            return [Found("product", code, match.start(), match.end(), 0.5)]
    return []
