"""Keeps the processes of the system alive: starts them, says when one ended, starts it again, stops them all."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from command import process
from command.problem import Problem
from command.rotating import RotatingLog

BACK_OFF_S = (0.2, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)  # after the first death that came too soon, the second, …
SERVED_S = 1.0  # a child that was ready for so long was killed or met an accident, and is wanted back at once
WATCH_S = 10.0  # between two looks at a process that has been ready
POLL_S = 0.2  # between two questions whether a child is ready
CHUNK = 65_536  # bytes

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Spec:
    """What to run, and how to ask whether it is ready (an open port is not enough)."""

    name: str
    argv: Sequence[str | Path]
    is_ready: Callable[[], Awaitable[bool]]
    log: Path
    env: Mapping[str, str] = field(default_factory=dict)
    ready_within_s: float = 60.0
    is_alive: Callable[[], Awaitable[bool]] | None = None  # asked later on; `is_ready` when there is nothing else


class Child:
    """One supervised process. `run` ends only when it is cancelled, and then leaves nothing behind."""

    def __init__(self, spec: Spec, say: Say, *, back_off_s: Sequence[float] = BACK_OFF_S) -> None:
        self.spec = spec
        self.pid: int | None = None
        self.tasks: tuple[asyncio.Task[None], ...] = ()  # of the supervisor that started it
        self.exits: list[int] = []  # exit codes since the start, in order
        self._say, self._back_off_s = say, back_off_s
        self._ready_at: float | None = None  # monotonic, of the process that runs now
        self._is_asked_to_restart = False

    async def run(self) -> None:
        """Start it, and again whenever it ends, waiting longer each time it ends before it was of use."""
        log = RotatingLog(self.spec.log)
        attempt = 0
        try:
            while True:
                code = await self._run_once(log)
                self.exits.append(code)
                if self._is_asked_to_restart:
                    self._is_asked_to_restart, attempt = False, 0
                    continue
                has_served = self._ready_at is not None and time.monotonic() - self._ready_at > SERVED_S
                attempt = 0 if has_served else attempt + 1
                pause = self._back_off_s[min(attempt, len(self._back_off_s)) - 1] if attempt else 0.0
                when = f"in {pause:g} s" if pause else "at once"
                self._say(f"{self.spec.name} ended ({describe(code)}); starting it again {when}. Log: {self.spec.log}")
                await asyncio.sleep(pause)
        finally:
            log.close()

    async def wait_until_ready(self) -> None:
        """Raises Problem when it does not get ready in time, or ends twice before it is."""
        deadline, exits = time.monotonic() + self.spec.ready_within_s, len(self.exits)
        while not await self.spec.is_ready():
            if len(self.exits) - exits >= 2:
                raise Problem(
                    f"{self.spec.name} ended twice while it was starting ({describe(self.exits[-1])}).",
                    log=self.spec.log,
                )
            if time.monotonic() > deadline:
                raise Problem(
                    f"{self.spec.name} was not ready within {self.spec.ready_within_s:g} s.", log=self.spec.log
                )
            await asyncio.sleep(POLL_S)

    async def restart(self) -> None:
        """Let the process finish and end, and return when its successor is ready. Raises as `wait_until_ready`."""
        before = self.pid
        if before is not None:
            self._is_asked_to_restart = True
            process.ask(before)
        deadline = time.monotonic() + process.GRACE_S
        while self.pid is None or self.pid == before:
            if self.pid is not None and time.monotonic() > deadline:
                process.kill(self.pid)
            await asyncio.sleep(POLL_S)
        await self.wait_until_ready()

    async def watch(self, *, every_s: float = WATCH_S) -> None:
        """End a process that is there and has not answered for as long as it may take to start: it hangs."""
        pid, answered_at = self.pid, time.monotonic()
        while True:
            await asyncio.sleep(every_s)
            if self.pid is None or self.pid != pid or await self._is_alive():
                pid, answered_at = self.pid, time.monotonic()
            elif time.monotonic() - answered_at > self.spec.ready_within_s:
                self._say(f"{self.spec.name} has not answered for {self.spec.ready_within_s:g} s and is ended.")
                process.kill(self.pid)

    async def _is_alive(self) -> bool:
        try:
            return await (self.spec.is_alive or self.spec.is_ready)()
        except Problem:
            return False

    async def _note_ready(self) -> None:
        while self._ready_at is None:
            await asyncio.sleep(POLL_S)
            if await self._is_ready():
                self._ready_at = time.monotonic()

    async def _is_ready(self) -> bool:
        try:
            return await self.spec.is_ready()
        except Problem:
            return False

    async def _run_once(self, log: RotatingLog) -> int:
        self._ready_at = None
        child = await process.start(self.spec.argv, env=self.spec.env)
        self.pid = child.pid
        noting = asyncio.create_task(self._note_ready())
        try:
            await _copy(child, log)
            return await child.wait()
        finally:
            self.pid = None
            noting.cancel()
            await _uninterrupted(_stop(child, log))


async def _copy(child: asyncio.subprocess.Process, log: RotatingLog) -> None:
    assert child.stdout is not None
    while chunk := await child.stdout.read(CHUNK):
        log.write(chunk)


async def _stop(child: asyncio.subprocess.Process, log: RotatingLog) -> None:
    """End it and keep its last words; its pipe is read meanwhile, or it could not write them."""
    copying = asyncio.create_task(_copy(child, log))
    await process.end(child)
    await asyncio.wait([copying], timeout=1.0)
    copying.cancel()


async def _uninterrupted(work: Coroutine[Any, Any, None]) -> None:
    """Finish `work` even when we are cancelled meanwhile: a second Ctrl-C must not leave a process behind."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


def describe(code: int) -> str:
    """An exit code in words: `killed by signal 9` or `exit code 3`."""
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"


class Supervisor:
    """Runs several children; leaving the block stops them all, the last started first asked."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self._tasks: list[asyncio.Task[None]] = []
        self._failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.children: list[Child] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        for task in reversed(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def start(self, spec: Spec) -> Child:
        child = Child(spec, self.say)
        child.tasks = (asyncio.create_task(child.run(), name=spec.name), asyncio.create_task(child.watch()))
        self.children.append(child)
        for task in child.tasks:
            self._tasks.append(task)
            task.add_done_callback(self._note_failure)
        return child

    async def stop(self, *children: Child) -> None:
        """End these for good, all at once; nothing stays behind."""
        tasks = [task for child in children for task in child.tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._tasks = [task for task in self._tasks if task not in tasks]
        self.children = [child for child in self.children if child not in children]

    async def wait(self) -> None:
        """Until a child's task itself fails, which is a bug, or this is cancelled."""
        await self._failed

    def _note_failure(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) and not self._failed.done():
            self._failed.set_exception(error)
