"""Searches read one index."""

import sqlalchemy as sa
from alembic import op


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

CONVERSATION = sa.table("conversation", sa.column("id", sa.String), sa.column("last_words", sa.String))
EVENT = sa.table(
    "event", sa.column("conversation_id", sa.String), sa.column("seq", sa.Integer), sa.column("type", sa.String),
    sa.column("data", sa.JSON),
)


def upgrade() -> None:
    with op.batch_alter_table("conversation") as batch:
        batch.add_column(sa.Column("last_words", sa.String(), nullable=True))
        batch.drop_index("ix_conversation_recent")
        batch.create_index("ix_conversation_recent", ["last_event_at", "id", "status", "last_words"], unique=False)
    newest = (
        sa.select(sa.func.substr(sa.func.lower(EVENT.c.data["text"].as_string()), 1, 500))
        .where(EVENT.c.conversation_id == CONVERSATION.c.id, EVENT.c.type == "message.created")
        .order_by(EVENT.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    op.execute(sa.update(CONVERSATION).values(last_words=newest))
    with op.batch_alter_table("customer") as batch:
        batch.create_index("ix_customer_name", ["name"], unique=False)
        batch.create_index("ix_customer_phone", ["phone"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("customer") as batch:
        batch.drop_index("ix_customer_phone")
        batch.drop_index("ix_customer_name")
    with op.batch_alter_table("conversation") as batch:
        batch.drop_index("ix_conversation_recent")
        batch.create_index("ix_conversation_recent", ["last_event_at"], unique=False)
        batch.drop_column("last_words")
