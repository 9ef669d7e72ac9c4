"""Feeds, their states and leases."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from bot.model.feed import Feed, FeedHealth, FeedLease, FeedState
from bot.model.ids import SHARED
from bot.store import leasing
from bot.store.leasing import FEED, STATE, shown
from bot.store.schema import feed_days, feed_hashes, feed_states, feeds
from bot.store.statements import chunks, insert_new, put

_NORMAL_DAYS = 7


def day_of(moment: datetime) -> int:
    """Return the day of a moment as `feed_days` counts them, in UTC."""
    return moment.astimezone(UTC).date().toordinal()


class Feeds:
    """Implements `bot.ports.FeedTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sync(self, feeds: Sequence[Feed], now: datetime) -> None:
        """Make the shipped set of SHARED feeds exactly these; states survive, missing ones are disabled."""
        table = FEED.table
        wanted = {feed.id: replace(feed, tenant=SHARED) for feed in feeds}
        there = {feed.id: feed for feed in self._select(table.c.tenant == SHARED)}
        for feed in wanted.values():
            if there.get(feed.id) != feed:
                put(self._connection, table, FEED.row(feed))
        self._new_states(sorted(wanted.keys() - there.keys()), now)
        gone = [feed.id for feed in there.values() if feed.enabled and feed.id not in wanted]
        for ids in chunks(gone):
            self._connection.execute(update(table).where(table.c.id.in_(ids)).values(enabled=False))

    def add(self, feed: Feed, now: datetime) -> None:
        """Add or enable a tenant's feed, due at once."""
        put(self._connection, feeds, FEED.row(replace(feed, enabled=True)))
        self._new_states([feed.id], now)
        self.poll_now([feed.id], now)

    def remove(self, feed_id: str) -> bool:
        """Disable a feed; its memory stays, so that adding it again floods nobody."""
        statement = update(feeds).where(feeds.c.id == feed_id, feeds.c.enabled).values(enabled=False)
        return self._connection.execute(statement).rowcount > 0

    def get(self, feed_id: str) -> Feed | None:
        """Return a feed."""
        return next(iter(self._select(feeds.c.id == feed_id)), None)

    def all(self, tenants: Collection[str]) -> tuple[Feed, ...]:
        """Return the enabled feeds that these tenants see, by title."""
        found = self._select(feeds.c.tenant.in_(list(tenants)), feeds.c.enabled)
        return tuple(sorted(found, key=lambda feed: (feed.title.casefold(), feed.id)))

    def state(self, feed_id: str) -> FeedState | None:
        """Return what is remembered."""
        joined = feed_states.outerjoin(feed_hashes, feed_hashes.c.feed_id == feed_states.c.feed_id)
        statement = select(*STATE.columns, feed_hashes.c.hashes).select_from(joined).where(feed_states.c.feed_id == feed_id)
        row = self._connection.execute(statement).first()
        return None if row is None else STATE.fact(row, item_hashes=row[STATE.width] or "")

    def claim_due(self, now: datetime, *, owner: str, lease_seconds: float, limit: int) -> tuple[FeedLease, ...]:
        """Lease feeds that are due and not leased, the longest due first."""
        return leasing.claim_due(self._connection, now, owner=owner, lease_seconds=lease_seconds, limit=limit)

    def renew(self, leases: Sequence[FeedLease], until: datetime) -> int:
        """Keep leases that are still held until then; return how many were."""
        return leasing.renew(self._connection, leases, until)

    def finish(self, lease: FeedLease, state: FeedState) -> bool:
        """Store the new state and free the lease; False when the lease was lost, and nothing is stored."""
        return leasing.finish(self._connection, lease, state)

    def finish_all(self, finished: Sequence[tuple[FeedLease, FeedState]]) -> frozenset[str]:
        """Store the new states and free the leases, in a few statements for all; return the feeds whose lease was still held."""
        return leasing.finish_all(self._connection, finished)

    def poll_now(self, feed_ids: Collection[str], now: datetime) -> None:
        """Make feeds due."""
        leasing.poll_now(self._connection, feed_ids, now)

    def health(self, tenants: Collection[str], now: datetime) -> tuple[FeedHealth, ...]:
        """Return every feed's state, failing ones first."""
        today = day_of(now)
        counts = (
            select(feed_days.c.feed_id, func.sum(feed_days.c.found))
            .where(feed_days.c.day > today - _NORMAL_DAYS)
            .group_by(feed_days.c.feed_id)
        )
        items = {row[0]: int(row[1]) for row in self._connection.execute(counts)}
        found = []
        for row in self._connection.execute(shown().where(feeds.c.tenant.in_(list(tenants)), feeds.c.enabled)):
            feed, state = FEED.fact(row), STATE.fact(row, FEED.width, item_hashes=row[-2] or "")
            days = min(_NORMAL_DAYS, max(1, today - day_of(state.learned_at) + 1)) if state.learned_at else 1
            found.append(FeedHealth(feed=feed, state=state, items_a_day=items.get(feed.id, 0) / days))
        return tuple(sorted(found, key=_worst_first))

    def _select(self, *conditions: Any) -> list[Feed]:
        return [FEED.fact(row) for row in self._connection.execute(select(*FEED.columns).where(*conditions))]

    def _new_states(self, feed_ids: Collection[str], now: datetime) -> None:
        fresh = [STATE.row(FeedState(feed_id=feed_id, next_poll_at=now)) for feed_id in feed_ids]
        insert_new(self._connection, feed_states, fresh)


def _worst_first(health: FeedHealth) -> tuple[bool, bool, int, str]:
    state = health.state
    return (not state.parked, state.problem is None, -state.failures, health.feed.title.casefold())
