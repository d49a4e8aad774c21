"""Gives up for callers who have waited long. One timer for all: one each would cost as much as a small write."""

import asyncio
from collections import deque
from typing import Protocol

LOOK_EVERY_S = 0.5


class Waiting(Protocol):
    """`give_up` is called once, on the loop, when the time is over and `is_over` was still false."""

    @property
    def is_over(self) -> bool: ...

    def give_up(self) -> None: ...


class Patience:
    """Of the callers on one event loop, who all wait equally long: `limit_s`, or up to half a second more."""

    def __init__(self, loop: asyncio.AbstractEventLoop, limit_s: float) -> None:
        self.loop, self._limit_s = loop, limit_s
        self._waiting: deque[tuple[float, Waiting]] = deque()  # who came first is first
        self._is_looking = False

    def add(self, caller: Waiting) -> None:
        self._waiting.append((self.loop.time() + self._limit_s, caller))
        if not self._is_looking:
            self._is_looking = True
            self.loop.call_later(min(LOOK_EVERY_S, self._limit_s), self._look)

    def _look(self) -> None:
        now = self.loop.time()
        while self._waiting and (self._waiting[0][1].is_over or self._waiting[0][0] <= now):
            _, caller = self._waiting.popleft()
            if not caller.is_over:
                caller.give_up()
        self._is_looking = bool(self._waiting)
        if self._is_looking:
            self.loop.call_later(min(LOOK_EVERY_S, self._limit_s), self._look)
