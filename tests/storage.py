"""Where a test's world keeps its data: a copy of an SQLite template, or a PostgreSQL database.

`ZHIKE_TEST_POSTGRES=postgresql+psycopg://postgres@127.0.0.1:5432` runs the same stories on PostgreSQL: each world gets
a database of its own, made from a migrated template and dropped at its end.
"""

import os
import shutil
import uuid
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from handoff import migrations

POSTGRES = os.environ.get("ZHIKE_TEST_POSTGRES", "")
on_sqlite_only = pytest.mark.skipif(bool(POSTGRES), reason="looks into the SQLite file")


def make_template(folder: Path) -> str:
    """A migrated, empty database to copy: a file's path, or the name of a PostgreSQL database."""
    if not POSTGRES:
        migrations.upgrade(f"sqlite:///{folder / 'zhike.db'}")
        return str(folder / "zhike.db")
    name = f"zhike_template_{uuid.uuid4().hex[:8]}"
    _administer(f"CREATE DATABASE {name}")
    migrations.upgrade(f"{POSTGRES}/{name}")
    return name


def new_database(template: str, folder: Path) -> str:
    """A copy of the template; its URL, empty for the embedded default in `folder`."""
    if not POSTGRES:
        shutil.copy(template, folder / "zhike.db")
        return ""
    name = f"zhike_test_{uuid.uuid4().hex[:12]}"
    _administer(f"CREATE DATABASE {name} TEMPLATE {template}")
    return f"{POSTGRES}/{name}"


def drop_database(url_or_template: str) -> None:
    if POSTGRES and url_or_template:
        _administer(f"DROP DATABASE IF EXISTS {url_or_template.rpartition('/')[2]} WITH (FORCE)")


def _administer(statement: str) -> None:
    engine = create_engine(f"{POSTGRES}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
