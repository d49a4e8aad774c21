"""Write a new revision from the difference between the models and the newest revision."""

import sys
import tempfile

from alembic import command

from handoff.migrations import config, upgrade

with tempfile.TemporaryDirectory() as folder:
    url = f"sqlite:///{folder}/scratch.db"
    upgrade(url)
    command.revision(config(url), message=sys.argv[1], autogenerate=True)
