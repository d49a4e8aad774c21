"""How a benchmark that is a program begins and ends."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import uvloop

from command.problem import Problem


def run(main: Coroutine[Any, Any, bool]) -> None:
    """Exits with 1 when what was measured is not clean, and with a sentence when it could not be measured."""
    try:
        raise SystemExit(not uvloop.run(main))
    except Problem as problem:
        raise SystemExit(str(problem)) from problem
    except asyncio.CancelledError:
        raise SystemExit("stopped before its end") from None
