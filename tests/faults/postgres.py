"""A PostgreSQL of the tests' own, made by initdb, that may be restarted, frozen and robbed of its backends."""

import os
import shutil
import signal
import subprocess
import tempfile
import uuid
from pathlib import Path
from typing import Self

import psutil
from sqlalchemy import create_engine, text

from handoff import migrations
from rehearsal.ports import own_port
from tests.requirement import lacking


class Cluster:
    """`new_database()` gives the URL of an empty, migrated database."""

    def __init__(self) -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [Path(shutil.which("initdb") or "")]
        if not found[-1].name:
            lacking("postgres", "PostgreSQL (initdb) is not installed")
        self._programs = found[-1].parent
        self._folder = Path(tempfile.mkdtemp(prefix="zhike-postgres-"))
        self._port = own_port()
        self.url = f"postgresql+psycopg://postgres@127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        if os.getuid() == 0:
            shutil.chown(self._folder, "postgres")
        self._run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8")
        self.start()
        self._administer("CREATE DATABASE template_of_zhike")
        migrations.upgrade(f"{self.url}/template_of_zhike")
        return self

    def __exit__(self, *exc: object) -> None:
        self.thaw()
        self._control("stop", "-m", "immediate")
        shutil.rmtree(self._folder, ignore_errors=True)

    def new_database(self) -> str:
        name = f"zhike_{uuid.uuid4().hex[:12]}"
        self._administer(f"CREATE DATABASE {name} TEMPLATE template_of_zhike")
        return f"{self.url}/{name}"

    def start(self) -> None:
        options = f"-p {self._port} -k {self._folder} -c listen_addresses=127.0.0.1"
        self._control("start", "-w", "-o", options, "-l", str(self._folder / "log"))

    def stop(self, mode: str) -> None:
        """`fast` tells everybody; `immediate` is a crash, and the log is replayed at the next start."""
        self._control("stop", "-w", "-m", mode)

    def freeze(self) -> None:
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def terminate_backends(self) -> None:
        self._administer("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'zhike%'")

    def _signal(self, what: signal.Signals) -> None:
        server = psutil.Process(int((self._folder / "postmaster.pid").read_text().split()[0]))
        for process in [server, *server.children(recursive=True)]:
            process.send_signal(what)

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        """As another user where we are root: PostgreSQL refuses to run as root."""
        argv = [str(self._programs / program), "-D", str(self._folder), *arguments]
        as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        subprocess.run([*as_postgres, *argv], cwd="/", check=True, stdout=subprocess.DEVNULL)

    def _administer(self, statement: str) -> None:
        engine = create_engine(f"{self.url}/postgres", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()
