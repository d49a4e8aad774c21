"""What was said, found by its words. Messages come into the index a moment after they are stored, many at a time.

Until then the newest of a conversation is found by what the conversation keeps of it (`last_words`).
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from handoff.search import repository
from handoff.search.models import Part
from handoff.search.policy import WORD_MIN, pairs_of
from handoff.search.repository import Behind, NewPart

BATCH = 10  # conversations a transaction, so that other writers wait for milliseconds
PART_MESSAGES = 100  # of one conversation in a part; the rest is in the next
PART_CHARS = 10_000  # PostgreSQL counts no further than 16,383 places
LATE = timedelta(seconds=60)  # a message that was begun before others may be stored after them


class Batch(NamedTuple):
    """Parts that are to be written. `through`: what the index has come to with them."""

    parts: list[NewPart]
    through: datetime
    is_last: bool


def read_batch(session: Session, *, now: datetime) -> Batch:
    """The next messages that are in no part. Done beside the writers, for it takes the longer time."""
    behind = repository.list_behind(session, since=fresh_since(session), limit=BATCH)
    is_last = len(behind) < BATCH
    parts = [part for each in behind for part in _parts(session, each)]
    return Batch(parts, now if is_last else behind[-1].last_event_at, is_last)


def keep_batch(session: Session, batch: Batch) -> None:
    for part in batch.parts:
        repository.add_part(session, part)
    repository.keep_progress(session, batch.through)


def fresh_since(session: Session) -> datetime:
    """Conversations without an event since then are in the index as they are."""
    return repository.find_progress(session) - LATE


def find_parts(session: Session, words: str) -> Select[Any] | None:
    """Ids of the parts that hold these words, in any case; None for fewer characters than `WORD_MIN`."""
    return repository.with_words(session, pairs_of([words])) if len(words) >= WORD_MIN else None


def count_parts(session: Session, parts: Select[Any], *, at_most: int) -> int:
    return session.scalar(select(func.count()).select_from(parts.limit(at_most).subquery())) or 0


def conversations_of(parts: Select[Any]) -> Select[Any]:
    """Ids of their conversations."""
    return select(Part.conversation_id).where(Part.id.in_(parts))


def _parts(session: Session, behind: Behind) -> Iterator[NewPart]:
    """All that is behind in one conversation."""
    after_seq = behind.after_seq
    while said := repository.list_said(session, behind.conversation_id, after_seq=after_seq, limit=PART_MESSAGES):
        texts = [text for _, text in said[: _fitting(said)]]
        through_seq = said[len(texts) - 1][0]
        yield NewPart(behind.conversation_id, after_seq, through_seq, pairs_of([*texts, ""]))
        after_seq = through_seq


def _fitting(said: list[tuple[int, str]]) -> int:
    """How many of the first have room in a part; one always has."""
    ends = accumulate(len(text) + 1 for _, text in said)
    return max(1, sum(end <= PART_CHARS for end in ends))
