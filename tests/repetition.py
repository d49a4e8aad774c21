"""Finds functions of a text that a customer could keep busy for minutes with a few words repeated.

A pattern that can read the same words in two ways, again and again, tries all of them before it says no: 可以的 forty
times has 2⁴⁰ readings. The bot serves everybody with one thread.
"""

import inspect
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import FrameType, ModuleType

PATIENCE_S = 5.0
"""Where a text takes a fraction of a millisecond, and one that is read in every way for ever."""
TIMES = (40, 600)
_WORDS = re.compile(r"[\u4e00-\u9fff]{1,4}")


class Impatience(BaseException):
    """Raised in the midst of a text that takes too long; no error that code expects."""


def stuck(modules: list[ModuleType]) -> list[str]:
    """`module.function: words` of each function of one text that words of its module's patterns, repeated, hold up."""
    return [
        f"{module.__name__}.{function.__name__}: {words}"
        for module in modules
        for function in _functions(module)
        for words in _words(module)
        if any(holds_up(function, words * times + "囧") for times in TIMES)
    ]


def holds_up(function: Callable[[str], object], text: str) -> bool:
    """Whatever it makes of the text: readers of numbers may refuse it."""

    def lose_patience(_: int, __: FrameType | None) -> None:
        raise Impatience

    before = signal.signal(signal.SIGALRM, lose_patience)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)
    try:
        with suppress(Exception):
            function(text)
        return False
    except Impatience:
        return True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _functions(module: ModuleType) -> Iterator[Callable[[str], object]]:
    """The public ones: the others may know more about their text."""
    for _, function in inspect.getmembers(module, inspect.isfunction):
        needed = [p for p in inspect.signature(function).parameters.values() if p.default is p.empty]
        is_public = function.__module__ == module.__name__ and not function.__name__.startswith("_")
        if is_public and [p.annotation for p in needed] in ([str], ["str"]):
            yield function


def _words(module: ModuleType) -> list[str]:
    """Of the module's patterns, and the beginnings of each."""
    patterns = [value.pattern for value in vars(module).values() if isinstance(value, re.Pattern)]
    found = {words for pattern in patterns for words in _WORDS.findall(pattern)}
    return sorted({words[:length] for words in found for length in range(1, len(words) + 1)})
