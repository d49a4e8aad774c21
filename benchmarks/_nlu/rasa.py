"""Rasa's own commands on a project: training, reading, serving."""

import contextlib
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import psutil

from benchmarks import _talk
from benchmarks._nlu.project import Project
from benchmarks._talk import Bot
from command import ports
from command.model import rasa_environment
from command.paths import BOT, BOT_PYTHON, ROOT
from command.problem import Problem

READY_S = 180.0
LOG_CHARS = 3000
STEP_S = 5.0
"""How often whoever waits is told."""
REST, OWN = "rest", "own"
"""Channels over HTTP: Rasa's, and this bot's."""
NO_ACTIONS = "http://127.0.0.1:9/webhook"
"""Nothing is served there: all answers are ready sentences."""


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


@dataclass(frozen=True)
class Server:
    bot: Bot
    process: psutil.Process

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.bot.port}"


@contextlib.contextmanager
def served(project: Project, channel: str) -> Iterator[Server]:
    """`rasa run` with its REST channel and trackers in memory, or with our channel as the product runs it."""
    port, key = ports.free_port(0), secrets.token_hex(32)
    argv = ["run", "--interface", "127.0.0.1", "--port", str(port), "--model", str(project.model)]
    if channel == REST:
        bot, given = _talk.rasa(port), {}
        argv += ["--credentials", "credentials.yml"]
    else:
        bot = _talk.zhike(port, key)
        argv += ["--credentials", str(BOT / "credentials.yml"), "--endpoints", str(BOT / "endpoints.yml")]
        given = {
            "ZHIKE_BOT_KEY": key,
            "ZHIKE_BOT_TRACKER_DB": str(project.folder / "dialogues.db"),
            "ZHIKE_ACTIONS_URL": NO_ACTIONS,
        }
    with _started(project, *argv, **given) as process:
        server = Server(bot, psutil.Process(process.pid))
        deadline = time.monotonic() + READY_S
        while not _is_ready(server):
            if process.poll() is not None or time.monotonic() > deadline:
                raise _failure(project, "rasa run did not get ready")
            time.sleep(0.5)
        yield server


def _is_ready(server: Server) -> bool:
    """Rasa answers before its model is loaded; then what it answers is empty, or an error."""
    body = server.bot.body("ready", 0, "准备")
    try:
        said = httpx.post(server.url + server.bot.path, json=body, headers=server.bot.headers, timeout=10)
        return has_answered(server.bot, said)
    except (httpx.HTTPError, ValueError):
        return False


def has_answered(bot: Bot, answer: httpx.Response) -> bool:
    """The REST channel answers 200 and an empty list when something failed."""
    return answer.status_code == httpx.codes.OK and bot.is_meant("utter", answer.json())


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
def _started(project: Project, *arguments: str, **given: str) -> Iterator[subprocess.Popen[bytes]]:
    with (project.folder / "rasa.log").open("ab") as log:
        argv = [BOT_PYTHON, "-m", "rasa", *arguments]
        # Vectors kept by other trainings stay out: sentences of the files may have been taught before.
        environment = {**_environment(), "ZHIKE_VECTORS": str(project.folder), **given}
        process = subprocess.Popen(argv, cwd=project.folder, env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _environment() -> dict[str, str]:
    return {**os.environ, **rasa_environment(), "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
