"""How outbox rows are claimed: in order, one per destination, never two workers for one place.

Order: within an alert strictly; within a destination the oldest first. A row that was tried and waits for its next attempt holds back the
younger ones for `PATIENCE` at most, so that one stuck message cannot silence a channel.
"""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Integer, and_, bindparam, case, exists, func, or_, select, text, true, tuple_, union_all, update
from sqlalchemy.sql import ColumnElement, FromClause, Select

from bot.model.alert import Act, Destination
from bot.model.delivery import Delivery, DeliveryState
from bot.store.columns import KEY, SEQUENCE, Moment
from bot.store.meta import HOLD
from bot.store.places import DESTINATION
from bot.store.records import Record
from bot.store.schema import alerts, deliveries, destinations, meta
from bot.store.statements import chunks

PATIENCE = timedelta(minutes=15)
_SMALLEST_PAGE = 100
_OF_PLACE = 100
_SORTING = text("SELECT set_config('enable_sort', :sort, true)")
"""Off, PostgreSQL reads each place's rows in the order of their index, rather than sorting the whole outbox for each."""
_HELD = select(meta.c.value).where(meta.c.key == HOLD)
_KEPT = [deliveries.c[name] for name in ("created_at", "sequence", "id", "destination_id", "alert_id", "act")]
_ORDER = (deliveries.c.created_at, deliveries.c.sequence)
DELIVERY = Record(Delivery, deliveries, apart=["root_ref"])

_CLAIMED = (DeliveryState.UNCERTAIN, DeliveryState.PENDING)
_place = destinations.alias("place")
_root = deliveries.alias("root")
ROOT_REF = (
    select(_root.c.message_ref)
    .where(
        _root.c.alert_id == deliveries.c.alert_id,
        _root.c.destination_id == deliveries.c.destination_id,
        _root.c.act == Act.POST,
        _root.c.message_ref != "",
        deliveries.c.act != Act.POST,
    )
    .order_by(_root.c.revision.desc())
    .limit(1)
    .scalar_subquery()
)
"""The message of the alert's post at the row's destination; NULL for the post itself."""


def claim(
    connection: Connection, platform: str, now: datetime, *, owner: str, lease_seconds: float, limit: int
) -> tuple[tuple[Delivery, Destination], ...]:
    """Lease what is due on a platform, as `bot.ports.DeliveryTable.claim` says; nothing while the database is on hold."""
    if connection.execute(_HELD).scalar():
        return ()
    chosen = _choose(connection, platform, now, limit)
    if connection.dialect.name == "postgresql" and chosen:
        # Who holds the place's row is the only one to decide for it; what others did until then shows in a second look.
        places = _lock_places(connection, list(chosen))
        chosen = _look_again(connection, platform, now, places) if places else {}
    return _lease(connection, list(chosen.values()), now, owner, now + timedelta(seconds=lease_seconds))


def _choose(connection: Connection, platform: str, now: datetime, limit: int) -> dict[str, str]:
    """Return the delivery to claim for each destination, oldest first."""
    found = [row for state in _CLAIMED for row in _first_of_each(connection, state, _moments(platform, now), limit)]
    chosen: dict[str, str] = {}
    for _, _, delivery_id, destination_id in sorted(found):
        if len(chosen) < limit:
            chosen.setdefault(destination_id, delivery_id)
    return chosen


def _look_again(connection: Connection, platform: str, now: datetime, places: list[str]) -> dict[str, str]:
    """Choose for these places, in one statement: between two, a settled row would let a younger one slip past the older."""
    connection.execute(_SORTING, {"sort": "off"})
    found = [row for row in connection.execute(_of_places(), _moments(platform, now) | {"places": places}) if row[4]]
    connection.execute(_SORTING, {"sort": "on"})
    chosen: dict[str, str] = {}
    for _, _, delivery_id, destination_id, _ in sorted(found):
        chosen.setdefault(destination_id, delivery_id)
    return chosen


def _first_of_each(
    connection: Connection, state: DeliveryState, moments: dict[str, Any], limit: int
) -> list[tuple[datetime, int, str, str]]:
    """Walk the due rows in order, a page at a time, until `limit` destinations are found."""
    page = max(_SMALLEST_PAGE, 2 * limit)
    first: dict[str, tuple[datetime, int, str, str]] = {}
    values = moments | {"page": page}
    statement = _page(state, onward=False)
    while True:
        rows = connection.execute(statement, values).all()
        for row in rows:
            if row[4]:
                first.setdefault(row[3], (row[0], row[1], row[2], row[3]))
        if len(first) >= limit or len(rows) < page:
            return list(first.values())[:limit]
        values |= {"last_at": rows[-1][0], "last": rows[-1][1]}
        statement = _page(state, onward=True)


# --- statements, built once: building one takes longer than running it ---------------------------------------------------


def _moments(platform: str, now: datetime) -> dict[str, Any]:
    return {"platform": platform, "now": now, "patience": now - PATIENCE}


@cache
def _page(state: DeliveryState, *, onward: bool) -> "Select[Any]":
    """Select (created_at, sequence, id, destination_id, whether it may be claimed) of a page of due rows, oldest first.

    The page is cut before anything is looked up for its rows: whatever the planner knows of the tables, a long outbox is never walked whole.
    """
    cut = select(*_KEPT).where(deliveries.c.platform == bindparam("platform", type_=KEY), *_due(deliveries, state))
    if onward:
        place = tuple_(deliveries.c.created_at, deliveries.c.sequence)
        cut = cut.where(place > tuple_(bindparam("last_at", type_=Moment()), bindparam("last", type_=SEQUENCE)))
    row = cut.order_by(*_ORDER).limit(bindparam("page", type_=Integer())).subquery("row")
    return _shown(row, state).order_by(row.c.created_at, row.c.sequence)


@cache
def _of_places() -> Any:
    """Select as `_page` does, the first due rows of each of some places (PostgreSQL only); in the order of the index that is meant."""
    both = []
    for state in _CLAIMED:
        of_place = [deliveries.c.destination_id == _place.c.id, *_due(deliveries, state)]
        cut = select(*_KEPT).where(*of_place).order_by(deliveries.c.created_at).limit(_OF_PLACE).lateral("row")
        both.append(_shown(cut, state).select_from(_place.join(cut, true())).where(_place.c.id.in_(bindparam("places", expanding=True))))
    return union_all(*both)


def _shown(row: FromClause, state: DeliveryState) -> "Select[Any]":
    return select(row.c.created_at, row.c.sequence, row.c.id, row.c.destination_id, and_(*_free(row, state)).label("free"))


def _due(row: FromClause, state: DeliveryState) -> list[ColumnElement[bool]]:
    """Return what the row alone must fulfil."""
    now = bindparam("now", type_=Moment())
    return [
        row.c.state == state,
        row.c.next_at <= now,
        or_(row.c.lease_until.is_(None), row.c.lease_until <= now),
    ]


def _free(row: FromClause, state: DeliveryState) -> list[ColumnElement[bool]]:
    """Return what its place, its alert and the rows before it must fulfil."""
    now, patience = bindparam("now", type_=Moment()), bindparam("patience", type_=Moment())
    lives = exists().where(destinations.c.id == row.c.destination_id, destinations.c.parked_reason == "")
    over = exists().where(alerts.c.id == row.c.alert_id, or_(alerts.c.hold_until.is_(None), alerts.c.hold_until <= now))
    other = deliveries.alias("other")
    in_flight = or_(
        other.c.state == DeliveryState.SENDING,
        and_(other.c.state == DeliveryState.UNCERTAIN, other.c.lease_until > now),
    )
    before = other.c.sequence < row.c.sequence
    busy = exists().where(
        other.c.destination_id == row.c.destination_id,
        other.c.open_attempt.is_(True),
        other.c.id != row.c.id,
        or_(in_flight, and_(before, other.c.first_attempt_at > patience)),
    )
    earlier = deliveries.alias("earlier")
    not_its_turn = exists().where(
        earlier.c.alert_id == row.c.alert_id,
        earlier.c.destination_id == row.c.destination_id,
        earlier.c.sequence < row.c.sequence,
        _unindexed(earlier).in_([DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNCERTAIN]),
    )
    post = deliveries.alias("post")
    has_root = exists().where(
        post.c.alert_id == row.c.alert_id,
        post.c.destination_id == row.c.destination_id,
        post.c.act == Act.POST,
        _unindexed(post) == DeliveryState.SENT,
        post.c.message_ref != "",
    )
    free = [lives, or_(row.c.act == Act.POST, has_root), ~busy, ~not_its_turn]
    return [*free, over] if state is DeliveryState.PENDING else free


def _unindexed(row: FromClause) -> ColumnElement[Any]:
    """Return the row's state so that no index by state is used: after a burst PostgreSQL still believes that hardly any row is pending."""
    return func.coalesce(row.c.state, "", type_=row.c.state.type)


def _lock_places(connection: Connection, destination_ids: list[str]) -> list[str]:
    """Lock the destinations' rows, leaving out those that another worker holds (PostgreSQL only)."""
    statement = (
        select(destinations.c.id)
        .where(destinations.c.id.in_(destination_ids))
        .order_by(destinations.c.id)
        .with_for_update(key_share=True, skip_locked=True)
    )
    return list(connection.execute(statement).scalars())


def _lease(connection: Connection, ids: list[str], now: datetime, owner: str, until: datetime) -> tuple[tuple[Delivery, Destination], ...]:
    leased: dict[str, tuple[Delivery, Destination]] = {}
    for some in chunks(ids):
        connection.execute(_taken(), {"these": some, "now": now, "owner": owner, "until": until})
        for row in connection.execute(_claimed(), {"these": some}):
            delivery = DELIVERY.fact(row, root_ref=row[-1] or "")
            leased[delivery.id] = (delivery, DESTINATION.fact(row, DELIVERY.width))
    return tuple(leased[delivery_id] for delivery_id in ids)


@cache
def _taken() -> Any:
    pending = deliveries.c.state == DeliveryState.PENDING
    these = deliveries.c.id.in_(bindparam("these", expanding=True))
    return (
        update(deliveries)
        .where(these)
        .values(
            state=case((pending, DeliveryState.SENDING.value), else_=deliveries.c.state),
            open_attempt=True,
            attempts=deliveries.c.attempts + 1,
            first_attempt_at=func.coalesce(deliveries.c.first_attempt_at, bindparam("now", type_=Moment())),
            lease_owner=bindparam("owner", type_=KEY),
            lease_until=bindparam("until", type_=Moment()),
        )
    )


@cache
def _claimed() -> "Select[Any]":
    return (
        select(*DELIVERY.columns, *DESTINATION.columns, ROOT_REF)
        .join_from(deliveries, destinations, destinations.c.id == deliveries.c.destination_id)
        .where(deliveries.c.id.in_(bindparam("these", expanding=True)))
    )
