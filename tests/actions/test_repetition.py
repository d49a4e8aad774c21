"""No message keeps the actions from the next customer, however often it repeats itself."""

import importlib
import pkgutil

import actions
from actions.language import is_agreement
from actions.scam import is_harmless
from handoff.queue import anger
from tests.repetition import holds_up, stuck

MODULES = [
    importlib.import_module(found.name)
    for found in pkgutil.walk_packages(actions.__path__, "actions.")
    if not found.name.endswith("__main__")
]


def test_no_function_of_a_text_is_held_up_by_repetition():
    assert stuck([*MODULES, anger]) == []


def test_what_could_be_read_in_two_ways_each_time_is_read_in_one():
    assert not holds_up(is_agreement, "可以的" * 40 + "囧")
    assert not holds_up(lambda text: is_harmless([text]), "刚刚," * 40 + "囧")
    assert is_agreement("好的好的，可以的")
