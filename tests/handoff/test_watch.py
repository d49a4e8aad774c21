"""What looks again and again goes on after whatever one look met, and ends when it is told to."""

import asyncio

import pytest

from handoff.errors import StorageBusy, StorageUnavailable
from handoff.watch import Watch
from rehearsal.people import WAIT_S


@pytest.mark.parametrize("error", [StorageUnavailable(), StorageBusy(), ValueError("one bad row")])
async def test_a_look_that_fails_is_not_the_last(error: Exception):
    class Fails(Watch):
        looks, has_gone_on = 0, asyncio.Event()

        async def look(self) -> None:
            self.looks += 1
            if self.looks == 1:
                raise error
            self.has_gone_on.set()

    async with Fails("test", 0.0) as watch:
        await asyncio.wait_for(watch.has_gone_on.wait(), WAIT_S)
    looks = watch.looks
    await asyncio.sleep(0.05)
    assert watch.looks == looks
