"""Backup and restore: nothing lost, nothing half, nothing of somebody else's put in place."""

import contextlib
import io
import json
import sqlite3
import stat
import tarfile
from pathlib import Path

import pytest

from command.backup import backup, restore
from command.problem import Problem
from command.running import noted
from tests.actors import Customer
from tests.world import World


@pytest.fixture
def data_dir(world: World, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of a running service, as the command line finds it."""
    monkeypatch.setenv("ZHIKE_DATA_DIR", str(world.settings.data_dir))
    return world.settings.data_dir


def texts(folder: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(folder / "zhike.db")) as database:
        rows = database.execute("SELECT data FROM event WHERE type = 'message.created' AND actor_kind = 'customer'")
        return [json.loads(row[0])["text"] for row in rows]


def repack(source: Path, target: Path, **changed: bytes) -> Path:
    """A copy of a backup with some files' contents changed; `manifest` stands for manifest.json."""
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for member in old.getmembers():
            content = changed.get(member.name.partition(".")[0], old.extractfile(member).read())
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    return target


def test_what_was_said_before_the_backup_is_there_after_restoring(
    world: World, data_dir: Path, chen: Customer, tmp_path: Path
) -> None:
    chen.says("备份之前")
    manifest = backup(tmp_path / "one.tar.gz")
    chen.says("备份之后")
    world.stop()
    aside = restore(tmp_path / "one.tar.gz")
    world.start()
    assert set(manifest["files"]) == {"zhike.db", "secrets.json"}
    assert texts(data_dir) == ["备份之前"]
    assert aside is not None
    assert texts(aside) == ["备份之前", "备份之后"]
    kept = [event for event in chen.log() if event["type"] == "message.created"]
    assert [event["data"]["text"] for event in kept if event["actor"]["kind"] == "customer"] == ["备份之前"]


@pytest.mark.usefixtures("data_dir")
def test_only_its_owner_can_read_a_backup(tmp_path: Path) -> None:
    backup(tmp_path / "one.tar.gz")
    assert stat.S_IMODE((tmp_path / "one.tar.gz").stat().st_mode) == 0o600


@pytest.mark.usefixtures("data_dir")
def test_a_file_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "one.tar.gz").write_text("precious")
    with pytest.raises(Problem, match="exists already"):
        backup(tmp_path / "one.tar.gz")
    assert (tmp_path / "one.tar.gz").read_text() == "precious"


def test_nothing_is_restored_under_a_running_system(world: World, data_dir: Path, tmp_path: Path) -> None:
    backup(tmp_path / "one.tar.gz")
    with noted(data_dir, world.url), pytest.raises(Problem, match=r"is running .*stop it first"):
        restore(tmp_path / "one.tar.gz")


def test_a_backup_of_a_newer_version_is_refused(data_dir: Path, tmp_path: Path) -> None:
    manifest = backup(tmp_path / "one.tar.gz")
    newer = json.dumps({**manifest, "revision": "9999"}).encode()
    repack(tmp_path / "one.tar.gz", tmp_path / "two.tar.gz", manifest=newer)
    with pytest.raises(Problem, match=r"newer version of Zhike \(tables 9999\)"):
        restore(tmp_path / "two.tar.gz")
    assert list(data_dir.glob("before-restore-*")) == []


@pytest.mark.usefixtures("data_dir")
def test_a_damaged_backup_is_refused(tmp_path: Path) -> None:
    backup(tmp_path / "one.tar.gz")
    repack(tmp_path / "one.tar.gz", tmp_path / "two.tar.gz", zhike=b"SQLite format 3\x00 and then nonsense")
    with pytest.raises(Problem, match="is damaged"):
        restore(tmp_path / "two.tar.gz")
    (tmp_path / "half.tar.gz").write_bytes((tmp_path / "one.tar.gz").read_bytes()[:2000])
    with pytest.raises(Problem, match="cannot be read as a backup"):
        restore(tmp_path / "half.tar.gz")


@pytest.mark.usefixtures("data_dir")
@pytest.mark.parametrize("name", ["../escape", "/etc/escape", "extra.txt"])
def test_an_archive_with_other_files_is_refused(tmp_path: Path, name: str) -> None:
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as archive:
        archive.addfile(tarfile.TarInfo(name), io.BytesIO())
    with pytest.raises(Problem, match="is not a backup of Zhike"):
        restore(tmp_path / "evil.tar.gz")
    assert not (tmp_path / "escape").exists()


def test_another_database_is_left_to_its_own_tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIKE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ZHIKE_DATABASE_URL", "postgresql+psycopg://localhost/zhike")
    with pytest.raises(Problem, match="database's own tools"):
        backup(tmp_path / "one.tar.gz")
