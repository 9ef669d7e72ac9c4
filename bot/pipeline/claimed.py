"""Claimed: what the database does with deliveries, each function inside one transaction."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.model.alert import Act, AlertKind, Destination
from bot.model.delivery import Delivery, DeliveryState, Reach
from bot.model.ids import SHARED, stable_id
from bot.model.notice import GONE
from bot.model.quota import UsedUp
from bot.model.reading import Status
from bot.model.ruling import RulingKind
from bot.pipeline.deliver import DeliveryRules, Settlement
from bot.pipeline.probe import refused, taken
from bot.pipeline.quotas import admit_messages, give_back
from bot.ports import Tables


@dataclass(frozen=True, kw_only=True)
class Job:
    """A row to deliver and all that is needed for it."""

    delivery: Delivery
    destination: Destination
    broadcast: bool = False
    ping: str = ""
    """The role that the channel has named for alerts as firm as this one."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What storing an outcome came to."""

    ours: bool
    """False when another worker holds the row now."""
    parked: tuple[Destination, ...] = ()
    """Destinations that were alive until now."""
    back: bool = False
    """The destination took a post after it had refused some."""


def claim(
    platform: str, *, owner: str, rules: DeliveryRules, now: datetime, limit: int
) -> Callable[[Tables], tuple[tuple[Job, ...], tuple[UsedUp, ...]]]:
    """Return the work that leases due rows; those nobody waits for any more are settled on the spot, those beyond a quota put off."""

    def work(tables: Tables) -> tuple[tuple[Job, ...], tuple[UsedUp, ...]]:
        rows = tables.deliveries.claim(platform, now, owner=owner, lease_seconds=rules.lease, limit=limit)
        admitted, used_up = admit_messages(tables, rows, rules.quotas, now)
        return tuple(job for row in admitted if (job := _job(tables, *row, now)) is not None), used_up

    return work


def settle(job: Job, outcome: Settlement, *, now: datetime) -> Callable[[Tables], Kept]:
    """Return the work that stores what came of a row, with all that follows from it."""

    def work(tables: Tables) -> Kept:
        ours = tables.deliveries.settle(
            job.delivery,
            outcome.state,
            now=now,
            next_at=outcome.next_at,
            reason=outcome.reason,
            message_ref=outcome.message_ref,
            degraded=outcome.degraded,
        )
        if not ours:
            return Kept(ours=False)
        if outcome.state not in {DeliveryState.SENT, DeliveryState.UNCERTAIN}:
            give_back(tables, job.delivery, job.destination, now)
        if outcome.instead is not None:
            tables.deliveries.add([_instead(tables, job.delivery, outcome.instead, now)])
        back = outcome.state is DeliveryState.SENT and taken(tables, job.destination)
        return Kept(ours=True, parked=tuple(_park(tables, job.destination, outcome, now)), back=back)

    return work


def _job(tables: Tables, delivery: Delivery, destination: Destination, now: datetime) -> Job | None:
    subscription = tables.places.subscription_of(destination.id)
    told = delivery.act in {Act.POST, Act.REPLY} and delivery.state is not DeliveryState.UNCERTAIN and destination.kind != "ops"
    if told and not _followed(tables, delivery, subscription.storylines if subscription else ()):
        tables.deliveries.settle(delivery, DeliveryState.CANCELLED, now=now, reason="unsubscribed")
        give_back(tables, delivery, destination, now)
        return None
    broadcast = subscription.broadcast if subscription else False
    return Job(delivery=delivery, destination=destination, broadcast=broadcast, ping=_ping(tables, delivery))


def _ping(tables: Tables, delivery: Delivery) -> str:
    """Return whom the channel wants pinged by a new root message of a definitive or filed deal; a late or struck one pings nobody."""
    if delivery.act is not Act.POST or delivery.late or delivery.card.struck:
        return ""
    ruling = tables.rulings.get(delivery.tenant, RulingKind.PING, delivery.destination_id)
    alert = tables.alerts.get(delivery.alert_id) if ruling is not None else None
    return ruling.value if ruling is not None and alert is not None and alert.status in (Status.DEFINITIVE, Status.FILED) else ""


def _followed(tables: Tables, delivery: Delivery, storylines: Iterable[str]) -> bool:
    """Whether the channel still follows what the alert is about; a digest only needs a subscription, a notice not even that."""
    followed = set(storylines)
    alert = tables.alerts.get(delivery.alert_id)
    if alert is not None and alert.kind is AlertKind.NOTICE:
        return True
    if not followed or alert is None or alert.kind is AlertKind.DIGEST or "*" in followed:
        return bool(followed)
    story = tables.stories.get(alert.story_id, (SHARED, alert.tenant))
    if followed & {alert.storyline, *(story.storylines if story else ())}:
        return True
    tracked = tables.rulings.beginning(RulingKind.TRACKED_MATCH, f"{alert.story_id} ")
    return any(ruling.tenant == alert.tenant and ruling.key.partition(" ")[2] in followed for ruling in tracked)


def _instead(tables: Tables, delivery: Delivery, act: Act, now: datetime) -> Delivery:
    alert = tables.alerts.get(delivery.alert_id)
    return replace(
        delivery,
        id=stable_id("x", delivery.alert_id, delivery.destination_id, act.value, str(delivery.revision)),
        act=act,
        state=DeliveryState.PENDING,
        card=alert.card if alert is not None and act is Act.POST else delivery.card,
        created_at=now,
        next_at=now,
        attempts=0,
        lease_owner="",
        lease_until=None,
        first_attempt_at=None,
        settled_at=None,
        message_ref="",
        reason="",
        degraded=False,
    )


def _park(tables: Tables, destination: Destination, outcome: Settlement, now: datetime) -> Iterable[Destination]:
    if outcome.park is None:
        return
    gone = f"{GONE}{destination.tenant}"
    if outcome.park is Reach.WORKSPACE and not tables.meta.get(gone):
        tables.meta.put(gone, now.isoformat())
    places = [destination]
    if outcome.park is Reach.WORKSPACE:
        places = [place for place in tables.places.destinations(destination.tenant) if place.workspace == destination.workspace]
    for place in places:
        if tables.places.park(place.id, outcome.reason or "cannot be reached") and refused(tables, place, now):
            yield place
