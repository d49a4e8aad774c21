"""What every figure is worth nothing without: the machine and the commit it was measured on."""

import os
import platform
import subprocess
import sys

import psutil

from command.paths import ROOT


def describe() -> str:
    memory = psutil.virtual_memory().total / 2**30
    load = os.getloadavg()[0]
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"Python {sys.version.split()[0]}, load {load:.1f} at the start"
    )


def commit() -> str:
    """Short, with + when the tree is changed."""
    head = subprocess.run(["git", "describe", "--always", "--dirty=+"], cwd=ROOT, capture_output=True, check=False)
    return head.stdout.decode().strip()
