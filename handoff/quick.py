"""What most calls of a verb come to, as one statement: on PostgreSQL many are sent together, in one transaction.

A verb says so by `@quickly(make)`. Its statement takes a row that nobody else holds (SKIP LOCKED), so a batch never
waits for a lock; where it finds nothing, the verb itself is run, alone. What is done either way must be the same.
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from handoff.prepared import Prepared, Row

V = TypeVar("V", bound=Callable[..., Any])


class NotQuick(Exception):
    """Raised by `finish`: what the statement did may not be kept."""


class Quick(NamedTuple):
    """`finish` makes the verb's result of the statement's row, and what is published after COMMIT."""

    statement: Prepared
    values: dict[str, Any]
    finish: Callable[[Row], tuple[Any, list[Any]]]


def quickly(make: Callable[..., Quick]) -> Callable[[V], V]:
    """`make` is called with the verb's arguments, without the session; it raises only what the verb would."""

    def marked(verb: V) -> V:
        verb.quick = make  # type: ignore[attr-defined]
        return verb

    return marked
