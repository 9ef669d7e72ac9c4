"""Digest: the pass that gives every channel its one message a day or a week, and catches live channels up after too much at once.

A story waits for a digest as a post in state `digested`; a digest is an alert of its own kind, whose post is delivered as any other.
That it comes once is a row, unique by channel and local day, in the same transaction as the post.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.model.alert import Act, Alert, AlertKind, Destination, Mode, Subscription
from bot.model.card import Line, line
from bot.model.catalogue import Catalogue
from bot.model.delivery import Delivery, DeliveryState
from bot.model.digest import Digest, DigestedStory
from bot.model.ids import stable_id
from bot.model.reading import Status
from bot.pipeline.alert import RATE_CAPPED, act, quiet_until
from bot.pipeline.digest_card import digest_card
from bot.pipeline.digest_events import HORIZON, Eyes, changed_events, new_events
from bot.pipeline.slots import nothing
from bot.ports import Store, Tables
from bot.text.digest_days import DigestSlot, due_slot, next_slot, zone_of

log = structlog.get_logger("dealwire")

CALM = timedelta(minutes=2)
"""A catch-up waits until nothing more was folded for so long …"""
PATIENCE = timedelta(minutes=10)
"""… or until the first has waited so long."""
LATE = timedelta(minutes=15)
_UNFINISHED = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNCERTAIN, DeliveryState.PARKED)


@dataclass(frozen=True, kw_only=True)
class Due:
    """A digest to be made."""

    subscription: Subscription
    destination: Destination
    slot: DigestSlot | None = None
    """The local day; None for a live channel that is to be caught up."""


class DigestPass:
    """Makes the digests that are due; `run` is the pass, `pending` is called when a post is to be sent."""

    def __init__(self, store: Store, *, clock: Clock, catalogue: Catalogue, cap: int = 12, pending: Callable[[], None] = nothing) -> None:
        self._store = store
        self._clock = clock
        self._cap = cap
        self._pending = pending
        self._made: set[tuple[str, str, str]] = set()
        """Days that need no second look: (destination, day, time of day)."""
        self.catalogue = catalogue

    async def run(self) -> int:
        """Fold what would be a flood, then make every digest that is due; return how many are to be sent."""
        now = self._clock.now()
        if self._cap:
            folded = await self._store.write(lambda tables: tables.deliveries.fold(now, older_than=now - LATE, most=self._cap))
            if folded:
                log.info("deliveries.folded", count=folded)
        due = await self._store.read(lambda tables: self._due(tables, now))
        made = 0
        for one in due:
            made += await self._store.write(lambda tables, one=one: make_digest(tables, one, self.catalogue, now=now))  # type: ignore[misc]
            if one.slot is not None:
                self._made.add(_name(one, one.slot))
        if made:
            log.info("digests", made=made)
            self._pending()
        return made

    def _due(self, tables: Tables, now: datetime) -> list[Due]:
        due = []
        for subscription, destination in tables.places.in_modes([Mode.DAILY, Mode.WEEKLY]):
            slot = due_slot(subscription, now)
            one = Due(subscription=subscription, destination=destination, slot=slot)
            if slot is None or destination.parked_reason or _is_muted(subscription, now) or _name(one, slot) in self._made:
                continue
            before = tables.digests.of(destination.id, slot.day.isoformat())
            if before is not None and (before.alert_id or before.digest_at == subscription.digest_at):
                self._made.add(_name(one, slot))
                continue
            due.append(one)
        for destination_id in tables.digests.places_waiting(since=now - HORIZON):
            place, follows = tables.places.destination(destination_id), tables.places.subscription_of(destination_id)
            if place is None or follows is None or follows.mode is not Mode.LIVE or place.parked_reason or _is_muted(follows, now):
                continue
            if _is_calm(tables.digests.waiting(destination_id, since=now - HORIZON), now) and not _digest_on_its_way(tables, place, now):
                due.append(Due(subscription=follows, destination=place))
        return due


def make_digest(tables: Tables, due: Due, catalogue: Catalogue, *, now: datetime) -> bool:
    """Write a channel's digest and its post, in the caller's transaction; False where it had one already or there is nothing to tell.

    A day without anything to tell is kept as such, so that what comes an hour later waits for the next day.
    """
    tables.stories.lock()  # two workers never fold the same story into two digests
    destination = due.destination
    waiting = tables.digests.waiting(destination.id, since=now - HORIZON)
    eyes = Eyes(tables, destination.tenant, catalogue, now)
    found, left_out = new_events(due.subscription, waiting, eyes)
    if due.slot is not None:
        found += changed_events(tables, due.subscription, {marked.item.story.id for marked in found}, eyes)
    items = [marked.item for marked in found]
    slot = due.slot.day.isoformat() if due.slot else f"{now:%Y-%m-%dT%H:}{now.minute // 10}0"
    name = f"digest:{destination.id}:{slot}"
    alert_id = stable_id("a", destination.tenant, name) if items else ""
    _keep(tables, due, "", now, [(story_id, "") for story_id in left_out])
    if due.slot is None and not items:
        return False
    digest_at = due.subscription.digest_at if due.slot else ""
    made = Digest(destination_id=destination.id, slot=slot, tenant=destination.tenant, at=now, digest_at=digest_at, alert_id=alert_id)
    if not tables.digests.open(made) or not items:
        return False
    card = digest_card(_title(due, waiting), items, now=now, notes=_notes(due, waiting, now), footer=_footer(due, now))
    alert = Alert(
        id=alert_id,
        tenant=destination.tenant,
        story_id=name,
        storyline="",
        status=Status.REPORTED,
        created_at=now,
        card=card,
        kind=AlertKind.DIGEST,
    )
    tables.alerts.put(alert)
    tables.deliveries.add([act(alert, destination, Act.POST, card, now, at=quiet_until(due.subscription, now))])
    _keep(tables, due, alert_id, now, [(marked.item.story.id, marked.mark) for marked in found])
    return True


def _keep(tables: Tables, due: Due, alert_id: str, now: datetime, stories: Sequence[tuple[str, str]]) -> None:
    """Remember (story id, mark) as told by a digest, or as left out for good."""
    place = {"destination_id": due.destination.id, "tenant": due.destination.tenant, "alert_id": alert_id}
    tables.digests.tell([DigestedStory(**place, story_id=story_id, at=now, mark=mark) for story_id, mark in stories])


def _is_muted(subscription: Subscription, now: datetime) -> bool:
    return subscription.muted_until is not None and now < subscription.muted_until


def _is_calm(waiting: Sequence[tuple[str, Delivery]], now: datetime) -> bool:
    folded = [row.settled_at or row.created_at for _, row in waiting]
    return bool(folded) and (now - max(folded) >= CALM or now - min(folded) >= PATIENCE)


def _digest_on_its_way(tables: Tables, place: Destination, now: datetime) -> bool:
    """Whether an earlier digest is still to be sent: while a platform is down they do not pile up."""
    rows = tables.deliveries.of_destination(place.id, since=now - HORIZON, states=_UNFINISHED)
    alerts = [tables.alerts.get(row.alert_id) for row in rows if row.act is Act.POST]
    return any(alert is not None and alert.kind is AlertKind.DIGEST for alert in alerts)


def _title(due: Due, waiting: Sequence[tuple[str, Delivery]]) -> str:
    if due.slot is not None:
        day = due.slot.day
        return f"{'Weekly' if due.subscription.mode is Mode.WEEKLY else 'Daily'} digest, {day:%a} {day.day} {day:%b %Y}"
    capped = any(row.reason == RATE_CAPPED for _, row in waiting)
    return "More came at once than is good to read one by one" if capped else "What came while nothing could be posted"


def _notes(due: Due, waiting: Sequence[tuple[str, Delivery]], now: datetime) -> list[Line]:
    if due.slot is not None and now - due.slot.at > LATE:
        local = due.slot.at.astimezone(zone_of(due.subscription))
        return [line(f"Late: it was due at {local:%H:%M} {due.subscription.zone}.")]
    if due.slot is None and any(row.reason != RATE_CAPPED for _, row in waiting):
        return [line("Late: these were too old to be posted one by one.")]
    return []


def _footer(due: Due, now: datetime) -> Line:
    following = next_slot(due.subscription, now) if due.slot is not None else None
    if following is None:
        return ()
    local = following.at.astimezone(zone_of(due.subscription))
    return line(f"Next digest: {local:%a} {local.day} {local:%b, %H:%M} {due.subscription.zone}, if anything changes")


def _name(due: Due, slot: DigestSlot) -> tuple[str, str, str]:
    return due.destination.id, slot.day.isoformat(), due.subscription.digest_at
