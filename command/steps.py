"""Shows what goes on: a live line a step on a terminal, plain lines elsewhere."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

SAY_EVERY_S = 15  # without a terminal: often enough to see that it lives, seldom enough for a log
DETAIL_CHARS = 60
COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")  # what tools print for a terminal


class Step:
    """One thing that takes a while. `note` shows what it is at."""

    def __init__(self, steps: "Steps", text: str) -> None:
        self.text, self.detail, self.started_at = text, "", time.monotonic()
        self._steps = steps
        self.task: TaskID | None = None

    @property
    def seconds(self) -> int:
        return round(time.monotonic() - self.started_at)

    def note(self, detail: str) -> None:
        self.detail = " ".join(COLOURS.sub("", detail).split())[:DETAIL_CHARS]
        if self._steps.progress and self.task is not None:
            self._steps.progress.update(self.task, detail=self.detail)


class Steps:
    """`async with steps.step("Building the pages") as step:`; several may run at once."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console()
        self.progress: Progress | None = None

    def __enter__(self) -> Self:
        if self.console.is_terminal:
            columns = (
                SpinnerColumn(),
                TextColumn("{task.description}"),
                TimeElapsedColumn(),
                TextColumn("[dim]{task.fields[detail]}"),
            )
            self.progress = Progress(*columns, console=self.console, transient=True)
            self.progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.progress:
            self.progress.stop()
            self.progress = None

    @asynccontextmanager
    async def step(self, text: str) -> AsyncIterator[Step]:
        """Says when it starts and, when nothing was raised, how long it took."""
        step = Step(self, text)
        ticker = None
        if self.progress:
            step.task = self.progress.add_task(text, total=None, detail="")
        else:
            self.say(f"{text} …")
            ticker = asyncio.create_task(self._tick(step))
        try:
            yield step
        finally:
            if ticker:
                ticker.cancel()
                with suppress(asyncio.CancelledError):
                    await ticker
            if self.progress and step.task is not None:
                self.progress.remove_task(step.task)
        self.say(f"{text}: done in {step.seconds} s")

    def say(self, text: str) -> None:
        self.console.print(text, markup=False, highlight=False, soft_wrap=True)

    async def _tick(self, step: Step) -> None:
        while True:
            await asyncio.sleep(SAY_EVERY_S)
            self.say(f"{step.text}: {step.seconds} s{', ' + step.detail if step.detail else ''}")
