"""Usage: what workspaces have used of their quotas."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "usage",
        sa.Column("tenant", KEY, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("slot", KEY, nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "kind", "slot", name=op.f("pk_usage")),
        sqlite_with_rowid=False,
        comment="What a workspace has used in an hour or a day, against its quotas.",
    )


def downgrade() -> None:
    op.drop_table("usage")
