"""No message keeps the bot from the next customer, however often it repeats itself."""

import importlib
import pkgutil

from bot import components
from tests.repetition import stuck

MODULES = [
    importlib.import_module(found.name) for found in pkgutil.walk_packages(components.__path__, "bot.components.")
]


def test_no_function_of_a_text_is_held_up_by_repetition() -> None:
    assert stuck(MODULES) == []
