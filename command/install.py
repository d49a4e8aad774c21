"""Installs what the machine lacks for the bot: its environment on Python 3.11, through uv."""

import asyncio
import filecmp
import os
import shutil
import subprocess
from pathlib import Path

from command import shell
from command.paths import BOT, BOT_LOCK, BOT_PYTHON, ROOT, ZHIKE
from command.problem import Problem
from command.steps import Steps

NEEDED_GB = 4.0  # a first start writes 2.7 GB: both environments, Node, the pages' packages, a model
BOT_PYTHON_VERSION = "3.11"  # the newest that TensorFlow 2.12, which Rasa imports, has wheels for


def check_disk(folder: Path = ROOT, *, needed_gb: float = NEEDED_GB) -> None:
    """Refuse to begin an installation that the disk cannot hold."""
    free_gb = shutil.disk_usage(folder).free / 1e9
    if free_gb < needed_gb:
        what = f"A first start needs {needed_gb:.0f} GB and this disk has {free_gb:.1f} GB free"
        raise Problem(f"{what}: make room and start again.")


def check_writable(folder: Path = ROOT) -> None:
    """Refuse to make what is missing where only what is there may be used: a unit of systemd, a container."""
    if not os.access(folder, os.W_OK):
        raise Problem(f"{folder} is not prepared and cannot be written from here: run ./zhike prepare outside first.")


def find_uv() -> str:
    """The path of uv, installed into .tools when the machine has none; the script `zhike` knows how."""
    found = subprocess.run(["sh", str(ZHIKE), "--uv"], capture_output=True, text=True)  # noqa: S603, S607
    if found.returncode != 0:
        raise Problem(found.stderr.strip().splitlines()[-1].removeprefix("zhike: "))
    return found.stdout.strip()


def is_installed(environment: Path, lock: Path) -> bool:
    """True when `environment` was last made to hold exactly `lock`, and its Python is still there."""
    stamp = environment / "zhike.lock"
    return (environment / "bin" / "python").exists() and stamp.exists() and filecmp.cmp(lock, stamp, shallow=False)


def is_bot_installed() -> bool:
    return is_installed(BOT / ".venv", BOT_LOCK)


async def install_bot(steps: Steps, logs: Path) -> None:
    """Nothing when it is installed already."""
    if not is_bot_installed():
        await install(
            "the bot (Rasa)", BOT / ".venv", BOT_LOCK, steps, logs / "install-bot.log", python=BOT_PYTHON_VERSION
        )
    assert BOT_PYTHON.exists()


async def install(what: str, environment: Path, lock: Path, steps: Steps, log: Path, *, python: str) -> None:
    """Make `environment` hold exactly `lock`, on `python`: a version, or the path of an interpreter."""
    check_writable()
    uv = await asyncio.to_thread(find_uv)
    interpreter = environment / "bin" / "python"
    if not os.access(interpreter, os.X_OK):
        async with steps.step(f"Making the environment of {what}") as step:
            try:
                await shell.run([uv, "venv", "--clear", "--python", python, environment], step=step, log=log)
            except Problem as problem:
                raise Problem(
                    f"Rasa needs Python {python}, and uv neither found nor could fetch it: install python{python} "
                    "or set UV_PYTHON_INSTALL_MIRROR (docs/operations.md, Mirrors).",
                    log=log,
                ) from problem
    async with steps.step(f"Installing {what}") as step:
        # In the lock's own folder, so that uv reads the corrected metadata of the project beside it.
        sync = [uv, "pip", "sync", "--python", interpreter, lock]
        await shell.run(sync, step=step, log=log, cwd=lock.parent)
    shutil.copyfile(lock, environment / "zhike.lock")
