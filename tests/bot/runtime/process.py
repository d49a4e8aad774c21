"""The bot as a process: trained once for the same files, started, killed, and talked to over its channel."""

import hashlib
import http.client
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from typing import Any, Self

from rehearsal.ports import own_port
from tests.bot.runtime.actions import FakeActions

ROOT = Path(__file__).parents[3]
PROJECT = Path(__file__).parent / "project"
CACHE = ROOT / "var" / "cache" / "bot-runtime"
READY_S = 300.0  # loading takes 10-20 s, and many times that beside other work
KEY = "a-key-of-the-tests-and-of-nothing-else-0001"
NOW = "2026-11-22T10:30:00+08:00"

Body = dict[str, Any]


def _environment(**more: str) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "RASA_TELEMETRY_ENABLED": "false", "OMP_NUM_THREADS": "1"} | more


def trained_model() -> Path:
    """A model of the test project, trained anew when one of the files it depends on has changed."""
    folders = [ROOT / "bot" / name for name in ("components", "embedding", "policies")]
    code = [path for folder in folders for path in sorted(folder.rglob("*.py"))]
    examples = sorted((ROOT / "data" / "complaints").glob("*.tsv"))
    sources = [ROOT / "config.yml", *code, *examples, *sorted(PROJECT.rglob("*.yml"))]
    name = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    model = CACHE / f"{name}.tar.gz"
    if not model.exists():
        for stale in CACHE.glob("*.tar.gz"):
            stale.unlink()
        train = [sys.executable, "-m", "bot.train", "--config", "config.yml", "--domain", str(PROJECT / "domain.yml")]
        train += ["--out", str(model), "--data", str(PROJECT / "data")]
        subprocess.run(train, cwd=ROOT, env=_environment(), check=True, capture_output=True)
    return model


class Bot:
    """One Rasa process with a tracker store of its own."""

    def __init__(self, model: str, actions: FakeActions, folder: Path) -> None:
        self._model = model
        self._environment = _environment(
            ZHIKE_BOT_KEY=KEY, ZHIKE_ACTIONS_URL=actions.url, ZHIKE_BOT_TRACKER_DB=str(folder / "tracker.db")
        )
        self._log, self._port = folder / "bot.log", own_port()
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.kill()

    def start(self) -> None:
        command = [sys.executable, "-m", "rasa", "run", "--interface", "127.0.0.1", "-p", str(self._port)]
        command += ["--model", self._model, "--credentials", "bot/credentials.yml", "--endpoints", "bot/endpoints.yml"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)
        deadline = time.monotonic() + READY_S
        while self.get("/webhooks/zhike/ready")[0] != 200:
            assert self._process.poll() is None, self._log.read_text()
            assert time.monotonic() < deadline, f"The bot was not ready within {READY_S:.0f} s."
            time.sleep(0.3)

    def kill(self) -> None:
        """As a crash does: no clean-up."""
        self._process.kill()
        self._process.wait()

    def ask_to_stop(self) -> None:
        self._process.terminate()

    def wait_until_deaf(self) -> None:
        """Waits until a process that was asked to stop takes no connection any more."""
        deadline = time.monotonic() + READY_S
        while self.get("/webhooks/zhike/ready")[0] != 0:
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def exit_code(self) -> int:
        """Waits for the end of a process that was asked to stop."""
        return self._process.wait(READY_S)

    def connect(self) -> http.client.HTTPConnection:
        """One that stays open, as the service keeps its own."""
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=READY_S)

    def log(self) -> str:
        return self._log.read_text()

    def get(self, path: str) -> tuple[int, Any]:
        return self._fetch(urllib.request.Request(f"http://127.0.0.1:{self._port}{path}"))

    def post(self, body: bytes, *, key: str | None = KEY) -> tuple[int, Any]:
        headers = {"Authorization": f"Bearer {key}"} if key is not None else {}
        return self._fetch(urllib.request.Request(f"http://127.0.0.1:{self._port}/webhooks/zhike/turn", body, headers))

    @staticmethod
    def _fetch(request: urllib.request.Request) -> tuple[int, Any]:
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, _read(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, _read(error.read())
        except urllib.error.URLError:
            return 0, None

    def customer(self) -> "Talk":
        return Talk(self, f"c_{uuid.uuid4().hex}")


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body


class Talk:
    """One conversation. Every `say` is a new turn unless `turn` repeats one."""

    def __init__(self, bot: Bot, conversation_id: str) -> None:
        self.bot = bot
        self.id = conversation_id
        self._turns = 0

    def body(self, text: str | None, *, turn: int | None = None, **changed: Any) -> Body:
        if turn is None:
            self._turns += 1
        request = {
            "conversation_id": self.id,
            "turn_id": f"{self.id}:{turn or self._turns}",
            "kind": "message" if text is not None else "resume",
            "metadata": {"locale": "zh-CN", "now": NOW, "customer": {"is_known": False, "name": None, "tags": []}},
        }
        return request | ({"text": text} if text is not None else {}) | changed

    def post(self, text: str | None, *, turn: int | None = None, **changed: Any) -> tuple[int, Any]:
        return self.bot.post(json.dumps(self.body(text, turn=turn, **changed)).encode())

    def say(self, text: str, *, turn: int | None = None) -> Body:
        status, answer = self.post(text, turn=turn)
        assert status == 200, answer
        return answer

    def resume(self, *, turn: int | None = None) -> Body:
        status, answer = self.post(None, turn=turn)
        assert status == 200, answer
        return answer
