"""A lock that many hold at once, or one alone (a readers-writer lock)."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class SharedLock:
    """Who wants it alone goes before everybody who comes later, so that it cannot be kept waiting for ever."""

    def __init__(self) -> None:
        self._is_free = threading.Condition()
        self._holders = 0
        self._is_wanted_alone = False

    @contextmanager
    def shared(self) -> Iterator[None]:
        with self._is_free:
            self._is_free.wait_for(lambda: not self._is_wanted_alone)
            self._holders += 1
        try:
            yield
        finally:
            with self._is_free:
                self._holders -= 1
                self._is_free.notify_all()

    @contextmanager
    def alone(self, *, within_s: float) -> Iterator[bool]:
        """For one thread. False when others held it all the while: then they still do."""
        with self._is_free:
            self._is_wanted_alone = True
            try:
                yield self._is_free.wait_for(lambda: not self._holders, within_s)
            finally:
                self._is_wanted_alone = False
                self._is_free.notify_all()
