"""Every word said is found."""

import sqlalchemy as sa
from alembic import op


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


class Vector(sa.types.UserDefinedType):
    """PostgreSQL's, without its dialect, which a start on SQLite would wait for."""

    cache_ok = True

    def get_col_spec(self, **about):
        return "TSVECTOR"

def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.create_table(
        "search_part",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("after_seq", sa.Integer(), nullable=False),
        sa.Column("through_seq", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text() if is_sqlite else Vector(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_search_part_conversation_id_conversation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_part")),
        sa.UniqueConstraint("conversation_id", "after_seq", name=op.f("uq_search_part_conversation_id_after_seq")),
    )
    op.create_table(
        "search_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("through", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_progress")),
    )
    beginning = "1970-01-01 00:00:00.000000" + ("" if is_sqlite else "+00:00")
    op.execute(f"INSERT INTO search_progress (id, through) VALUES (1, '{beginning}')")
    if is_sqlite:
        op.execute("CREATE VIRTUAL TABLE search_words USING fts5(words, content='', tokenize='ascii')")
    else:
        op.execute("CREATE INDEX ix_search_part_words ON search_part USING gin (words)")
    op.create_index("ix_customer_surname", "customer", [sa.text("substr(name, 1, 1)")], unique=False)


def downgrade() -> None:
    op.drop_index("ix_customer_surname", "customer")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_words")
    op.drop_table("search_progress")
    op.drop_table("search_part")
