"""The database's history, as Alembic revisions in `versions/`.

`zhike migrate` and every start run `upgrade`. A new revision: change the models, then
`.venv/bin/python -m handoff.migrations "What it changes"`, and read what it wrote.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config


def config(url: str) -> Config:
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.set_main_option("path_separator", "os")
    made.attributes["url"] = url
    return made


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` (SQLAlchemy's form) to `revision`; creates an SQLite file that is missing."""
    command.upgrade(config(url), revision)


def downgrade(url: str, revision: str) -> None:
    command.downgrade(config(url), revision)
