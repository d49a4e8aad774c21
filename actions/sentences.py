"""The sentences of an answer, as they are quoted. Pure."""

import re

_SENTENCE = re.compile(r"[^。；\n]+")
_NUMBERING = re.compile(r"^\s*\d+[.、]\s*")


def sentences_of(answer: str) -> list[str]:
    """In order, without the marks that end them and without the numbers of a list."""
    cut = (_NUMBERING.sub("", sentence).strip() for sentence in _SENTENCE.findall(answer))
    return [sentence for sentence in cut if sentence]


def quoted(sentences: list[str]) -> str:
    return "；".join(sentences) + "。"
