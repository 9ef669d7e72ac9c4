"""Destinations and subscriptions."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from bot.model.alert import Destination, Mode, Subscription
from bot.model.delivery import DeliveryState
from bot.store.records import Record
from bot.store.schema import deliveries, destinations, subscription_storylines, subscriptions
from bot.store.statements import put

DESTINATION = Record(Destination, destinations)
SUBSCRIPTION = Record(Subscription, subscriptions)
EVERY = "*"


class Places:
    """Implements `bot.ports.PlaceTable`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tenants(self) -> tuple[str, ...]:
        """Return every workspace that has a destination."""
        return tuple(self._connection.execute(select(destinations.c.tenant).distinct().order_by(destinations.c.tenant)).scalars())

    def put_destination(self, destination: Destination) -> None:
        """Insert or replace."""
        put(self._connection, destinations, DESTINATION.row(destination))

    def destination(self, destination_id: str) -> Destination | None:
        """Return a destination."""
        return next(iter(self._destinations(destinations.c.id == destination_id)), None)

    def destinations(self, tenant: str) -> tuple[Destination, ...]:
        """Return a tenant's destinations."""
        return tuple(self._destinations(destinations.c.tenant == tenant))

    def of_kind(self, kind: str) -> tuple[Destination, ...]:
        """Return every tenant's destinations of a kind."""
        return tuple(self._destinations(destinations.c.kind == kind))

    def in_modes(self, modes: Collection[Mode]) -> tuple[tuple[Subscription, Destination], ...]:
        """Return every tenant's subscriptions in these modes, with their places."""
        return self._with_places(subscriptions.c.mode.in_(list(modes)))

    def park(self, destination_id: str, reason: str) -> bool:
        """Send nothing there from now on; True the first time. An empty reason brings it back to life, with what was parked for it."""
        place = update(destinations).where(destinations.c.id == destination_id)
        if not reason:
            waiting = update(deliveries).where(deliveries.c.destination_id == destination_id, deliveries.c.state == DeliveryState.PARKED)
            self._connection.execute(waiting.values(state=DeliveryState.PENDING, settled_at=None))
            revived = place.where(destinations.c.parked_reason != "").values(parked_reason="")
            return self._connection.execute(revived).rowcount > 0
        first = place.where(destinations.c.parked_reason == "").values(parked_reason=reason)
        return self._connection.execute(first).rowcount > 0

    def put_subscription(self, subscription: Subscription) -> None:
        """Insert or replace; whatever its channel had before is gone."""
        others = delete(subscriptions).where(
            subscriptions.c.destination_id == subscription.destination_id, subscriptions.c.id != subscription.id
        )
        self._connection.execute(others)
        put(self._connection, subscriptions, SUBSCRIPTION.row(subscription))
        old = delete(subscription_storylines).where(subscription_storylines.c.subscription_id == subscription.id)
        self._connection.execute(old)
        rows = [{"storyline": slug, "subscription_id": subscription.id} for slug in dict.fromkeys(subscription.storylines)]
        if rows:
            self._connection.execute(insert(subscription_storylines), rows)

    def remove_subscription(self, subscription_id: str) -> bool:
        """Forget it."""
        return self._connection.execute(delete(subscriptions).where(subscriptions.c.id == subscription_id)).rowcount > 0

    def subscriptions(self, tenant: str) -> tuple[Subscription, ...]:
        """Return a tenant's subscriptions."""
        return tuple(self._subscriptions(subscriptions.c.tenant == tenant))

    def subscription_of(self, destination_id: str) -> Subscription | None:
        """Return a channel's subscription: there is one at most, and it says everything."""
        return next(iter(self._subscriptions(subscriptions.c.destination_id == destination_id)), None)

    def following(self, storylines: Collection[str]) -> tuple[tuple[Subscription, Destination], ...]:
        """Return every subscription that follows any of these storylines (or `*`), of every tenant."""
        followers = select(subscription_storylines.c.subscription_id).where(
            subscription_storylines.c.storyline.in_([*dict.fromkeys(storylines), EVERY])
        )
        return self._with_places(subscriptions.c.id.in_(followers))

    def _with_places(self, condition: Any) -> tuple[tuple[Subscription, Destination], ...]:
        statement = (
            select(*SUBSCRIPTION.columns, *DESTINATION.columns)
            .join_from(subscriptions, destinations, destinations.c.id == subscriptions.c.destination_id)
            .where(condition)
            .order_by(subscriptions.c.tenant, subscriptions.c.id)
        )
        rows = self._connection.execute(statement)
        return tuple((SUBSCRIPTION.fact(row), DESTINATION.fact(row, SUBSCRIPTION.width)) for row in rows)

    def _destinations(self, condition: Any) -> list[Destination]:
        statement = select(*DESTINATION.columns).where(condition).order_by(destinations.c.name, destinations.c.id)
        return [DESTINATION.fact(row) for row in self._connection.execute(statement)]

    def _subscriptions(self, condition: Any) -> list[Subscription]:
        statement = select(*SUBSCRIPTION.columns).where(condition).order_by(subscriptions.c.id)
        return [SUBSCRIPTION.fact(row) for row in self._connection.execute(statement)]
