"""Rasa's own commands on a project: training, reading, serving."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx
import psutil

from benchmarks._nlu.project import Project
from command import ports
from command.model import rasa_environment
from command.paths import BOT_PYTHON, ROOT
from command.problem import Problem

READY_S = 180.0
LOG_CHARS = 3000
STEP_S = 5.0
"""How often whoever waits is told."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def train(project: Project) -> float:
    """Seconds of the whole command, imports included."""
    started = time.perf_counter()
    data = ["--data", "nlu.json", "rules.yml", "--domain", "domain.yml", "--skip-validation"]
    _run(project, "train", *data, "--config", "config.yml", "--fixed-model-name", "model")
    return time.perf_counter() - started


def probe(project: Project, sentences: list[str]) -> dict[str, Any]:
    """See `bot/nlu_probe.py`."""
    say(f"{project.name}: reading {len(sentences)} sentences")
    done = subprocess.run(
        [BOT_PYTHON, "-m", "bot.nlu_probe", project.model],
        input=json.dumps(sentences), stdout=subprocess.PIPE, text=True, cwd=project.folder, env=_environment(),
    )  # fmt: skip
    if done.returncode:
        raise Problem(f"{project.name}: the trained model could not be read; what it said stands above.")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


Server = tuple[str, psutil.Process]


@contextlib.contextmanager
def served(project: Project) -> Iterator[Server]:
    """The address of `rasa run` with its REST channel, and the process."""
    port = ports.free_port(0)
    argv = ["run", "--interface", "127.0.0.1", "--port", str(port), "--model", str(project.model)]
    with _started(project, *argv, "--credentials", "credentials.yml") as process:
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + READY_S
        while not _is_ready(url):
            if process.poll() is not None or time.monotonic() > deadline:
                raise _failure(project, "rasa run did not get ready")
            time.sleep(0.5)
        yield url, psutil.Process(process.pid)


def _is_ready(url: str) -> bool:
    """Rasa answers before its model is loaded; then its answer to a message is empty."""
    try:
        said = httpx.post(f"{url}/webhooks/rest/webhook", json={"sender": "ready", "message": "准备"}, timeout=10)
        return bool(said.json())
    except (httpx.HTTPError, ValueError):
        return False


def _run(project: Project, *arguments: str) -> None:
    started = time.monotonic()
    with _started(project, *arguments) as process:
        while True:
            try:
                code = process.wait(STEP_S)
                break
            except subprocess.TimeoutExpired:
                say(f"{project.name}: rasa train, {time.monotonic() - started:.0f} s")
    if code or not project.model.exists():
        raise _failure(project, "training failed")


def _failure(project: Project, what: str) -> Problem:
    """With the end of the log, which goes when the benchmark ends."""
    log = (project.folder / "rasa.log").read_text(encoding="utf-8", errors="replace")
    return Problem(f"{project.name}: {what}:\n{log[-LOG_CHARS:]}")


@contextlib.contextmanager
def _started(project: Project, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    with (project.folder / "rasa.log").open("ab") as log:
        process = subprocess.Popen(
            [BOT_PYTHON, "-m", "rasa", *arguments], cwd=project.folder, env=_environment(), stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _environment() -> dict[str, str]:
    return {**os.environ, **rasa_environment(), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
