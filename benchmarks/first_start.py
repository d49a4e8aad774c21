"""How long a first and a later start take, and how much memory each process then has.

Clones the checkout's last commit into an empty folder and starts it there with an empty home: everything is downloaded.
Without a recent Node on PATH, Node is installed as well. `./zhike bench first_start`
"""

import argparse
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psutil

from benchmarks._machine import describe
from command import ports
from command.paths import ROOT

GIVE_UP_S = 1200.0
KEPT = ("PATH", "LANG", "LC_ALL", "SSL_CERT_FILE", "SSL_CERT_DIR", "PIP_CERT", "UV_DEFAULT_INDEX", "PIP_INDEX_URL")


class Start:
    """One run of `./zhike up` in `checkout`, and how long it took to be ready."""

    def __init__(self, checkout: Path, home: Path, port: int) -> None:
        environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {"HOME": str(home)}
        self._log = checkout.parent / "up.log"
        started = time.monotonic()
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [checkout / "zhike", "up", "--port", str(port)], env=environment, stdout=log, stderr=log
            )
        while "is ready" not in self.said():
            if self.process.poll() is not None or time.monotonic() - started > GIVE_UP_S:
                self.stop()
                raise SystemExit(f"It did not start:\n{self.said()}")
            time.sleep(0.2)
        self.seconds = time.monotonic() - started

    def said(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def steps(self) -> list[str]:
        """What `up` said of each step that took a second or more."""
        return [line for line in self.said().splitlines() if ": done in " in line and " in 0 s" not in line]

    def memory(self) -> dict[str, float]:
        """MiB of resident memory by process."""
        parent = psutil.Process(self.process.pid)
        found = {"zhike": parent.memory_info().rss / 2**20}
        for child in parent.children(recursive=True):
            words = " ".join(child.cmdline())
            name = next((name for name in ("rasa", "actions", "handoff") if f" -m {name}" in words), words[:40])
            found[name] = child.memory_info().rss / 2**20
        return found

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    print(describe())
    with tempfile.TemporaryDirectory(prefix="zhike-start-") as folder:
        checkout, home = Path(folder, "checkout"), Path(folder, "home")
        home.mkdir()
        subprocess.run(["git", "clone", "-q", str(ROOT), str(checkout)], check=True)
        port = ports.free_port(0)
        first = Start(checkout, home, port)
        print(f"first start, from an empty home: {first.seconds:.0f} s")
        print("\n".join(f"  {step}" for step in first.steps()))
        first.stop()
        later = Start(checkout, home, port)
        print(f"later start: {later.seconds:.0f} s")
        for name, mebibytes in later.memory().items():
            print(f"  {name}: {mebibytes:.0f} MiB")
        later.stop()


if __name__ == "__main__":
    main()
