"""Alembic's entry point: which tables, which database, and batch mode so that SQLite can alter them."""

from pathlib import Path
from typing import Any

from alembic import context
from sqlalchemy import create_engine, make_url
from sqlalchemy.types import TypeDecorator

from handoff.tables import Base


def render_item(kind: str, item: Any, autogen: Any) -> str | bool:
    """Revisions must run for ever, so they name SQLAlchemy's types, not ours."""
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


url = make_url(context.config.attributes["url"])
if url.get_backend_name() == "sqlite" and url.database:
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)
engine = create_engine(url)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
