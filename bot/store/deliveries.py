"""The outbox: what is to be sent where, and what came of it. How rows are claimed is in `claiming.py`."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Connection, Integer, Text, and_, bindparam, case, exists, func, literal, or_, select, update

from bot.model.alert import Act, Destination
from bot.model.delivery import Delivery, DeliveryState
from bot.model.notice import OPS
from bot.store.claiming import DELIVERY, ROOT_REF, claim
from bot.store.columns import KEY, Moment
from bot.store.records import legal
from bot.store.schema import alerts, deliveries, destinations
from bot.store.statements import chunks, insert_new

UNFINISHED = frozenset({DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNCERTAIN})
_WAITING = UNFINISHED | {DeliveryState.PARKED}
_WITHOUT_MESSAGE = (
    DeliveryState.DEAD,
    DeliveryState.DIGESTED,
    DeliveryState.EXPIRED,
    DeliveryState.CANCELLED,
    DeliveryState.SUPERSEDED,
)


_OLDEST_SENT = timedelta(hours=30)
"""Rows that are sent are no older: posts go out within six hours, those of a quiet night within a day."""


class Deliveries:
    """Implements `bot.ports.DeliveryTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, deliveries: Sequence[Delivery]) -> int:
        """Insert what is not there yet; return how many were new. A newer edit supersedes older ones that wait."""
        platforms = self._platforms({delivery.destination_id for delivery in deliveries})
        rows = [DELIVERY.row(delivery) | {"platform": platforms[delivery.destination_id]} for delivery in deliveries]
        added = insert_new(self._connection, DELIVERY.table, rows)
        self._supersede({delivery.alert_id: delivery.created_at for delivery in deliveries if delivery.act is Act.EDIT})
        return added

    def claim(
        self, platform: str, now: datetime, *, owner: str, lease_seconds: float, limit: int
    ) -> tuple[tuple[Delivery, Destination], ...]:
        """Lease what is due on a platform: at most one per destination, the oldest first, live destinations only."""
        return claim(self._connection, platform, now, owner=owner, lease_seconds=lease_seconds, limit=limit)

    def settle(
        self,
        claimed: Delivery,
        state: DeliveryState,
        *,
        now: datetime,
        next_at: datetime | None = None,
        reason: str = "",
        message_ref: str = "",
        degraded: bool | None = None,
    ) -> bool:
        """Store what came of a claimed delivery; False when another worker holds it now (owner or attempts differ)."""
        values = {
            "its_id": claimed.id,
            "its_owner": claimed.lease_owner,
            "its_attempts": claimed.attempts,
            "new_state": state,
            "new_open": state in UNFINISHED,
            "new_settled": None if state in _WAITING else now,
            "new_reason": legal(reason),
            "new_next": next_at,
            "new_ref": message_ref or None,
            "new_degraded": degraded,
        }
        unsent = state in {DeliveryState.PENDING, DeliveryState.PARKED}
        return self._connection.execute(_settled(unsent=unsent), values).rowcount > 0

    def put_off(self, tenant: str, until: datetime, *, now: datetime, reason: str) -> int:
        """Let what is due for a workspace wait until then, but for notices of trouble; return how many rows. No other worker is waited for.

        A row counts as tried once, as if it had been claimed and given back: it says later that it is late.
        """
        ops = select(destinations.c.id).where(destinations.c.tenant == tenant, destinations.c.kind == OPS)
        due = (
            select(deliveries.c.id)
            .where(
                deliveries.c.tenant == tenant,
                deliveries.c.state == DeliveryState.PENDING,
                deliveries.c.next_at <= now,
                deliveries.c.destination_id.not_in(ops),
            )
            .with_for_update(skip_locked=True)
        )
        waiting = update(deliveries).where(deliveries.c.id.in_(due))
        tried = case((deliveries.c.attempts == 0, 1), else_=deliveries.c.attempts)
        return self._connection.execute(waiting.values(next_at=until, reason=reason, attempts=tried)).rowcount

    def reap(self, now: datetime, *, settle: Mapping[str, float] | None = None, only: Collection[str] | None = None) -> int:
        """Turn `sending` rows whose lease has run out into `uncertain`, of these platforms where any are named; return how many."""
        lost = and_(deliveries.c.state == DeliveryState.SENDING, deliveries.c.lease_until <= now)
        platforms = list(self._connection.execute(select(deliveries.c.platform).where(lost).distinct()).scalars())
        platforms = [platform for platform in platforms if only is None or platform in only]
        count = 0
        for platform in platforms:
            due = now + timedelta(seconds=(settle or {}).get(platform, 0.0))
            statement = update(deliveries).where(lost, deliveries.c.platform == platform)
            count += self._connection.execute(
                statement.values(state=DeliveryState.UNCERTAIN, next_at=due, lease_owner="", lease_until=None, reason="lease ran out")
            ).rowcount
        return count

    def revive(self, destination_id: str, now: datetime) -> int:
        """Make a destination's `parked` rows `pending` and due now, when it lives again; return how many."""
        parked = update(deliveries).where(deliveries.c.destination_id == destination_id, deliveries.c.state == DeliveryState.PARKED)
        values = {"state": DeliveryState.PENDING, "next_at": now, "settled_at": None}
        return self._connection.execute(parked.values(values)).rowcount

    def cancel(self, destination_id: str, now: datetime, *, reason: str = "unsubscribed") -> int:
        """Cancel what waits for a destination; return how many rows. One that is being sent, or is in doubt, ends with its attempt."""
        here = update(deliveries).where(deliveries.c.destination_id == destination_id)
        trying = [DeliveryState.SENDING, DeliveryState.UNCERTAIN]
        self._connection.execute(here.where(deliveries.c.state.in_(trying)).values(cancelled_at=now))
        waiting = here.where(deliveries.c.state.in_([DeliveryState.PENDING, DeliveryState.PARKED]))
        values = {
            "state": DeliveryState.CANCELLED,
            "open_attempt": False,
            "cancelled_at": now,
            "settled_at": now,
            "reason": reason,
        }
        return self._connection.execute(waiting.values(values)).rowcount

    def cancel_all(self, now: datetime, *, reason: str) -> int:
        """Cancel every row that is not finished, in every place; return how many."""
        open_rows = update(deliveries).where(deliveries.c.state.in_(list(_WAITING)))
        values = {"state": DeliveryState.CANCELLED, "open_attempt": False, "cancelled_at": now, "settled_at": now, "lease_owner": ""}
        return self._connection.execute(open_rows.values(reason=reason, lease_until=None, **values)).rowcount

    def fold(
        self, now: datetime, *, older_than: datetime, most: int, reason: str = "too many late alerts at once", place: str | None = None
    ) -> int:
        """Where more than `most` posts of stories are due and were made before `older_than`, make them `digested`; return how many."""
        of_story = exists().where(alerts.c.id == deliveries.c.alert_id, alerts.c.story_id.not_like("%:%"))
        late = and_(
            deliveries.c.state == DeliveryState.PENDING,
            deliveries.c.act == Act.POST,
            deliveries.c.next_at <= now,
            deliveries.c.created_at <= older_than,
            of_story,
            *(() if place is None else (deliveries.c.destination_id == place,)),
        )
        crowded = select(deliveries.c.destination_id).where(late).group_by(deliveries.c.destination_id).having(func.count() > most)
        places = list(self._connection.execute(crowded).scalars())
        values = {"state": DeliveryState.DIGESTED, "open_attempt": False, "settled_at": now, "reason": reason}
        count = 0
        for some in chunks(places):
            statement = update(deliveries).where(late, deliveries.c.destination_id.in_(some))
            count += self._connection.execute(statement.values(values)).rowcount
        return count

    def close_orphans(self, now: datetime) -> int:
        """Make pending edits, replies and retractions `cancelled` when their post ended without a message; return how many."""
        post = deliveries.alias("post")
        its_posts = select(post.c.id).where(
            post.c.alert_id == deliveries.c.alert_id,
            post.c.destination_id == deliveries.c.destination_id,
            post.c.act == Act.POST,
        )
        ended = exists(its_posts.where(post.c.state.in_(_WITHOUT_MESSAGE)))
        stands = exists(its_posts.where(post.c.state.not_in(_WITHOUT_MESSAGE)))
        orphans = update(deliveries).where(deliveries.c.state == DeliveryState.PENDING, deliveries.c.act != Act.POST, ended, ~stands)
        values = {
            "state": DeliveryState.CANCELLED,
            "open_attempt": False,
            "settled_at": now,
            "reason": "its post was not sent",
        }
        return self._connection.execute(orphans.values(values)).rowcount

    def update_card(self, delivery_id: str, delivery: Delivery) -> bool:
        """Replace the card of a row that is still pending (a post that grew before it was sent)."""
        statement = update(deliveries).where(deliveries.c.id == delivery_id, deliveries.c.state == DeliveryState.PENDING)
        return self._connection.execute(statement.values(body=DELIVERY.row(delivery)["body"])).rowcount > 0

    def of_alert(self, alert_id: str) -> tuple[Delivery, ...]:
        """Return an alert's deliveries, oldest first."""
        return self._select(deliveries.c.alert_id == alert_id)

    def at(self, alert_id: str, destination_id: str) -> tuple[Delivery, ...]:
        """Return an alert's deliveries at one destination, oldest first."""
        return self._select(deliveries.c.alert_id == alert_id, deliveries.c.destination_id == destination_id)

    def of_destination(
        self, destination_id: str, *, since: datetime, states: Collection[DeliveryState] = (), limit: int = 500
    ) -> tuple[Delivery, ...]:
        """Return a destination's deliveries made since then, oldest first; only those in `states`, when any are named."""
        conditions = [deliveries.c.destination_id == destination_id, deliveries.c.created_at >= since]
        if states:
            conditions.append(deliveries.c.state.in_(list(states)))
        return self._select(*conditions, limit=limit)

    def counts(self, tenants: Collection[str] | None = None) -> dict[tuple[str, str], int]:
        """Return how many rows stand in each (platform, state)."""
        keys = (deliveries.c.platform, deliveries.c.state)
        statement = select(*keys, func.count()).group_by(*keys)
        if tenants is not None:
            statement = statement.where(deliveries.c.tenant.in_(list(tenants)))
        return {(row[0], row[1].value): row[2] for row in self._connection.execute(statement)}

    def sent_since(self, platform: str, since: datetime) -> tuple[tuple[str, datetime], ...]:
        """Return (workspace, moment) of everything that any worker has sent on a platform since then."""
        statement = (
            select(destinations.c.workspace, deliveries.c.settled_at)
            .join_from(deliveries, destinations, destinations.c.id == deliveries.c.destination_id)
            .where(
                deliveries.c.state == DeliveryState.SENT,
                deliveries.c.platform == platform,
                deliveries.c.created_at >= since - _OLDEST_SENT,
                deliveries.c.settled_at >= since,
            )
            .order_by(deliveries.c.settled_at)
        )
        return tuple((row[0], row[1]) for row in self._connection.execute(statement))

    def oldest_pending(self, now: datetime) -> datetime | None:
        """Return `created_at` of the oldest row that is due and unsent, where somebody can be reached."""
        statement = (
            select(func.min(deliveries.c.created_at))
            .join_from(deliveries, destinations, destinations.c.id == deliveries.c.destination_id)
            .join(alerts, alerts.c.id == deliveries.c.alert_id)
            .where(
                deliveries.c.state.in_([DeliveryState.PENDING, DeliveryState.UNCERTAIN]),
                deliveries.c.next_at <= now,
                destinations.c.parked_reason == "",
                or_(alerts.c.hold_until.is_(None), alerts.c.hold_until <= now),
            )
        )
        oldest: datetime | None = self._connection.execute(statement).scalar()
        return oldest

    def _select(self, *conditions: Any, limit: int | None = None) -> tuple[Delivery, ...]:
        statement = select(*DELIVERY.columns, ROOT_REF).where(*conditions).order_by(deliveries.c.created_at, deliveries.c.sequence)
        rows = self._connection.execute(statement.limit(limit))
        return tuple(DELIVERY.fact(row, root_ref=row[-1] or "") for row in rows)

    def _platforms(self, destination_ids: Collection[str]) -> dict[str, str]:
        platforms: dict[str, str] = {}
        for ids in chunks(destination_ids):
            statement = select(destinations.c.id, destinations.c.platform).where(destinations.c.id.in_(ids))
            platforms.update((row[0], row[1]) for row in self._connection.execute(statement))
        return platforms

    def _supersede(self, edited: Mapping[str, datetime]) -> None:
        newer = deliveries.alias("newer")
        said_by_newer = exists().where(
            newer.c.alert_id == deliveries.c.alert_id,
            newer.c.destination_id == deliveries.c.destination_id,
            newer.c.act == Act.EDIT,
            newer.c.revision > deliveries.c.revision,
            newer.c.state.in_([*UNFINISHED, DeliveryState.SENT]),
        )
        for ids in chunks(edited):
            old = update(deliveries).where(
                deliveries.c.alert_id.in_(ids),
                deliveries.c.act == Act.EDIT,
                deliveries.c.state == DeliveryState.PENDING,
                said_by_newer,
            )
            settled = max(edited[alert_id] for alert_id in ids)
            values = {"state": DeliveryState.SUPERSEDED, "open_attempt": False, "settled_at": settled}
            self._connection.execute(old.values(reason="a newer edit says more", **values))


@cache
def _settled(*, unsent: bool) -> Any:
    """Build the statement that settles a held row; one that was not sent and was cancelled meanwhile stays so."""
    state, settled_at = bindparam("new_state", type_=deliveries.c.state.type), bindparam("new_settled", type_=Moment())
    still_open = bindparam("new_open", type_=Boolean())
    gone = and_(deliveries.c.cancelled_at.is_not(None), literal(unsent, Boolean()))
    return (
        update(deliveries)
        .where(
            deliveries.c.id == bindparam("its_id", type_=KEY),
            deliveries.c.lease_owner == bindparam("its_owner", type_=KEY),
            deliveries.c.attempts == bindparam("its_attempts", type_=Integer()),
            deliveries.c.lease_owner != "",
        )
        .values(
            state=case((gone, DeliveryState.CANCELLED.value), else_=state),
            open_attempt=case((gone, False), else_=still_open),
            settled_at=case((gone, deliveries.c.cancelled_at), else_=settled_at),
            lease_owner="",
            lease_until=None,
            reason=bindparam("new_reason", type_=Text()),
            next_at=func.coalesce(bindparam("new_next", type_=Moment()), deliveries.c.next_at),
            message_ref=func.coalesce(bindparam("new_ref", type_=Text()), deliveries.c.message_ref),
            degraded=func.coalesce(bindparam("new_degraded", type_=Boolean()), deliveries.c.degraded),
        )
    )
