"""Patterns made from lists of words."""


def any_of(words: str) -> str:
    """A pattern of one of the words, which stand apart by white space; each may itself be a pattern."""
    return f"(?:{'|'.join(words.split())})"
