"""How feeds are leased and given back: most polls bring nothing new, so every statement here is for many feeds at once, and built once."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, or_, select, update

from bot.model.feed import Feed, FeedLease, FeedState
from bot.store.columns import KEY, Moment
from bot.store.records import Record
from bot.store.schema import feed_hashes, feed_states, feeds
from bot.store.statements import among, listed, listed_rows, put, rows_in

FEED = Record(Feed, feeds)
STATE = Record(FeedState, feed_states, apart=["item_hashes"])
_QUIET = [feed_states.c[name] for name in ("feed_id", "next_poll_at", "interval", "last_ok_at")]
"""A feed, and what every poll of it changes; the rest of a state seldom."""
_moving = attrgetter(*(column.name for column in _QUIET))
_staying = attrgetter(*(column.name for column in STATE.columns if column not in set(_QUIET)))


def claim_due(connection: Connection, now: datetime, *, owner: str, lease_seconds: float, limit: int) -> tuple[FeedLease, ...]:
    """Lease feeds, as `bot.ports.FeedTable.claim_due` says."""
    dialect = connection.dialect.name
    due = list(connection.execute(_due(), {"now": now, "most": limit}).scalars())
    if not due:
        return ()
    until, ids = now + timedelta(seconds=lease_seconds), listed(due, dialect)
    connection.execute(_taken(dialect), {"ids": ids, "owner": owner, "until": until})
    leases: dict[str, FeedLease] = {}
    for row in connection.execute(_leased(dialect), {"ids": ids}).all():
        state = STATE.fact(row, FEED.width, item_hashes=row[-2] or "")
        leases[state.feed_id] = FeedLease(feed=FEED.fact(row), state=state, owner=owner, attempt=row[-1], until=until)
    return tuple(leases[feed_id] for feed_id in due)


def renew(connection: Connection, leases: Sequence[FeedLease], until: datetime) -> int:
    """Keep leases that are still held until then; return how many were."""
    dialect = connection.dialect.name
    ids, owners = [lease.feed.id for lease in leases], {lease.owner for lease in leases}
    values = {"ids": listed(ids, dialect), "owners": listed(owners, dialect), "until": until}
    return connection.execute(_kept(dialect), values).rowcount


def finish(connection: Connection, lease: FeedLease, state: FeedState) -> bool:
    """Store the new state and free the lease; False when the lease was lost, and nothing is stored."""
    mine = {"its_id": lease.feed.id, "its_owner": lease.owner, "its_attempt": lease.attempt}
    if not connection.execute(_finished(), _freed(state) | mine).rowcount:
        return False
    _keep_hashes(connection, lease, state)
    return True


def finish_all(connection: Connection, finished: Sequence[tuple[FeedLease, FeedState]]) -> frozenset[str]:
    """Store the new states and free the leases, in a few statements for all; return the feeds whose lease was still held."""
    held: set[str] = set()
    by_id = {lease.feed.id: (lease, state) for lease, state in finished}
    dialect = connection.dialect.name
    for feed_id, owner, attempt in connection.execute(_holders(dialect), {"ids": listed(by_id, dialect)}).all():
        lease = by_id[feed_id][0]
        if (owner, attempt) == (lease.owner, lease.attempt):
            held.add(feed_id)
    quiet: list[FeedState] = []
    changed: list[dict[str, Any]] = []
    for feed_id in sorted(held):
        lease, state = by_id[feed_id]
        if _staying(lease.state) == _staying(state):
            quiet.append(state)
        else:
            changed.append(_freed(state) | {"its_id": feed_id})
        _keep_hashes(connection, lease, state)
    if quiet:
        connection.execute(_quiet_states(dialect), {"rows": listed_rows(_QUIET, map(_moving, quiet), connection.dialect)})
    if changed:
        connection.execute(_its_state(), changed)
    return frozenset(held)


def poll_now(connection: Connection, feed_ids: Collection[str], now: datetime) -> None:
    """Make feeds due."""
    dialect = connection.dialect.name
    connection.execute(_due_at_once(dialect), {"ids": listed(feed_ids, dialect), "now": now})


def _freed(state: FeedState) -> dict[str, Any]:
    row: dict[str, Any] = {**STATE.row(state), "lease_owner": "", "lease_until": None}
    del row["feed_id"]
    return row


def _keep_hashes(connection: Connection, lease: FeedLease, state: FeedState) -> None:
    if state.item_hashes is not lease.state.item_hashes and state.item_hashes != lease.state.item_hashes:
        put(connection, feed_hashes, {"feed_id": lease.feed.id, "hashes": state.item_hashes})


# --- statements, built once: building one takes longer than running it ---------------------------------------------------


@cache
def _due() -> Any:
    """Select the ids of what is due, the longest due first; other claimers pass these rows over.

    Ordered by what the index holds and nothing else: of a whole catalogue that is due since one moment, each claim would sort all.
    """
    now = bindparam("now", type_=Moment())
    return (
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
def _holders(dialect: str) -> Any:
    return (
        select(feed_states.c.feed_id, feed_states.c.lease_owner, feed_states.c.attempt)
        .where(among(feed_states.c.feed_id, "ids", dialect))
        .order_by(feed_states.c.feed_id)
        .with_for_update()
    )


@cache
def _its_state() -> Any:
    return update(feed_states).where(feed_states.c.feed_id == bindparam("its_id", type_=KEY))


@cache
def _quiet_states(dialect: str) -> Any:
    feed_id, *moved = rows_in(_QUIET, "rows", dialect)
    values = {column.name: value for column, value in zip(_QUIET[1:], moved, strict=True)}
    return update(feed_states).where(feed_states.c.feed_id == feed_id).values(**values, lease_owner="", lease_until=None)


@cache
def _finished() -> Any:
    owner, attempt = bindparam("its_owner", type_=KEY), bindparam("its_attempt", type_=Integer())
    return _its_state().where(feed_states.c.lease_owner == owner, feed_states.c.attempt == attempt)
