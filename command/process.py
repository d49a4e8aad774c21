"""Child processes that never outlive us: each leads its own group and dies when we do."""

import asyncio
import ctypes
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from command.paths import ROOT

PR_SET_PDEATHSIG = 1  # linux/prctl.h
GRACE_S = 10.0  # between SIGTERM and SIGKILL: the service finishes its writes within 8

_libc: Any = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _die_with_parent() -> None:
    """In the child, before exec: the kernel kills it when we are gone, even by SIGKILL."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


async def start(
    argv: Sequence[str | Path], *, env: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> asyncio.subprocess.Process:
    """Start `argv` with its two outputs on one pipe. Main thread only: the kernel watches the one that forks."""
    return await asyncio.create_subprocess_exec(
        *map(str, argv),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, **(env or {})},
        cwd=cwd,
        start_new_session=True,
        preexec_fn=_die_with_parent,
    )


async def end(process: asyncio.subprocess.Process, *, grace_s: float = GRACE_S) -> None:
    """Ask the whole group to stop, then make it."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if process.returncode is not None:
            break
        _signal_group(process.pid, number)
        try:
            await asyncio.wait_for(process.wait(), grace_s)
        except TimeoutError:
            continue
    _signal_group(process.pid, signal.SIGKILL)  # what the leader may have left behind


def ask(pid: int) -> None:
    """Ask a group to stop."""
    _signal_group(pid, signal.SIGTERM)


def kill(pid: int) -> None:
    """End a group at once, whatever state it is in."""
    _signal_group(pid, signal.SIGKILL)


def _signal_group(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):  # all gone; macOS says so with EPERM
        return
