"""How another `./zhike` speaks to a running `./zhike up`: over a socket in the data folder, for its user alone.

One JSON object a line. The request is `{"do": NAME, …}`; the answers are `{"said": …}` while it goes on, and at the end
`{"done": true}` or `{"problem": …}`.
"""

import asyncio
import contextlib
import json
import os
import stat
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from command.problem import Problem
from command.running import find_running

NAME = "control.sock"
PATH_MAX_BYTES = 100  # the kernel takes 107 on Linux, 103 on macOS
REQUEST_TIMEOUT_S = 5.0

Request = Mapping[str, Any]
Say = Callable[[str], None]
Order = Callable[[Request, Say], Awaitable[None]]


@asynccontextmanager
async def listening(data_dir: Path, orders: Mapping[str, Order], say: Say) -> AsyncIterator[None]:
    """Takes orders inside the block, one at a time. An order whose giver hangs up is carried out all the same."""
    path = data_dir / NAME
    if len(os.fsencode(path)) > PATH_MAX_BYTES:
        say(f"The path {path} is too long for a socket: `./zhike restart` and `model use` will not reach this system.")
        yield
        return
    path.unlink(missing_ok=True)
    desk = _Desk(orders, say)
    server = await asyncio.start_unix_server(desk.serve, path)
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    try:
        yield
    finally:
        server.close()
        await desk.close()
        path.unlink(missing_ok=True)


class _Desk:
    def __init__(self, orders: Mapping[str, Order], say: Say) -> None:
        self._orders, self._say = orders, say
        self._is_busy = False
        self._tasks: set[asyncio.Task[Any]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._answer(reader, writer)
        except asyncio.CancelledError:  # the system stops
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def close(self) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def tell(**answer: Any) -> None:
            if not writer.is_closing():
                writer.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")

        try:
            request = json.loads(await asyncio.wait_for(reader.readline(), REQUEST_TIMEOUT_S))
            await self._carry_out(request, lambda text: tell(said=text))
            tell(done=True)
        except Problem as problem:
            tell(problem=str(problem))
        except (TimeoutError, ValueError, TypeError, KeyError) as error:
            tell(problem=f"This is no order ({type(error).__name__}).")
        except Exception as error:
            self._say(f"An order failed: {error!r}.")
            tell(problem="It failed; what `./zhike up` prints says why.")
        with contextlib.suppress(OSError):
            await writer.drain()

    async def _carry_out(self, request: Request, tell: Say) -> None:
        def say(text: str) -> None:
            self._say(text)
            tell(text)

        order = self._orders[request["do"]]
        if self._is_busy:
            raise Problem("Something else is under way: try again when it is over.")
        self._is_busy = True
        try:
            await order(request, say)
        finally:
            self._is_busy = False


async def give(data_dir: Path, do: str, say: Say, **about: Any) -> None:
    """Give an order to the running system and `say` what it answers. Raises Problem when it refuses, or none runs."""
    running = find_running(data_dir)
    if running is None:
        raise Problem("Zhike is not running: start it with ./zhike up.")
    try:
        reader, writer = await asyncio.open_unix_connection(data_dir / NAME)
    except OSError as error:
        raise Problem(f"The running Zhike (process {running.pid}) cannot be reached: {error}.") from error
    try:
        writer.write(json.dumps({"do": do, **about}).encode() + b"\n")
        async for line in reader:
            answer = json.loads(line)
            if "problem" in answer:
                raise Problem(answer["problem"])
            if "done" in answer:
                return
            say(answer["said"])
        raise Problem("Zhike ended meanwhile.")
    finally:
        writer.close()
