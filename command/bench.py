"""`zhike bench NAME`: runs `benchmarks/NAME.py`, which prints figures and the command that made them."""

import os
import subprocess
import sys

from command.paths import ROOT
from command.problem import Problem


def bench(name: str, arguments: list[str]) -> int:
    """The benchmark's own exit code."""
    known = sorted(path.stem for path in (ROOT / "benchmarks").glob("[!_]*.py"))
    if name not in known:
        raise Problem(f"There is no benchmark {name}: there are {', '.join(known)}.")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-P", "-m", f"benchmarks.{name}", *arguments], env=environment).returncode  # noqa: S603
