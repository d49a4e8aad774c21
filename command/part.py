"""`zhike run PART`: one part alone, in place of this process, for service managers and containers."""

import os
import sys
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from command import model
from command.paths import ROOT, relative
from command.problem import Problem
from command.supervisor import Spec
from command.system import SERVICE_HEAPS, System
from command.up import load_settings
from handoff.settings import Settings

Part = Literal["handoff", "bot", "actions"]


def run(part: Part, *, interface: str) -> None:
    """Never returns: the part has this process's number, and its signals. `interface` is the bot's."""
    argv, environment = command_of(part, load_settings(), interface=interface)
    os.umask(0o077)
    os.chdir(ROOT)
    os.execve(argv[0], argv, os.environ | environment)  # noqa: S606 — no shell is wanted


def command_of(part: Part, settings: Settings, *, interface: str) -> tuple[list[str], dict[str, str]]:
    """What is run, and the environment it needs beside this one. Raises Problem without a model to serve."""
    if part == "handoff":
        environment = {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **SERVICE_HEAPS}
        return [sys.executable, "-P", "-m", "handoff"], environment
    spec = _spec(part, settings, interface)
    return [str(word) for word in spec.argv], dict(spec.env)


def _spec(part: Part, settings: Settings, interface: str) -> Spec:
    bot_port = urlsplit(settings.bot_urls[0]).port or 5005
    system = System(
        settings,
        _model(settings) if part == "bot" else Path(),
        port=settings.port,
        bot_port=bot_port,
        actions_port=settings.actions_port,
        bot_interface=interface,
    )
    actions, bot = system.bot_specs()
    return bot if part == "bot" else actions


def _model(settings: Settings) -> Path:
    found = model.chosen(settings.data_dir, lambda text: print(text, file=sys.stderr)) or model.current()
    if not found.exists():
        raise Problem(f"There is no model of the present content ({relative(found)}): run ./zhike prepare first.")
    return model.find(str(found))
