"""What workspaces decide for themselves, and the full text's index."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from bot.store.search import drop_index, make_index, rebuild

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "rulings",
        sa.Column("tenant", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "kind", "key", name=op.f("pk_rulings")),
        comment="What a workspace decided for itself.",
    )
    op.create_index(op.f("ix_rulings_kind"), "rulings", ["kind"], unique=False)
    op.create_table(
        "searchable",
        sa.Column("sequence", SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("tenant", KEY, nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("words", postgresql.TSVECTOR().with_variant(sa.Text(), "sqlite"), nullable=True),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_searchable")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_searchable_entry_id")),
        sqlite_autoincrement=True,
        comment="The full text's index, made anew from `entries` by `bot.store.search`; on SQLite the words lie in a table of FTS5.",
    )
    connection = op.get_bind()
    make_index(connection)
    if connection.execute(sa.text("SELECT 1 FROM entries LIMIT 1")).first() is not None:
        rebuild(connection)


def downgrade() -> None:
    drop_index(op.get_bind())
    op.drop_table("searchable")
    op.drop_index(op.f("ix_rulings_kind"), table_name="rulings")
    op.drop_table("rulings")
