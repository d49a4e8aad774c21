"""A Redis of a test's own."""

import shutil
import signal
import subprocess
import time

import redis

from rehearsal.ports import own_port
from tests.requirement import lacking


class RedisServer:
    """A Redis of our own, which can be killed and frozen."""

    def __init__(self) -> None:
        program = shutil.which("redis-server")
        if program is None:
            lacking("redis", "redis-server is not installed")
        self.port = own_port()
        self._argv = [program, "--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self._argv, stdout=subprocess.DEVNULL)
        client = redis.Redis(port=self.port)
        while True:
            try:
                client.ping()
                return
            except redis.ConnectionError:
                assert self.process.poll() is None, "redis-server did not start"
                time.sleep(0.02)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def flush(self) -> None:
        redis.Redis(port=self.port).flushall()

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)
