"""Rasa's events out of their JSON. Rasa looks through all its classes for the type of each single event."""

from functools import cache
from typing import Any

from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses


def read_events(dumps: list[dict[str, Any]]) -> list[Event]:
    """In the same order. Raises ValueError for what is no event."""
    try:
        return [_classes()[dump["event"]]._from_parameters(dump) for dump in dumps]
    except (KeyError, TypeError) as error:
        raise ValueError(f"Not an event of Rasa's: {type(error).__name__} {error}.") from error


@cache
def _classes() -> dict[str, type[Event]]:
    return {found.type_name: found for found in all_subclasses(Event)}
