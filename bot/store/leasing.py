"""How feeds are leased and given back: most polls bring nothing new, so every statement here is for many feeds at once, and built once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Column, Connection, Integer, bindparam, or_, select, update

from bot.model.feed import Feed, FeedLease, FeedState
from bot.store.columns import KEY, Moment
from bot.store.records import Record
from bot.store.schema import feed_hashes, feed_states, feeds
from bot.store.statements import among, collected, listed, listed_rows, nothing_in, put, rows_in

FEED = Record(Feed, feeds)
STATE = Record(FeedState, feed_states, apart=["item_hashes"])
_LEASE = tuple(feed_states.c[name] for name in ("feed_id", "lease_owner", "attempt"))
_MOVING = tuple(feed_states.c[name] for name in ("next_poll_at", "interval", "last_ok_at"))
"""What every poll changes; the rest of a state seldom."""
_STAYING = tuple(column for column in STATE.columns if column.name not in {"feed_id", *(column.name for column in _MOVING)})
_WHOLE = _MOVING + _STAYING
_moving = attrgetter(*(column.name for column in _MOVING))
_staying = attrgetter(*(column.name for column in _STAYING))


def claim_due(connection: Connection, now: datetime, *, owner: str, lease_seconds: float, limit: int) -> tuple[FeedLease, ...]:
    """Lease feeds, as `bot.ports.FeedTable.claim_due` says."""
    dialect = connection.dialect.name
    due = connection.execute(_due(dialect), {"now": now, "most": limit}).scalar()
    if nothing_in(due):
        return ()
    until = now + timedelta(seconds=lease_seconds)
    connection.execute(_taken(dialect), {"ids": due, "owner": owner, "until": until})
    leases = [
        FeedLease(
            feed=FEED.fact(row),
            state=STATE.fact(row, FEED.width, item_hashes=row[-2] or ""),
            owner=owner,
            attempt=row[-1],
            until=until,
        )
        for row in connection.execute(_leased(dialect), {"ids": due}).all()
    ]
    return tuple(sorted(leases, key=lambda lease: lease.state.next_poll_at))


def renew(connection: Connection, leases: Sequence[FeedLease], until: datetime) -> int:
    """Keep leases that are still held until then; return how many were."""
    dialect = connection.dialect.name
    ids, owners = [lease.feed.id for lease in leases], {lease.owner for lease in leases}
    values = {"ids": listed(ids, dialect), "owners": listed(owners, dialect), "until": until}
    return connection.execute(_kept(dialect), values).rowcount


def finish(connection: Connection, lease: FeedLease, state: FeedState) -> bool:
    """Store the new state and free the lease; False when the lease was lost, and nothing is stored."""
    return bool(finish_all(connection, [(lease, state)]))


def finish_all(connection: Connection, finished: Sequence[tuple[FeedLease, FeedState]]) -> frozenset[str]:
    """Store the new states and free the leases, in a few statements for all; return the feeds whose lease was still held."""
    quiet: dict[str, list[Any]] = {}
    changed: dict[str, list[Any]] = {}
    for lease, state in finished:
        mine = (lease.feed.id, lease.owner, lease.attempt)
        if _staying(lease.state) == _staying(state):
            quiet[lease.feed.id] = [*mine, *_moving(state)]
        else:
            row = STATE.row(state)
            changed[lease.feed.id] = [*mine, *(row[column.name] for column in _WHOLE)]
    held = _finish(connection, _MOVING, quiet) | _finish(connection, _WHOLE, changed)
    for lease, state in finished:
        if lease.feed.id in held:
            _keep_hashes(connection, lease, state)
    return held


def _finish(connection: Connection, columns: tuple[Column[Any], ...], rows: Mapping[str, Sequence[Any]]) -> frozenset[str]:
    """Store these columns of the feeds whose lease is still held; return those feeds."""
    if not rows:
        return frozenset()
    dialect = connection.dialect.name
    in_order = [rows[feed_id] for feed_id in sorted(rows)]
    values = listed_rows(_LEASE + columns, in_order, connection.dialect)
    if connection.execute(_finished(columns, dialect), {"rows": values}).rowcount == len(rows):
        return frozenset(rows)
    there = {row[0]: row[1:] for row in connection.execute(_there(dialect), {"ids": listed(rows, dialect)})}
    return frozenset(
        feed_id for feed_id, (_, _, attempt, next_poll_at, *_) in rows.items() if there.get(feed_id) == (attempt, next_poll_at)
    )


def poll_now(connection: Connection, feed_ids: Collection[str], now: datetime) -> None:
    """Make feeds due."""
    dialect = connection.dialect.name
    connection.execute(_due_at_once(dialect), {"ids": listed(feed_ids, dialect), "now": now})


def _keep_hashes(connection: Connection, lease: FeedLease, state: FeedState) -> None:
    if state.item_hashes is not lease.state.item_hashes and state.item_hashes != lease.state.item_hashes:
        put(connection, feed_hashes, {"feed_id": lease.feed.id, "hashes": state.item_hashes})


# --- statements, built once: building one takes longer than running it ---------------------------------------------------


@cache
def _due(dialect: str) -> Any:
    """Select the ids of what is due, the longest due first; other claimers pass these rows over.

    Ordered by what the index holds and nothing else: of a whole catalogue that is due since one moment, each claim would sort all.
    """
    now = bindparam("now", type_=Moment())
    due = (
        select(feed_states.c.feed_id)
        .join(feeds, feeds.c.id == feed_states.c.feed_id)
        .where(
            feed_states.c.next_poll_at <= now,
            or_(feed_states.c.lease_until.is_(None), feed_states.c.lease_until <= now),
            feed_states.c.parked.is_(False),
            feeds.c.enabled,
        )
        .order_by(feed_states.c.next_poll_at)
        .limit(bindparam("most", type_=Integer()))
        .with_for_update(of=feed_states, skip_locked=True)
    )
    return collected(due, dialect)


@cache
def _leased(dialect: str) -> Any:
    return shown().where(among(feeds.c.id, "ids", dialect))


def shown() -> Any:
    """Select (feed, state, hashes, attempt) of feeds."""
    joined = feeds.join(feed_states, feed_states.c.feed_id == feeds.c.id)
    joined = joined.outerjoin(feed_hashes, feed_hashes.c.feed_id == feeds.c.id)
    return select(*FEED.columns, *STATE.columns, feed_hashes.c.hashes, feed_states.c.attempt).select_from(joined)


@cache
def _taken(dialect: str) -> Any:
    taken = update(feed_states).where(among(feed_states.c.feed_id, "ids", dialect))
    owner, until = bindparam("owner", type_=KEY), bindparam("until", type_=Moment())
    return taken.values(lease_owner=owner, lease_until=until, attempt=feed_states.c.attempt + 1)


@cache
def _due_at_once(dialect: str) -> Any:
    these = update(feed_states).where(among(feed_states.c.feed_id, "ids", dialect))
    return these.values(next_poll_at=bindparam("now", type_=Moment()), parked=False)


@cache
def _kept(dialect: str) -> Any:
    these, ours = among(feed_states.c.feed_id, "ids", dialect), among(feed_states.c.lease_owner, "owners", dialect)
    return update(feed_states).where(these, ours).values(lease_until=bindparam("until", type_=Moment()))


@cache
def _finished(columns: tuple[Column[Any], ...], dialect: str) -> Any:
    feed_id, owner, attempt, *values = rows_in(_LEASE + columns, "rows", dialect)
    mine = (feed_states.c.feed_id == feed_id, feed_states.c.lease_owner == owner, feed_states.c.attempt == attempt)
    stored = {column.name: value for column, value in zip(columns, values, strict=True)}
    return update(feed_states).where(*mine).values(**stored, lease_owner="", lease_until=None)


@cache
def _there(dialect: str) -> Any:
    """Select what tells whether a state was stored: who claims a feed meanwhile counts its attempts up, who ends it says when it is due."""
    these = among(feed_states.c.feed_id, "ids", dialect)
    return select(feed_states.c.feed_id, feed_states.c.attempt, feed_states.c.next_poll_at).where(these)
