"""Forgetting: a workspace that left, and rows that nobody asks for any more. What a feed has ever shown is not among them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, select, update

from bot.model.alert import Act
from bot.model.delivery import DeliveryState
from bot.store import schema, search
from bot.store.entries import COLUMNS, readings_of
from bot.store.feeds import day_of
from bot.store.statements import chunks

_ENDED = (
    DeliveryState.SENT,
    DeliveryState.DEAD,
    DeliveryState.EXPIRED,
    DeliveryState.CANCELLED,
    DeliveryState.SUPERSEDED,
)
GREETING = "notice:%:greeting"
"""The names of greetings, which are kept for as long as their channel: it is greeted once."""


class Retention:
    """Implements `bot.ports.RetentionTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def forget_tenant(self, tenant: str) -> int:
        """Delete all that belongs to a workspace: channels, messages, settings, its own feeds and what they brought; return how many rows."""
        feeds = self._ids(schema.feeds.c.id, schema.feeds.c.tenant == tenant)
        entries = self._ids(schema.entries.c.id, schema.entries.c.tenant == tenant)
        stories = self._ids(schema.stories.c.id, schema.stories.c.tenant == tenant)
        for ids in chunks(entries):
            rows = self._connection.execute(select(*COLUMNS).where(schema.entries.c.id.in_(ids))).all()
            search.remove(self._connection, readings_of(self._connection, rows))
        count = sum(self._of_tenant(table, tenant) for table in (schema.deliveries, schema.alerts, schema.digests, schema.digested))
        count += sum(
            self._of_tenant(table, tenant)
            for table in (schema.subscriptions, schema.destinations, schema.audit, schema.rulings, schema.usage)
        )
        for table in (schema.story_storylines, schema.story_changes, schema.story_entries):
            count += self._by(table, table.c.story_id, stories)
        count += self._by(schema.story_entries, schema.story_entries.c.entry_id, entries)
        count += self._by(schema.claims, schema.claims.c.entry_id, entries)
        count += sum(self._of_tenant(table, tenant) for table in (schema.deals, schema.stories, schema.entries))
        for table in (schema.identities, schema.feed_days, schema.feed_hashes, schema.feed_states):
            count += self._by(table, table.c.feed_id, feeds)
        return count + self._of_tenant(schema.feeds, tenant)

    def prune(self, *, rows_before: datetime, texts_before: datetime) -> int:
        """Delete edits, replies and notices that ended, and digests that were made, before `rows_before`; empty old texts; return how many.

        Posts stay, so that `why` can tell for ever what became of an item, and so do the identities of all that a feed has shown. Texts are
        emptied of entries that were seen before `texts_before` and belong to no event.
        """
        rows, alerts = schema.deliveries, schema.alerts
        ended = (rows.c.state.in_(_ENDED), rows.c.settled_at < rows_before)
        notices = select(alerts.c.id).where(alerts.c.story_id.like("notice:%"), alerts.c.story_id.not_like(GREETING))
        statements: list[Any] = [
            delete(rows).where(rows.c.act != Act.POST, *ended),
            delete(rows).where(rows.c.alert_id.in_(notices), *ended),
            delete(alerts).where(
                alerts.c.id.in_(notices),
                alerts.c.created_at < rows_before,
                ~select(rows.c.id).where(rows.c.alert_id == alerts.c.id).exists(),
            ),
            delete(schema.digests).where(schema.digests.c.at < rows_before),
            delete(schema.usage).where(schema.usage.c.slot < f"{rows_before:%Y-%m-%d}"),
            delete(schema.feed_days).where(schema.feed_days.c.day < day_of(texts_before)),
            update(schema.entries)
            .where(
                schema.entries.c.seen < texts_before,
                schema.entries.c.text != "",
                ~select(schema.story_entries.c.entry_id).where(schema.story_entries.c.entry_id == schema.entries.c.id).exists(),
            )
            .values(text=""),
        ]
        return sum(self._connection.execute(statement).rowcount for statement in statements)

    def _ids(self, column: Any, condition: Any) -> list[str]:
        return list(self._connection.execute(select(column).where(condition)).scalars())

    def _of_tenant(self, table: Table, tenant: str) -> int:
        return self._connection.execute(delete(table).where(table.c.tenant == tenant)).rowcount

    def _by(self, table: Table, column: Any, ids: Sequence[str]) -> int:
        return sum(self._connection.execute(delete(table).where(column.in_(some))).rowcount for some in chunks(ids))
