"""All tables, inside one transaction."""

from sqlalchemy import Connection

from bot.ports import (
    AlertTable,
    AuditTable,
    DealTable,
    DeliveryTable,
    DigestTable,
    EntryTable,
    FeedTable,
    MetaTable,
    PlaceTable,
    RetentionTable,
    RulingTable,
    StoryTable,
    UsageTable,
)
from bot.store.alerts import Alerts
from bot.store.audit import Audit
from bot.store.deals import Deals
from bot.store.deliveries import Deliveries
from bot.store.digests import Digests
from bot.store.entries import Entries
from bot.store.feeds import Feeds
from bot.store.meta import Meta
from bot.store.places import Places
from bot.store.retention import Retention
from bot.store.rulings import Rulings
from bot.store.stories import Stories
from bot.store.usage import Usage


class SqlTables:
    """Implements `bot.ports.Tables` on one connection, whose transaction somebody else begins and ends."""

    def __init__(self, connection: Connection) -> None:
        self.feeds: FeedTable = Feeds(connection)
        self.entries: EntryTable = Entries(connection)
        self.stories: StoryTable = Stories(connection)
        self.deals: DealTable = Deals(connection)
        self.places: PlaceTable = Places(connection)
        self.alerts: AlertTable = Alerts(connection)
        self.deliveries: DeliveryTable = Deliveries(connection)
        self.digests: DigestTable = Digests(connection)
        self.audit: AuditTable = Audit(connection)
        self.meta: MetaTable = Meta(connection)
        self.retention: RetentionTable = Retention(connection)
        self.rulings: RulingTable = Rulings(connection)
        self.usage: UsageTable = Usage(connection)
