"""`zhike bench NAME`: runs `benchmarks/NAME.py`, which prints figures and the command that made them."""

import ast
import os
import subprocess
import sys
from pathlib import Path

from command.paths import ROOT
from command.problem import Problem


def bench(name: str, arguments: list[str]) -> int:
    """The benchmark's own exit code. Raises Problem when there is none of that name; `--help` lists them."""
    known = {path.stem: path for path in sorted((ROOT / "benchmarks").glob("[!_]*.py"))}
    if name in {"-h", "--help"}:
        print("zhike bench NAME [OPTIONS]; what a benchmark takes: zhike bench NAME --help\n")
        for stem, path in known.items():
            print(f"  {stem:<14} {_purpose(path)}")
        return 0
    if name not in known:
        raise Problem(f"There is no benchmark {name}: there are {', '.join(known)}.")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-P", "-m", f"benchmarks.{name}", *arguments], env=environment).returncode  # noqa: S603


def _purpose(path: Path) -> str:
    """The first line of its docstring."""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]
