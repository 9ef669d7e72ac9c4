"""Feeds, their states and leases."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select, update

from bot.model.codec import pack, unpack
from bot.model.feed import Feed, FeedHealth, FeedLease, FeedState
from bot.model.ids import SHARED
from bot.store.records import Record
from bot.store.schema import feed_days, feed_hashes, feed_states, feeds
from bot.store.statements import chunks, insert_new, put

FEED = Record(Feed, feeds)
STATE = Record(FeedState, feed_states, apart=["item_hashes"])
_HASHES = tuple[str, ...]
_NORMAL_DAYS = 7

_HOLDERS = (
    select(feed_states.c.feed_id, feed_states.c.lease_owner, feed_states.c.attempt)
    .where(feed_states.c.feed_id.in_(bindparam("ids", expanding=True)))
    .order_by(feed_states.c.feed_id)
    .with_for_update()
)
_FINISH = update(feed_states).where(feed_states.c.feed_id == bindparam("its_id"))


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
        return None if row is None else STATE.fact(row, item_hashes=_hashes(row[STATE.width]))

    def claim_due(self, now: datetime, *, owner: str, lease_seconds: float, limit: int) -> tuple[FeedLease, ...]:
        """Lease feeds that are due and not leased, the longest due first."""
        due = (
            select(feed_states.c.feed_id)
            .join(feeds, feeds.c.id == feed_states.c.feed_id)
            .where(
                feed_states.c.next_poll_at <= now,
                or_(feed_states.c.lease_until.is_(None), feed_states.c.lease_until <= now),
                feed_states.c.parked.is_(False),
                feeds.c.enabled,
            )
            .order_by(feed_states.c.next_poll_at, feed_states.c.feed_id)
            .limit(limit)
            .with_for_update(of=feed_states, skip_locked=True)
        )
        ids = list(self._connection.execute(due).scalars())
        until = now + timedelta(seconds=lease_seconds)
        leases: dict[str, FeedLease] = {}
        for some in chunks(ids):
            taken = update(feed_states).where(feed_states.c.feed_id.in_(some))
            self._connection.execute(taken.values(lease_owner=owner, lease_until=until, attempt=feed_states.c.attempt + 1))
            for row in self._connection.execute(_leased().where(feeds.c.id.in_(some))):
                state = STATE.fact(row, FEED.width, item_hashes=_hashes(row[-2]))
                feed = FEED.fact(row)
                leases[feed.id] = FeedLease(feed=feed, state=state, owner=owner, attempt=row[-1], until=until)
        return tuple(leases[feed_id] for feed_id in ids)

    def finish(self, lease: FeedLease, state: FeedState) -> bool:
        """Store the new state and free the lease; False when the lease was lost, and nothing is stored."""
        values = STATE.row(state)
        del values["feed_id"]
        held = (
            update(feed_states)
            .where(
                feed_states.c.feed_id == lease.feed.id,
                feed_states.c.lease_owner == lease.owner,
                feed_states.c.attempt == lease.attempt,
            )
            .values(**values, lease_owner="", lease_until=None)
        )
        if not self._connection.execute(held).rowcount:
            return False
        if state.item_hashes != lease.state.item_hashes:
            put(self._connection, feed_hashes, {"feed_id": lease.feed.id, "hashes": pack(state.item_hashes, _HASHES)})
        return True

    def renew(self, leases: Sequence[FeedLease], until: datetime) -> int:
        """Keep leases that are still held until then; return how many were."""
        owners = {lease.owner for lease in leases}
        kept = 0
        for ids in chunks([lease.feed.id for lease in leases]):
            held = update(feed_states).where(feed_states.c.feed_id.in_(ids), feed_states.c.lease_owner.in_(owners))
            kept += self._connection.execute(held.values(lease_until=until)).rowcount
        return kept

    def finish_all(self, finished: Sequence[tuple[FeedLease, FeedState]]) -> frozenset[str]:
        """Store the new states and free the leases, in two statements for all; return the feeds whose lease was still held."""
        held: set[str] = set()
        by_id = {lease.feed.id: (lease, state) for lease, state in finished}
        for ids in chunks(by_id):
            rows = self._connection.execute(_HOLDERS, {"ids": ids})
            held |= {row[0] for row in rows if (row[1], row[2]) == (by_id[row[0]][0].owner, by_id[row[0]][0].attempt)}
        kept = [by_id[feed_id] for feed_id in sorted(held)]
        if kept:
            values = [{**STATE.row(state), "lease_owner": "", "lease_until": None, "its_id": lease.feed.id} for lease, state in kept]
            for row in values:
                del row["feed_id"]
            self._connection.execute(_FINISH, values)
        for lease, state in kept:
            if state.item_hashes != lease.state.item_hashes:
                put(self._connection, feed_hashes, {"feed_id": lease.feed.id, "hashes": pack(state.item_hashes, _HASHES)})
        return frozenset(held)

    def poll_now(self, feed_ids: Collection[str], now: datetime) -> None:
        """Make feeds due."""
        for ids in chunks(feed_ids):
            statement = update(feed_states).where(feed_states.c.feed_id.in_(ids))
            self._connection.execute(statement.values(next_poll_at=now, parked=False))

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
        for row in self._connection.execute(_leased().where(feeds.c.tenant.in_(list(tenants)), feeds.c.enabled)):
            feed, state = FEED.fact(row), STATE.fact(row, FEED.width, item_hashes=_hashes(row[-2]))
            days = min(_NORMAL_DAYS, max(1, today - day_of(state.learned_at) + 1)) if state.learned_at else 1
            found.append(FeedHealth(feed=feed, state=state, items_a_day=items.get(feed.id, 0) / days))
        return tuple(sorted(found, key=_worst_first))

    def _select(self, *conditions: Any) -> list[Feed]:
        return [FEED.fact(row) for row in self._connection.execute(select(*FEED.columns).where(*conditions))]

    def _new_states(self, feed_ids: Collection[str], now: datetime) -> None:
        fresh = [STATE.row(FeedState(feed_id=feed_id, next_poll_at=now)) for feed_id in feed_ids]
        insert_new(self._connection, feed_states, fresh)


def _leased() -> Any:
    joined = feeds.join(feed_states, feed_states.c.feed_id == feeds.c.id)
    joined = joined.outerjoin(feed_hashes, feed_hashes.c.feed_id == feeds.c.id)
    return select(*FEED.columns, *STATE.columns, feed_hashes.c.hashes, feed_states.c.attempt).select_from(joined)


def _hashes(packed: str | None) -> tuple[str, ...]:
    return unpack(_HASHES, packed) if packed else ()


def _worst_first(health: FeedHealth) -> tuple[bool, bool, int, str]:
    state = health.state
    return (not state.parked, state.problem is None, -state.failures, health.feed.title.casefold())
