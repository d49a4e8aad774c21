"""Words as the index keeps them: each two neighbouring characters, for Chinese has no spaces between words. Pure."""

from collections.abc import Iterable

WORD_MIN = 2  # characters of what is searched: one alone is in no pair
_FIRST_PRIVATE = 0xE000
_END = chr(_FIRST_PRIVATE)  # of a message: no words begin in one and end in the next
_LETTERS = {code: chr(_FIRST_PRIVATE + code) for code in range(1, 128) if not chr(code).isalnum()}
"""Blanks and marks would end a token of SQLite's; as letters of the private area they are searched like all else."""


def pairs_of(texts: Iterable[str]) -> list[str]:
    """`["年费", "费\ue000", …]` for 年费 and what follows it, in order, in lower case."""
    text = _END.join(texts).lower().translate(_LETTERS)
    return [text[place : place + 2] for place in range(len(text) - 1)]
