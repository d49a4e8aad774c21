"""Calls that stand in line for one thread, which takes as many at once as there are by then."""

import queue
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Line(Generic[T]):
    """`work` is called on the thread with one to `at_most` calls, in the order in which they came."""

    def __init__(self, name: str, work: Callable[[list[T]], None], *, at_most: int) -> None:
        self._work, self._at_most = work, at_most
        self._queue: queue.SimpleQueue[T | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def put(self, call: T) -> None:
        self._queue.put(call)

    def close(self) -> None:
        """Returns when everything that stands in line is done."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (call := self._queue.get()) is not None:
            batch = [call]
            is_last = False
            while len(batch) < self._at_most and not self._queue.empty():
                following = self._queue.get()
                if following is None:
                    is_last = True
                    break
                batch.append(following)
            self._work(batch)
            if is_last:
                return
