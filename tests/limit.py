"""No test hangs for ever: the one that does is named with what every thread is at, and the run is over.

A plugin of both suites. It ends the process, since nothing gentler ends a thread that waits in C, and it is a thread of
C that does so when even Python's threads get no turn.
"""

import faulthandler
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests import effort

CALL_S = effort.times(600, long=7200)
FIXTURE_S = 1200  # making them ready may train a model and start Rasa, each many times slower beside other work
GRACE_S = 15  # for naming it

_screen = 2


def pytest_configure(config: pytest.Config) -> None:
    """Before pytest takes the output of tests for itself."""
    global _screen
    config.addinivalue_line("markers", f"limit(seconds): how long the test may take, if more than {CALL_S} s.")
    _screen = os.dup(_screen)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    with _watched(item, FIXTURE_S):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    mark = item.get_closest_marker("limit")
    with _watched(item, mark.args[0] if mark else CALL_S):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    with _watched(item, FIXTURE_S):
        return (yield)


@contextmanager
def _watched(item: pytest.Item, limit_s: float) -> Iterator[None]:
    watch = threading.Timer(limit_s, _end, (item.nodeid, limit_s))
    watch.daemon = True
    watch.start()
    faulthandler.dump_traceback_later(limit_s + GRACE_S, exit=True, file=_screen)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        watch.cancel()


def _end(name: str, limit_s: float) -> None:
    os.write(_screen, f"\n\n{name} has taken longer than {limit_s:g} s and ends the run.\n\n".encode())
    faulthandler.dump_traceback(_screen)
    os._exit(1)
