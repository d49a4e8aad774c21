"""Builds the pages with Node: the machine's own when it is recent enough, else one from a Python wheel."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from command import install, shell
from command.digest import digest, files_of
from command.paths import LOCKS, NODE, PAGES, WEB
from command.steps import Steps

NODE_MAJOR_MIN = 20  # what Vite 6 and our scripts run on
STAMP = PAGES / "built-from"
NOT_SOURCE = frozenset({"node_modules", "dist"})


def sources() -> str:
    """What the pages are built from, as one digest; their tests do not count."""
    return digest(path for path in files_of(WEB, skip=NOT_SOURCE) if not path.name.endswith(".test.ts"))


def are_built() -> bool:
    return STAMP.exists() and STAMP.read_text() == sources()


async def build(steps: Steps, logs: Path) -> None:
    """Nothing when they are built from the present sources already."""
    if are_built():
        return
    install.check_writable()
    env = await node_environment(steps, logs)
    await install_packages(steps, logs, env)
    built_from = sources()
    async with steps.step("Building the pages") as step:
        await shell.run(["npm", "run", "build"], step=step, log=logs / "build-pages.log", env=env, cwd=WEB)
    STAMP.write_text(built_from)


async def node_environment(steps: Steps, logs: Path) -> dict[str, str]:
    """As `found_node`, after installing Node where the machine has none that is recent enough."""
    found = found_node()
    if found and not install.is_installed(NODE, LOCKS / "node.txt"):
        await install.install("Node", NODE, LOCKS / "node.txt", steps, logs / "install-node.log", python=sys.executable)
    return found


def found_node() -> dict[str, str]:
    """Environment variables with which `node` and `npm` are found, once they are installed."""
    if is_node_fit():
        return {}
    return {"PATH": f"{NODE / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def is_node_fit() -> bool:
    """True when the machine's node is recent enough and has its npm beside it."""
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True)  # noqa: S603
    major = answer.stdout.strip().removeprefix("v").split(".")[0]
    return major.isdigit() and int(major) >= NODE_MAJOR_MIN


async def install_packages(steps: Steps, logs: Path, env: dict[str, str]) -> None:
    """`npm ci`, unless what is installed is what the lock says."""
    if are_packages_installed():
        return
    async with steps.step("Installing the pages' packages") as step:
        await shell.run(["npm", "ci"], step=step, log=logs / "install-pages.log", env=env, cwd=WEB)


def are_packages_installed() -> bool:
    """Compares with the list npm keeps of what it installed; packages for other systems may be missing."""
    installed = _packages(WEB / "node_modules" / ".package-lock.json")
    wanted = _packages(WEB / "package-lock.json")
    return bool(installed) and all(
        installed.get(name, {}).get("version") == entry.get("version")
        for name, entry in wanted.items()
        if name and not entry.get("optional")
    )


def _packages(lock: Path) -> dict[str, dict[str, Any]]:
    return json.loads(lock.read_text(encoding="utf-8"))["packages"] if lock.exists() else {}
