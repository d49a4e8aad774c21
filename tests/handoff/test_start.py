"""What a start does without: a process that was killed is back the sooner."""

import subprocess
import sys

import pytest

from command.paths import ROOT

LOADED = "import sys, handoff.serving; print(*(name for name in sys.argv[1:] if name in sys.modules))"


@pytest.mark.parametrize("of_others", ["redis", "psycopg", "sqlalchemy.dialects.postgresql", "joserfc", "alembic"])
def test_a_process_on_sqlite_alone_imports_nothing_of_redis_or_postgresql_tokens_or_migrations(of_others: str):
    done = subprocess.run(
        [sys.executable, "-P", "-c", LOADED, of_others, "sqlalchemy"], env={"PYTHONPATH": str(ROOT)}, cwd=ROOT,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["sqlalchemy"]
