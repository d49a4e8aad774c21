"""The embedded database is locked, full, read-only, or killed where it is most delicate (F7): nothing is acknowledged
that is not on disk, and the file stays sound."""

import asyncio
import contextlib
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from command import process
from tests.faults.conftest import Install, Verdict
from tests.faults.history import History
from tests.faults.installation import Installation
from tests.faults.line import Patience
from tests.faults.people import NOT_STORED, Customer
from tests.faults.settling import say
from tests.faults.waiting import until

SENDERS = 5
HASTY = Patience(ack_s=1.0)
CHECKPOINTS_FOREVER = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
while True:
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
"""


async def crowd(bank: Installation, history: History) -> list[Customer]:
    senders = [await Customer.joins(bank.url, f"客{n}", history, patience=HASTY) for n in range(SENDERS)]
    await asyncio.gather(*(sender.opens() for sender in senders))
    return senders


def check_sound(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "zhike.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def is_refused_and_never_acked(
    history: History, senders: list[Customer], *, on_disk: set[str] | None = None
) -> None:
    """Everybody writes, and all are told that it was not stored before anybody is told that anything was.

    `on_disk`: what may be acknowledged late, or again; else what was acknowledged when the fault began.
    """
    before = acked(history) if on_disk is None else on_disk
    say(senders, 2, about="难")
    await until(lambda: all(sender.refusals.keys() & NOT_STORED for sender in senders))
    assert acked(history) <= before, "acknowledged, and cannot be on disk"


def acked(history: History) -> set[str]:
    return {ack.client_id for ack in history.acked}


async def test_locked_by_another_writer(install: Install, history: History, clean: Verdict):
    """A shell holds the lock for longer than the service waits, which is 5 s a transaction."""
    bank = await install()
    senders = await crowd(bank, history)
    say(senders, 2)
    await until(lambda: len(history.acked) > SENDERS)
    with closing(sqlite3.connect(bank.folder / "zhike.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        on_disk = {row[0] for row in other.execute("SELECT client_id FROM event WHERE client_id IS NOT NULL")}
        await is_refused_and_never_acked(history, senders, on_disk=on_disk)
        other.execute("ROLLBACK")
    await clean(*senders, answered=True)
    check_sound(bank.folder)


async def test_its_files_may_not_grow(install: Install, history: History, clean: Verdict):
    """A quota: the write itself fails, in the middle of a transaction."""
    bank = await install()
    senders = await crowd(bank, history)
    say(senders, 2)
    await asyncio.gather(*(sender.is_rid() for sender in senders))
    pid = bank.children[0].pid
    limits = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, limits[1]))
    await is_refused_and_never_acked(history, senders)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
    await clean(*senders)
    check_sound(bank.folder)


@pytest.fixture
def small_disk(tmp_path: Path, embedded: Path) -> Iterator[Path]:
    """A disk of 8 MB with an empty database on it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if (
        os.getuid() != 0
        or mount is None
        or subprocess.run([mount, "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], stderr=subprocess.DEVNULL).returncode
    ):
        pytest.skip("only root can mount a small disk, where it may mount at all")
    shutil.copy(embedded, disk / "zhike.db")
    yield disk
    subprocess.run(["umount", "--lazy", disk], check=True)


async def test_the_disk_is_full(install: Install, history: History, clean: Verdict, small_disk: Path):
    bank = await install(folder=small_disk)
    senders = await crowd(bank, history)
    say(senders, 2)
    await asyncio.gather(*(sender.is_rid() for sender in senders))
    filler = small_disk / "filler"
    with closing(sqlite3.connect(small_disk / "zhike.db")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # or files opened anew would give its room back
    fill(filler)
    await is_refused_and_never_acked(history, senders)
    filler.unlink()
    await clean(*senders)
    check_sound(small_disk)


async def reads_all_the_time(person: Customer) -> None:
    while True:
        with contextlib.suppress(httpx.HTTPError):
            await person.log()


async def test_the_disk_is_read_only(install: Install, history: History, clean: Verdict, small_disk: Path):
    """The process that starts on it takes nothing; what was written waits, and goes out when the disk is back, also
    when at any moment somebody reads."""
    bank = await install(folder=small_disk)
    senders = await crowd(bank, history)
    say(senders, 2)
    await asyncio.gather(*(sender.is_rid() for sender in senders))
    bank.kill()
    cover_read_only(small_disk)
    try:
        await bank.is_back()
        reading = [asyncio.create_task(reads_all_the_time(sender)) for sender in senders]
        await is_refused_and_never_acked(history, senders)
    finally:
        uncover(small_disk)
    await asyncio.gather(*(sender.is_rid() for sender in senders))
    for task in reading:
        task.cancel()
    await asyncio.gather(*reading, return_exceptions=True)
    await clean(*senders)
    check_sound(small_disk)


def cover_read_only(disk: Path) -> None:
    """For whoever opens a file from now on."""
    for options in (["--bind", disk], ["-o", "remount,ro,bind"]):
        subprocess.run(["mount", *options, disk], check=True)


def uncover(disk: Path) -> None:
    subprocess.run(["umount", "--lazy", disk], check=True)


def fill(filler: Path) -> None:
    """Write until nothing fits any more."""
    with filler.open("wb", buffering=0) as file:
        for size in (65_536, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue


async def test_killed_in_a_checkpoint(
    install: Install, history: History, clean: Verdict, times: Callable[[int, int], int]
):
    """Another process does nothing but checkpoints and is killed in one, and the service with it."""
    bank = await install()
    senders = await crowd(bank, history)
    for round in range(times(3, 50)):
        busy = await process.start([sys.executable, "-c", CHECKPOINTS_FOREVER, bank.folder / "zhike.db"])
        say(senders, 10, about=f"第{round}轮")
        await asyncio.sleep(1.2)
        assert busy.returncode is None, "it must be killed in its work"
        bank.kill()
        busy.send_signal(signal.SIGKILL)
        await busy.communicate()
        await bank.is_back()
    await clean(*senders, answered=True)
    check_sound(bank.folder)
