"""The running processes of `zhike up`, and what can be done with them while customers talk: see docs/decisions/0008."""

import asyncio
from typing import Self

from command import model as models
from command.control import Request, Say
from command.paths import relative
from command.problem import Problem
from command.supervisor import Child, Supervisor
from command.system import System

SPARE_S = 0.5  # beyond the time a turn may take, before the bots of before are ended


class Fleet:
    """`system` is what runs now: it changes when another model takes over."""

    def __init__(self, supervisor: Supervisor, system: System) -> None:
        self.system = system
        self._supervisor = supervisor
        self._bots: list[Child] = []  # the actions and the bots that ask them
        self._services: list[Child] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        """The service ends first, for it finishes turns under way; the supervisor then ends the bots."""
        await self._supervisor.stop(*self._services)

    def start(self) -> list[Child]:
        """Every process, started and not yet ready."""
        self.system.tell_bots()
        self._bots = [self._supervisor.start(spec) for spec in self.system.bot_specs()]
        self._services = [self._supervisor.start(spec) for spec in self.system.service_specs()]
        return [*self._bots, *self._services]

    async def restart(self, request: Request, say: Say) -> None:
        """One service process after the other, each when the one before is ready: the others serve meanwhile."""
        for child in self._services:
            say(f"Restarting {child.spec.name} …")
            await child.restart()
        say(f"{len(self._services)} restarted.")

    async def use_model(self, request: Request, say: Say) -> None:
        """Another model takes over, with actions of its own. Raises Problem, and then everything is as it was."""
        model = models.find(request["model"])
        before, following = self._bots, self.system.with_model(model)
        serving = relative(self.system.model)
        try:
            started = await self._started(following, say)
        except Problem as problem:
            raise Problem(f"{problem} {serving} keeps serving.") from problem
        following.tell_bots()
        self.system, self._bots = following, started
        models.choose(self.system.settings.data_dir, model)
        say(f"{relative(model)} has taken over; the bot of before finishes its turns.")
        await asyncio.sleep(self.system.settings.bot_timeout_s + SPARE_S)
        await self._supervisor.stop(*before)
        say(f"{relative(model)} serves.")

    async def _started(self, system: System, say: Say) -> list[Child]:
        """The processes that serve its model, ready: each bot has understood its probe sentence."""
        started: list[Child] = []
        try:
            for spec in system.bot_specs():
                say(f"Starting {spec.name} beside the one that serves …")
                started.append(self._supervisor.start(spec))
                await started[-1].wait_until_ready()
        except BaseException:
            await self._supervisor.stop(*started)
            raise
        return started
