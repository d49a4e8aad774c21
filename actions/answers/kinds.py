"""What reading an answer can come to."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Given:
    """A value was found. `values` maps slots to values; `words` is the part of the text it was read from.

    `is_sure` is false where any words would have done (a name, a place): then the intent has to agree.
    """

    values: dict[str, str]
    words: str
    is_sure: bool = True


@dataclass(frozen=True)
class Refused:
    """There was something, but it cannot be right; `response` tells the customer what is wrong and how to write it."""

    response: str
    details: dict[str, str] = field(default_factory=dict)


Answer = Given | Refused | None
"""None: the text says nothing about the slot."""
