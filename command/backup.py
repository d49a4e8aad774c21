"""`zhike backup` and `zhike restore`: everything that cannot be made again, in one file only its owner can read."""

import contextlib
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from alembic.util import CommandError

from command.problem import Problem
from command.running import find_running
from command.system import tracker_file
from command.up import load_settings
from handoff import migrations
from handoff.settings import Settings

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "zhike.db"


def backup(target: Path) -> dict[str, Any]:
    """Write `target`; the system may run meanwhile. Returns the manifest. Refuses to overwrite a file."""
    settings = _embedded(load_settings())
    if not (settings.data_dir / DATABASE).exists():
        raise Problem(f"There is nothing to back up in {settings.data_dir}.")
    with tempfile.TemporaryDirectory(dir=settings.data_dir) as folder:
        files = _copies(settings, Path(folder))
        manifest = {
            "format": FORMAT,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "revision": _revision(Path(folder) / DATABASE),
            "files": {file.name: _digest(file) for file in files},
        }
        _pack(target, manifest, files)
    return manifest


def _copies(settings: Settings, folder: Path) -> list[Path]:
    """Consistent copies, each as of one moment. The dialogues first: they may be behind the log, never before it."""
    copies = []
    for file in (tracker_file(settings), settings.data_dir / DATABASE):
        if file.exists():
            copies.append(_copy_database(file, folder / file.name))
    secrets = settings.data_dir / "secrets.json"
    if secrets.exists():
        copy = folder / secrets.name
        copy.write_bytes(secrets.read_bytes())
        copies.append(copy)
    return copies


def _copy_database(source: Path, target: Path) -> Path:
    """SQLite's online backup: correct while others write."""
    with contextlib.closing(sqlite3.connect(source)) as old, contextlib.closing(sqlite3.connect(target)) as new:
        old.backup(new)
    _check_sound(target)
    return target


def _check_sound(database: Path) -> None:
    try:
        with contextlib.closing(sqlite3.connect(database)) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    if verdict != "ok":
        raise Problem(f"{database.name} is damaged ({verdict}): use an older backup.")


def _pack(target: Path, manifest: dict[str, Any], files: list[Path]) -> None:
    try:
        descriptor = open(target, "xb", opener=_private)  # noqa: SIM115 — closed below
    except FileExistsError as error:
        raise Problem(f"{target} exists already: name a new file.") from error
    except OSError as error:
        raise Problem(f"{target} cannot be written: {error.strerror}.") from error
    with descriptor, tarfile.open(fileobj=descriptor, mode="w:gz") as archive:
        text = json.dumps(manifest, indent=2).encode()
        head = tarfile.TarInfo(MANIFEST)
        head.size, head.mode, head.mtime = len(text), 0o600, int(time.time())
        archive.addfile(head, io.BytesIO(text))
        for file in files:
            archive.add(file, arcname=file.name)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def restore(source: Path) -> Path | None:
    """Put a backup in place of the present data; returns the folder that was moved to, if there was any."""
    settings = _embedded(load_settings())
    if running := find_running(settings.data_dir):
        raise Problem(f"Zhike is running (process {running.pid}): stop it first.")
    with tempfile.TemporaryDirectory(dir=settings.data_dir) as folder:
        manifest = _unpack(source, Path(folder))
        _check_fits(manifest)
        for name in manifest["files"]:
            if name.endswith(".db"):
                _check_sound(Path(folder) / name)
        aside = _set_aside(settings)
        for name in manifest["files"]:
            (Path(folder) / name).replace(settings.data_dir / name)
    return aside


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Only the files a backup may hold, each with the digest its manifest gives."""
    allowed = {MANIFEST, DATABASE, "bot-tracker.db", "secrets.json"}
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive.getmembers():
                if member.name not in allowed or not member.isfile():
                    raise Problem(f"{source} is not a backup of Zhike: it holds {member.name}.")
                _extract(archive, member, folder / member.name)
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        intact = all(_digest(folder / name) == digest for name, digest in manifest["files"].items())
    except (OSError, tarfile.TarError, EOFError, KeyError, ValueError) as error:
        raise Problem(f"{source} cannot be read as a backup of Zhike ({type(error).__name__}).") from error
    if not intact or DATABASE not in manifest["files"] or not set(manifest["files"]) <= allowed:
        raise Problem(f"{source} is damaged: its files are not those that were backed up.")
    return manifest


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    """The content alone: an archive's owners, modes and links are not ours."""
    source = archive.extractfile(member)
    assert source is not None  # a regular file
    with source, open(target, "xb", opener=_private) as file:
        shutil.copyfileobj(source, file)


def _check_fits(manifest: dict[str, Any]) -> None:
    """An older database is migrated at the next start; a newer one this version cannot read."""
    if manifest["format"] != FORMAT:
        raise Problem(f"This backup has format {manifest['format']}, and this version of Zhike reads format {FORMAT}.")
    try:
        ScriptDirectory.from_config(migrations.config("sqlite://")).get_revision(manifest["revision"])
    except CommandError as error:
        what = f"This backup was made by a newer version of Zhike (tables {manifest['revision']})"
        raise Problem(f"{what}: restore it with that version.") from error


def _set_aside(settings: Settings) -> Path | None:
    """Move the present data away, with SQLite's side files: those must never meet another database."""
    present = [
        settings.data_dir / f"{name}{suffix}"
        for name in (DATABASE, tracker_file(settings).name)
        for suffix in ("", "-wal", "-shm", "-journal")
    ]
    present = [file for file in [*present, settings.data_dir / "secrets.json"] if file.exists()]
    if not present:
        return None
    aside = settings.data_dir / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S}"
    aside.mkdir(mode=0o700)
    for file in present:
        file.replace(aside / file.name)
    return aside


def _embedded(settings: Settings) -> Settings:
    if settings.database_url:
        raise Problem(
            "Only the embedded database is backed up here; for ZHIKE_DATABASE_URL use the database's own tools."
        )
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return settings


def _revision(database: Path) -> str:
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
