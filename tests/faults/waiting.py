"""Waiting for what happens elsewhere: in another process, or on a line."""

import asyncio
import time
from collections.abc import Callable

LOOK_EVERY_S = 0.01


async def until(is_so: Callable[[], bool], *, within_s: float = 60.0) -> float:
    """Returns the seconds it took. Raises TimeoutError."""
    started = time.monotonic()
    async with asyncio.timeout(within_s):
        while not is_so():  # noqa: ASYNC110 — nobody could set an event
            await asyncio.sleep(LOOK_EVERY_S)
    return time.monotonic() - started
