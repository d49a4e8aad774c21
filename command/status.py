"""`zhike status` and `zhike stop`: the running system, seen and ended from another terminal."""

import asyncio
import time
from datetime import datetime
from pathlib import Path

import httpx
import psutil

from command import model
from command.paths import relative
from command.problem import Problem
from command.running import Running, find_running
from command.steps import Steps
from command.up import load_settings

ANSWER_TIMEOUT_S = 5.0  # the service gives its database 3 s
STOP_WITHIN_S = 60.0  # the service and then the bots have 10 s each to end by themselves
LOOK_EVERY_S = 0.1
PARTS = ("database", "bot", "pages")
WELL = {"ok", "ready", "built"}


async def status(steps: Steps) -> bool:
    """Say what runs and how each part is; whether all of it is well."""
    settings = load_settings()
    running = find_running(settings.data_dir)
    if running is None:
        steps.say("Zhike is not running: start it with ./zhike up.")
        return False
    since = datetime.fromtimestamp(running.created, settings.zone)
    steps.say(f"Zhike runs: {running.url}/, process {running.pid}, since {since:%Y-%m-%d %H:%M}.")
    if chosen := model.chosen(settings.data_dir, steps.say):
        steps.say(f"It serves the model {relative(chosen)}, as chosen; `./zhike model use` ends the choice.")
    return _tell_parts(await _ask(running), settings.data_dir / "logs", steps)


def _tell_parts(parts: dict[str, str] | None, logs: Path, steps: Steps) -> bool:
    if parts is None:
        steps.say(f"  service   does not answer: it is starting, or {logs} says why")
        return False
    ill = [part for part in PARTS if parts[part] not in WELL]
    for part in PARTS:
        steps.say(f"  {part:9} {parts[part].replace('_', ' ')}" + (f": see {logs}" if part in ill else ""))
    return not ill


async def _ask(running: Running) -> dict[str, str] | None:
    """What the service says of its parts; None when it does not answer."""
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=ANSWER_TIMEOUT_S) as http:
            answer: dict[str, str] = (await http.get(f"{running.url}/readyz")).json()
            return answer if set(PARTS) <= set(answer) else None
    except (httpx.HTTPError, ValueError):
        return None


async def stop(steps: Steps) -> None:
    """Ask the running system to stop, and wait until it has. Nothing to do is no failure."""
    data_dir = load_settings().data_dir
    running = find_running(data_dir)
    if running is None:
        steps.say("Zhike is not running.")
        return
    async with steps.step(f"Stopping Zhike (process {running.pid})"):
        try:
            psutil.Process(running.pid).terminate()
        except psutil.NoSuchProcess:
            return
        except psutil.AccessDenied as error:
            raise Problem(f"Process {running.pid} belongs to another user: stop Zhike as that user.") from error
        await _wait_for_end(running, data_dir)


async def _wait_for_end(running: Running, data_dir: Path) -> None:
    deadline = time.monotonic() + STOP_WITHIN_S
    while find_running(data_dir) == running:
        if time.monotonic() > deadline:
            raise Problem(
                f"Process {running.pid} has not stopped after {STOP_WITHIN_S:.0f} s: {data_dir / 'logs'} says what it "
                f"waits for; kill -9 {running.pid} ends it and all it started."
            )
        await asyncio.sleep(LOOK_EVERY_S)
