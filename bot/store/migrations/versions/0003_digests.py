"""Digests: one for each channel and local day, and what they told."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "digests",
        sa.Column("destination_id", KEY, nullable=False),
        sa.Column("slot", KEY, nullable=False),
        sa.Column("tenant", KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("digest_at", sa.Text(), nullable=False),
        sa.Column("alert_id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("destination_id", "slot", name=op.f("pk_digests")),
        comment="One row for each channel and local day: what makes a digest come once.",
    )
    op.create_index(op.f("ix_digests_at"), "digests", ["at"], unique=False)
    op.create_table(
        "digested",
        sa.Column("destination_id", KEY, nullable=False),
        sa.Column("story_id", KEY, nullable=False),
        sa.Column("tenant", KEY, nullable=False),
        sa.Column("alert_id", KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("destination_id", "story_id", name=op.f("pk_digested")),
        comment="What a channel was last told of a story by a digest.",
    )
    op.create_index(op.f("ix_digested_destination_id_at"), "digested", ["destination_id", "at"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_digested_destination_id_at"), table_name="digested")
    op.drop_table("digested")
    op.drop_index(op.f("ix_digests_at"), table_name="digests")
    op.drop_table("digests")
