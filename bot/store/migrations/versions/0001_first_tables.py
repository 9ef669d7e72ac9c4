"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.String().with_variant(sa.String(collation="C"), "postgresql")
SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", KEY, nullable=False),
        sa.Column("tenant", KEY, nullable=False),
        sa.Column("story_id", KEY, nullable=False),
        sa.Column("storyline", KEY, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("hold_until", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint("tenant", "story_id", name=op.f("uq_alerts_tenant_story_id")),
        comment="No key into stories: a digest is an alert without one.",
    )
    op.create_index(op.f("ix_alerts_story_id"), "alerts", ["story_id"], unique=False)
    op.create_table(
        "audit",
        sa.Column("sequence", SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("tenant", KEY, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_tenant_sequence"), "audit", ["tenant", "sequence"], unique=False)
    op.create_table(
        "deals",
        sa.Column("id", KEY, nullable=False),
        sa.Column("tenant", KEY, nullable=False),
        sa.Column("storyline", KEY, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("opened_by", KEY, nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals")),
    )
    op.create_index(op.f("ix_deals_storyline_opened_at"), "deals", ["storyline", "opened_at"], unique=False)
    op.create_table(
        "destinations",
        sa.Column("id", KEY, nullable=False),
        sa.Column("tenant", KEY, nullable=False),
        sa.Column("platform", KEY, nullable=False),
        sa.Column("workspace", KEY, nullable=False),
        sa.Column("channel", KEY, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("parked_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destinations")),
    )
    op.create_index(op.f("ix_destinations_tenant"), "destinations", ["tenant"], unique=False)
    op.create_table(
        "entries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("tenant", KEY, nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("feed_id", KEY, nullable=False),
        sa.Column("learned", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("claim_count", sa.Integer(), nullable=False),
        sa.Column("host", KEY, nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("primary", KEY, nullable=True),
        sa.Column("genre", sa.String(), nullable=False),
        sa.Column("alert", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("url", KEY, nullable=False),
        sa.Column("page", KEY, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
    )
    op.create_index(op.f("ix_entries_page"), "entries", ["page"], unique=False)
    op.create_index(op.f("ix_entries_tenant_seen"), "entries", ["tenant", "seen"], unique=False)
    op.create_index(op.f("ix_entries_url"), "entries", ["url"], unique=False)
    op.create_table(
        "feed_days",
        sa.Column("feed_id", KEY, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("feed_id", "day", name=op.f("pk_feed_days")),
        comment="New items per feed and day (a date's ordinal), so that health needs no count over entries.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feeds",
        sa.Column("id", KEY, nullable=False),
        sa.Column("tenant", KEY, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("aggregator", sa.Boolean(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
    )
    op.create_index(op.f("ix_feeds_tenant_enabled"), "feeds", ["tenant", "enabled"], unique=False)
    op.create_table(
        "identities",
        sa.Column("feed_id", KEY, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("first_seen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("feed_id", "digest", name=op.f("pk_identities")),
        comment="Every identity a feed has ever shown, as 12 bytes of its hash; never forgotten.",
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meta",
        sa.Column("key", KEY, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "stories",
        sa.Column("id", KEY, nullable=False),
        sa.Column("tenant", KEY, nullable=False),
        sa.Column("storyline", KEY, nullable=True),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("deal_id", KEY, nullable=True),
        sa.Column("follows", KEY, nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("alertable", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    op.create_index(op.f("ix_stories_deal_id"), "stories", ["deal_id"], unique=False)
    op.create_index(op.f("ix_stories_follows"), "stories", ["follows"], unique=False)
    op.create_index(
        op.f("ix_stories_tenant_alertable_state_opened_at"), "stories", ["tenant", "alertable", "state", "opened_at"], unique=False
    )
    op.create_index(op.f("ix_stories_updated_at"), "stories", ["updated_at"], unique=False)
    op.create_table(
        "story_changes",
        sa.Column("sequence", SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("story_id", KEY, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("entry_id", KEY, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_story_changes")),
    )
    op.create_index(op.f("ix_story_changes_story_id"), "story_changes", ["story_id"], unique=False)
    op.create_table(
        "claims",
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("storyline", KEY, nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("party", KEY, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_claims_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", "ordinal", name=op.f("pk_claims")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_claims_storyline_kind"), "claims", ["storyline", "kind"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("sequence", SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("tenant", KEY, nullable=False),
        sa.Column("alert_id", KEY, nullable=False),
        sa.Column("destination_id", KEY, nullable=False),
        sa.Column("platform", KEY, nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("open_attempt", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_owner", KEY, nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("first_attempt_at", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("cancelled_at", sa.BigInteger(), nullable=True),
        sa.Column("message_ref", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("degraded", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_deliveries_alert_id")),
        sa.ForeignKeyConstraint(["destination_id"], ["destinations.id"], name=op.f("fk_deliveries_destination_id")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_deliveries")),
        sa.UniqueConstraint(
            "alert_id", "destination_id", "act", "revision", name=op.f("uq_deliveries_alert_id_destination_id_act_revision")
        ),
        sa.UniqueConstraint("id", name=op.f("uq_deliveries_id")),
        comment="`open_attempt`: claimed at least once and not finished.",
    )
    op.create_index(
        op.f("ix_deliveries_destination_id_state_created_at"), "deliveries", ["destination_id", "state", "created_at"], unique=False
    )
    op.create_index(op.f("ix_deliveries_destination_id_open_attempt"), "deliveries", ["destination_id", "open_attempt"], unique=False)
    op.create_index(
        op.f("ix_deliveries_state_platform_created_at_sequence"),
        "deliveries",
        ["state", "platform", "created_at", "sequence"],
        unique=False,
    )
    op.create_index(op.f("ix_deliveries_tenant_platform_state"), "deliveries", ["tenant", "platform", "state"], unique=False)
    op.create_table(
        "feed_hashes",
        sa.Column("feed_id", KEY, nullable=False),
        sa.Column("hashes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name=op.f("fk_feed_hashes_feed_id")),
        sa.PrimaryKeyConstraint("feed_id", name=op.f("pk_feed_hashes")),
        comment="The raw items' hashes, apart from the state: most polls change the state alone.",
    )
    op.create_table(
        "feed_states",
        sa.Column("feed_id", KEY, nullable=False),
        sa.Column("next_poll_at", sa.BigInteger(), nullable=False),
        sa.Column("interval", sa.Float(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.Text(), nullable=True),
        sa.Column("learned_at", sa.BigInteger(), nullable=True),
        sa.Column("last_ok_at", sa.BigInteger(), nullable=True),
        sa.Column("last_item_at", sa.BigInteger(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("moved_to", sa.Text(), nullable=True),
        sa.Column("moved_times", sa.Integer(), nullable=False),
        sa.Column("parked", sa.Boolean(), nullable=False),
        sa.Column("lease_owner", KEY, server_default="", nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("attempt", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name=op.f("fk_feed_states_feed_id")),
        sa.PrimaryKeyConstraint("feed_id", name=op.f("pk_feed_states")),
    )
    op.create_index(op.f("ix_feed_states_next_poll_at"), "feed_states", ["next_poll_at"], unique=False)
    op.create_table(
        "story_entries",
        sa.Column("sequence", SEQUENCE, autoincrement=True, nullable=False),
        sa.Column("entry_id", KEY, nullable=False),
        sa.Column("story_id", KEY, nullable=False),
        sa.Column("likeness", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name=op.f("fk_story_entries_entry_id")),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name=op.f("fk_story_entries_story_id")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_story_entries")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_story_entries_entry_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_story_entries_story_id"), "story_entries", ["story_id"], unique=False)
    op.create_table(
        "story_storylines",
        sa.Column("storyline", KEY, nullable=False),
        sa.Column("story_id", KEY, nullable=False),
        sa.Column("tenant", KEY, nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name=op.f("fk_story_storylines_story_id")),
        sa.PrimaryKeyConstraint("storyline", "story_id", name=op.f("pk_story_storylines")),
        comment="Which storylines a story is about; `listed` where it is open and alertable.",
    )
    op.create_index(op.f("ix_story_storylines_story_id"), "story_storylines", ["story_id"], unique=False)
    op.create_index(
        op.f("ix_story_storylines_storyline_tenant_listed_opened_at"),
        "story_storylines",
        ["storyline", "tenant", "listed", "opened_at"],
        unique=False,
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("tenant", KEY, nullable=False),
        sa.Column("destination_id", KEY, nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["destination_id"], ["destinations.id"], name=op.f("fk_subscriptions_destination_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("destination_id", name=op.f("uq_subscriptions_destination_id")),
    )
    op.create_index(op.f("ix_subscriptions_tenant"), "subscriptions", ["tenant"], unique=False)
    op.create_table(
        "subscription_storylines",
        sa.Column("storyline", KEY, nullable=False),
        sa.Column("subscription_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["subscription_id"], ["subscriptions.id"], name=op.f("fk_subscription_storylines_subscription_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("storyline", "subscription_id", name=op.f("pk_subscription_storylines")),
    )
    op.create_index(op.f("ix_subscription_storylines_subscription_id"), "subscription_storylines", ["subscription_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_subscription_storylines_subscription_id"), table_name="subscription_storylines")
    op.drop_table("subscription_storylines")
    op.drop_index(op.f("ix_subscriptions_tenant"), table_name="subscriptions")
    op.drop_table("subscriptions")
    op.drop_index(op.f("ix_story_storylines_storyline_tenant_listed_opened_at"), table_name="story_storylines")
    op.drop_index(op.f("ix_story_storylines_story_id"), table_name="story_storylines")
    op.drop_table("story_storylines")
    op.drop_index(op.f("ix_story_entries_story_id"), table_name="story_entries")
    op.drop_table("story_entries")
    op.drop_index(op.f("ix_feed_states_next_poll_at"), table_name="feed_states")
    op.drop_table("feed_states")
    op.drop_table("feed_hashes")
    op.drop_index(op.f("ix_deliveries_tenant_platform_state"), table_name="deliveries")
    op.drop_index(op.f("ix_deliveries_state_platform_created_at_sequence"), table_name="deliveries")
    op.drop_index(op.f("ix_deliveries_destination_id_open_attempt"), table_name="deliveries")
    op.drop_index(op.f("ix_deliveries_destination_id_state_created_at"), table_name="deliveries")
    op.drop_table("deliveries")
    op.drop_index(op.f("ix_claims_storyline_kind"), table_name="claims")
    op.drop_table("claims")
    op.drop_index(op.f("ix_story_changes_story_id"), table_name="story_changes")
    op.drop_table("story_changes")
    op.drop_index(op.f("ix_stories_updated_at"), table_name="stories")
    op.drop_index(op.f("ix_stories_tenant_alertable_state_opened_at"), table_name="stories")
    op.drop_index(op.f("ix_stories_follows"), table_name="stories")
    op.drop_index(op.f("ix_stories_deal_id"), table_name="stories")
    op.drop_table("stories")
    op.drop_table("meta")
    op.drop_table("identities")
    op.drop_index(op.f("ix_feeds_tenant_enabled"), table_name="feeds")
    op.drop_table("feeds")
    op.drop_table("feed_days")
    op.drop_index(op.f("ix_entries_url"), table_name="entries")
    op.drop_index(op.f("ix_entries_tenant_seen"), table_name="entries")
    op.drop_index(op.f("ix_entries_page"), table_name="entries")
    op.drop_table("entries")
    op.drop_index(op.f("ix_destinations_tenant"), table_name="destinations")
    op.drop_table("destinations")
    op.drop_index(op.f("ix_deals_storyline_opened_at"), table_name="deals")
    op.drop_table("deals")
    op.drop_index(op.f("ix_audit_tenant_sequence"), table_name="audit")
    op.drop_table("audit")
    op.drop_index(op.f("ix_alerts_story_id"), table_name="alerts")
    op.drop_table("alerts")
