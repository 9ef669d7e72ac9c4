"""The tables. A dataclass's rarely queried fields lie in its row's `body`, as JSON (`records.py`).

Every table of a tenant's facts has its tenant; ids are the model's stable ids, which depend on the tenant where that matters.
Change it only together with a migration and `VERSION`; a test compares the two.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from bot.model.alert import Act, Mode
from bot.model.delivery import DeliveryState
from bot.model.feed import FetchProblem, Grade
from bot.model.reading import ClaimKind, Genre, Scope, Status
from bot.model.ruling import RulingKind
from bot.model.story import ChangeKind, Likeness, StoryState
from bot.store.columns import KEY, SEQUENCE, Choice, Moment

VERSION = "0004"
"""The newest migration: what this version of dealwire reads and writes."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

feeds = Table(
    "feeds",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("tenant", KEY, nullable=False),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("grade", Choice(Grade), nullable=False),
    Column("aggregator", Boolean, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Index(None, "tenant", "enabled"),
)

feed_states = Table(
    "feed_states",
    metadata,
    Column("feed_id", KEY, ForeignKey("feeds.id"), primary_key=True),
    Column("next_poll_at", Moment, nullable=False),
    Column("interval", Float, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", Text),
    Column("learned_at", Moment),
    Column("last_ok_at", Moment),
    Column("last_item_at", Moment),
    Column("failures", Integer, nullable=False),
    Column("problem", Choice(FetchProblem)),
    Column("moved_to", Text),
    Column("moved_times", Integer, nullable=False),
    Column("parked", Boolean, nullable=False),
    Column("lease_owner", KEY, nullable=False, server_default=""),
    Column("lease_until", Moment),
    Column("attempt", Integer, nullable=False, server_default="0"),
    Index(None, "next_poll_at"),
)

feed_hashes = Table(
    "feed_hashes",
    metadata,
    Column("feed_id", KEY, ForeignKey("feeds.id"), primary_key=True),
    Column("hashes", Text, nullable=False),
    comment="The raw items' hashes, apart from the state: most polls change the state alone.",
)

feed_days = Table(
    "feed_days",
    metadata,
    Column("feed_id", KEY, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("found", Integer, nullable=False),
    sqlite_with_rowid=False,
    comment="New items per feed and day (a date's ordinal), so that health needs no count over entries.",
)

identities = Table(
    "identities",
    metadata,
    Column("feed_id", KEY, primary_key=True),
    Column("digest", LargeBinary, primary_key=True),
    Column("first_seen", Moment, nullable=False),
    sqlite_with_rowid=False,
    comment="Every identity a feed has ever shown, as 12 bytes of its hash; never forgotten.",
)

entries = Table(
    "entries",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("tenant", KEY, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("feed_id", KEY, nullable=False),
    Column("learned", Boolean, nullable=False, server_default=false()),
    Column("claim_count", Integer, nullable=False),
    Column("host", KEY, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("grade", Choice(Grade), nullable=False),
    Column("primary", KEY),
    Column("genre", Choice(Genre), nullable=False),
    Column("alert", Boolean, nullable=False),
    Column("status", Choice(Status), nullable=False),
    Column("url", KEY, nullable=False),
    Column("page", KEY, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("reading", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index(None, "tenant", "seen"),
    Index(None, "page"),
    Index(None, "url"),
)

claims = Table(
    "claims",
    metadata,
    Column("entry_id", KEY, ForeignKey("entries.id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("storyline", KEY),
    Column("kind", Choice(ClaimKind), nullable=False),
    Column("value", Text, nullable=False),
    Column("scope", Choice(Scope), nullable=False),
    Column("party", KEY),
    Column("body", Text, nullable=False),
    Index(None, "storyline", "kind"),
    sqlite_with_rowid=False,
)

stories = Table(
    "stories",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("tenant", KEY, nullable=False),
    Column("storyline", KEY),
    Column("headline", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("status", Choice(Status), nullable=False),
    Column("deal_id", KEY),
    Column("follows", KEY),
    Column("state", Choice(StoryState), nullable=False),
    Column("alertable", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Index(None, "tenant", "alertable", "state", "opened_at"),
    Index(None, "updated_at"),
    Index(None, "deal_id"),
    Index(None, "follows"),
)

story_storylines = Table(
    "story_storylines",
    metadata,
    Column("storyline", KEY, primary_key=True),
    Column("story_id", KEY, ForeignKey("stories.id"), primary_key=True),
    Column("tenant", KEY, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("listed", Boolean, nullable=False),
    Index(None, "story_id"),
    Index(None, "storyline", "tenant", "listed", "opened_at"),
    comment="Which storylines a story is about; `listed` where it is open and alertable.",
)

story_entries = Table(
    "story_entries",
    metadata,
    Column("sequence", SEQUENCE, primary_key=True, autoincrement=True),
    Column("entry_id", KEY, ForeignKey("entries.id"), nullable=False, unique=True),
    Column("story_id", KEY, ForeignKey("stories.id"), nullable=False),
    Column("likeness", Choice(Likeness), nullable=False),
    Index(None, "story_id"),
    sqlite_autoincrement=True,
)

story_changes = Table(
    "story_changes",
    metadata,
    Column("sequence", SEQUENCE, primary_key=True, autoincrement=True),
    Column("story_id", KEY, nullable=False),
    Column("kind", Choice(ChangeKind), nullable=False),
    Column("at", Moment, nullable=False),
    Column("entry_id", KEY),
    Column("body", Text, nullable=False),
    Index(None, "story_id"),
)

deals = Table(
    "deals",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("tenant", KEY, nullable=False),
    Column("storyline", KEY, nullable=False),
    Column("title", Text, nullable=False),
    Column("opened_by", KEY, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("status", Choice(Status), nullable=False),
    Column("body", Text, nullable=False),
    Index(None, "storyline", "opened_at"),
)

destinations = Table(
    "destinations",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("tenant", KEY, nullable=False),
    Column("platform", KEY, nullable=False),
    Column("workspace", KEY, nullable=False),
    Column("channel", KEY, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", KEY, nullable=False),
    Column("parked_reason", Text, nullable=False),
    Index(None, "tenant"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("tenant", KEY, nullable=False),
    Column("destination_id", KEY, ForeignKey("destinations.id"), nullable=False, unique=True),
    Column("mode", Choice(Mode), nullable=False),
    Column("body", Text, nullable=False),
    Index(None, "tenant"),
)

subscription_storylines = Table(
    "subscription_storylines",
    metadata,
    Column("storyline", KEY, primary_key=True),
    Column("subscription_id", KEY, ForeignKey("subscriptions.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "subscription_id"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", KEY, primary_key=True),
    Column("tenant", KEY, nullable=False),
    Column("story_id", KEY, nullable=False),
    Column("storyline", KEY, nullable=False),
    Column("status", Choice(Status), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("hold_until", Moment),
    Column("body", Text, nullable=False),
    UniqueConstraint("tenant", "story_id"),
    Index(None, "story_id"),
    comment="No key into stories: a digest is an alert without one.",
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("sequence", SEQUENCE, primary_key=True, autoincrement=True),
    Column("id", KEY, nullable=False, unique=True),
    Column("tenant", KEY, nullable=False),
    Column("alert_id", KEY, ForeignKey("alerts.id"), nullable=False),
    Column("destination_id", KEY, ForeignKey("destinations.id"), nullable=False),
    Column("platform", KEY, nullable=False),
    Column("act", Choice(Act), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", Choice(DeliveryState), nullable=False),
    Column("open_attempt", Boolean, nullable=False, server_default=false()),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("lease_owner", KEY, nullable=False),
    Column("lease_until", Moment),
    Column("first_attempt_at", Moment),
    Column("settled_at", Moment),
    Column("cancelled_at", Moment),
    Column("message_ref", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("degraded", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("alert_id", "destination_id", "act", "revision"),
    Index(None, "state", "platform", "created_at", "sequence"),
    Index(None, "destination_id", "open_attempt"),
    Index(None, "destination_id", "state", "created_at"),
    Index(None, "tenant", "platform", "state"),
    comment="`open_attempt`: claimed at least once and not finished.",
)

digests = Table(
    "digests",
    metadata,
    Column("destination_id", KEY, primary_key=True),
    Column("slot", KEY, primary_key=True),
    Column("tenant", KEY, nullable=False),
    Column("at", Moment, nullable=False),
    Column("digest_at", Text, nullable=False),
    Column("alert_id", KEY, nullable=False),
    Index(None, "at"),
    comment="One row for each channel and local day: what makes a digest come once.",
)

digested = Table(
    "digested",
    metadata,
    Column("destination_id", KEY, primary_key=True),
    Column("story_id", KEY, primary_key=True),
    Column("tenant", KEY, nullable=False),
    Column("alert_id", KEY, nullable=False),
    Column("at", Moment, nullable=False),
    Column("mark", Text, nullable=False),
    Index(None, "destination_id", "at"),
    comment="What a channel was last told of a story by a digest.",
)

audit = Table(
    "audit",
    metadata,
    Column("sequence", SEQUENCE, primary_key=True, autoincrement=True),
    Column("tenant", KEY, nullable=False),
    Column("at", Moment, nullable=False),
    Column("body", Text, nullable=False),
    Index(None, "tenant", "sequence"),
)

rulings = Table(
    "rulings",
    metadata,
    Column("tenant", KEY, primary_key=True),
    Column("kind", Choice(RulingKind), primary_key=True),
    Column("key", KEY, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("body", Text, nullable=False),
    Index(None, "kind"),
    comment="What a workspace decided for itself.",
)

usage = Table(
    "usage",
    metadata,
    Column("tenant", KEY, primary_key=True),
    Column("kind", KEY, primary_key=True),
    Column("slot", KEY, primary_key=True),
    Column("used", BigInteger, nullable=False),
    sqlite_with_rowid=False,
    comment="What a workspace has used in an hour or a day, against its quotas.",
)

searchable = Table(
    "searchable",
    metadata,
    Column("sequence", SEQUENCE, primary_key=True, autoincrement=True),
    Column("entry_id", KEY, nullable=False, unique=True),
    Column("tenant", KEY, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("words", TSVECTOR().with_variant(Text, "sqlite")),
    sqlite_autoincrement=True,
    comment="The full text's index, made anew from `entries` by `bot.store.search`; on SQLite the words lie in a table of FTS5.",
)

meta = Table(
    "meta",
    metadata,
    Column("key", KEY, primary_key=True),
    Column("value", Text, nullable=False),
)

versions = Table("alembic_version", MetaData(), Column("version_num", KEY, primary_key=True))
"""Alembic's own table, read here so that a start on an up-to-date database needs no Alembic."""
