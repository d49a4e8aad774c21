"""What every figure is worth nothing without: the machine it was measured on."""

import os
import platform
import sys

import psutil


def describe() -> str:
    memory = psutil.virtual_memory().total / 2**30
    load = os.getloadavg()[0]
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"Python {sys.version.split()[0]}, load {load:.1f} at the start"
    )
