"""The trained bot and the actions as child processes, on loopback ports and with a tracker file of their own."""

import ctypes
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from command import model
from command.paths import BOT_PYTHON, ROOT
from rehearsal.ports import own_port

READY_S = 300.0  # loading takes 10-20 s, and many times that beside other work
PR_SET_PDEATHSIG = 1  # linux/prctl.h
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def tail(path: Path, chars: int = 3000) -> str:
    """The end of a log, for an error message; "" when there is none."""
    return path.read_text(encoding="utf-8", errors="replace")[-chars:] if path.exists() else ""


class Child:
    """One process that can be killed, frozen and started again; it dies with us."""

    def __init__(
        self, name: str, argv: list[str], env: dict[str, str], log: Path, is_ready: Callable[[], bool]
    ) -> None:
        self.name, self._argv, self._env, self._log, self._is_ready = name, argv, env, log, is_ready
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._argv, cwd=ROOT, env=os.environ | self._env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=_die_with_parent,
            )  # fmt: skip

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_S
        while not self._is_ready():
            if not self.is_alive() or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} did not get ready:\n{tail(self._log)}")
            time.sleep(0.1)

    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """At once, as a crash would."""
        self._signal(signal.SIGKILL)
        if self._process:
            self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        if self.is_alive() and self._process:
            os.killpg(self._process.pid, number)


class Engine:
    """Actions and Rasa on free loopback ports, with a tracker file of their own."""

    def __init__(self, folder: Path, model_file: Path) -> None:
        self.key = secrets.token_urlsafe(32)
        self.url, actions_url = (f"http://127.0.0.1:{own_port()}" for _ in range(2))
        self._http = httpx.Client(trust_env=False, timeout=2, headers={"Authorization": f"Bearer {self.key}"})
        env = {
            **model.ENVIRONMENT,
            "ZHIKE_ACTIONS_URL": f"{actions_url}/webhook",
            "ZHIKE_BOT_TRACKER_DB": str(folder / "tracker.db"),
            "ZHIKE_BOT_KEY": self.key,
        }
        self.actions = Child(
            "actions",
            [sys.executable, "-m", "actions", "--port", _port(actions_url)],
            {},
            folder / "actions.log",
            lambda: self._answers(f"{actions_url}/health"),
        )
        self.rasa = Child(
            "rasa",
            [
                str(BOT_PYTHON), "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", _port(self.url),
                "--model", str(model_file), "--credentials", "bot/credentials.yml", "--endpoints", "bot/endpoints.yml",
            ],
            env,
            folder / "rasa.log",
            lambda: self._answers(f"{self.url}/webhooks/zhike/ready"),
        )  # fmt: skip

    def heal(self) -> None:
        """Both run and are ready, whatever was done to them."""
        for child in (self.actions, self.rasa):
            child.thaw()
            if not child.is_alive():
                child.start()
        for child in (self.actions, self.rasa):
            child.wait_until_ready()

    def close(self) -> None:
        for child in (self.rasa, self.actions):
            child.kill()
        self._http.close()

    def _answers(self, url: str) -> bool:
        try:
            return self._http.get(url).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False


def _port(url: str) -> str:
    return url.rpartition(":")[2]


def _die_with_parent() -> None:
    """In the child, before exec: the kernel kills it when we are gone, even by SIGKILL."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
