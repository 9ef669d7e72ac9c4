"""Who is told of a story and when: pure decisions about subscriptions, holds, edits and replies."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.model.alert import Act, Alert, Destination, Mode, Subscription
from bot.model.card import Card
from bot.model.delivery import Delivery, DeliveryState
from bot.model.ids import SHARED, stable_id
from bot.model.story import Outcome, Story, StoryState

HOLD = timedelta(seconds=60)
"""A post waits so long for sibling reports, unless the company itself speaks."""
EDIT_EVERY = timedelta(minutes=2)
"""One message is edited no more often."""
EDIT_FREELY = timedelta(hours=1)
"""After this only a changed fact, a retraction, a merge or a later development edits: platforms limit edits of old messages."""
REPLIES = 2
"""Notes in one alert's thread, at most."""
CAP_WINDOW = timedelta(minutes=10)
"""Alerts of one channel are counted over so long; those beyond the cap are folded into one digest."""
RATE_CAPPED = "rate capped"
FOR_DIGEST = "waits for the digest"
"""Reasons of posts that a digest tells."""
_UNSENT = (DeliveryState.PENDING, DeliveryState.PARKED)
_NO_MESSAGE = (
    DeliveryState.DEAD,
    DeliveryState.DIGESTED,
    DeliveryState.EXPIRED,
    DeliveryState.CANCELLED,
    DeliveryState.SUPERSEDED,
)


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What is to be written to the outbox."""

    new: tuple[Delivery, ...] = ()
    recarded: tuple[Delivery, ...] = ()
    """Rows that wait and say more now: their card is replaced."""


def silence(subscription: Subscription, story: Story, now: datetime) -> Outcome | None:
    """Return why a channel that follows a story's storyline is not told of it, or None where it is to be told."""
    if story.state is StoryState.RETRACTED:
        return Outcome.RETRACTED
    if story.tenant not in (SHARED, subscription.tenant):
        return Outcome.BELOW_FLOOR
    if not story.alertable and subscription.floor != "all":
        return Outcome.NOT_A_DEAL
    if story.status.rung < subscription.min_status.rung and not story.status.is_turn:
        return Outcome.BELOW_FLOOR
    if subscription.language and subscription.language not in story.languages:
        return Outcome.OTHER_LANGUAGE
    if subscription.created_at is not None and story.opened_at < subscription.created_at - timedelta(hours=1):
        return Outcome.TOO_OLD
    if subscription.muted_until is not None and now < subscription.muted_until:
        return Outcome.MUTED
    return Outcome.DIGESTED if subscription.mode is not Mode.LIVE else None


def quiet_until(subscription: Subscription, now: datetime) -> datetime:
    """Return when the channel may be written to: now, or the end of its quiet hours in its own zone."""
    begin_text, _, end_text = subscription.quiet.partition("-")
    if not end_text:
        return now
    try:
        zone = ZoneInfo(subscription.zone)
        begin, end = time.fromisoformat(begin_text.strip()), time.fromisoformat(end_text.strip())
    except (ValueError, ZoneInfoNotFoundError):
        return now
    local = now.astimezone(zone)
    clock = local.time()
    inside = begin <= clock < end if begin <= end else clock >= begin or clock < end
    if not inside:
        return now
    day = local.date() + timedelta(days=1) if clock >= end else local.date()
    return datetime.combine(day, end, zone).astimezone(now.tzinfo)


def new_alert(tenant: str, story: Story, card: Card, now: datetime, *, primary: bool) -> Alert:
    """Return the alert of a story for one tenant; it waits a minute for sibling reports unless the company itself speaks."""
    return Alert(
        id=stable_id("a", tenant, story.id),
        tenant=tenant,
        story_id=story.id,
        storyline=story.storyline or "",
        status=story.status,
        created_at=now,
        card=card,
        hold_until=None if primary else now + HOLD,
    )


def act(
    alert: Alert, destination: Destination | str, what: Act, card: Card, now: datetime, *, at: datetime | None = None, late: bool = False
) -> Delivery:
    """Return a pending row for one act of an alert at one destination, under the alert's revision (0 for its post)."""
    place = destination if isinstance(destination, str) else destination.id
    revision = 0 if what is Act.POST else alert.revision
    return Delivery(
        id=stable_id("x", alert.id, place, what.value, str(revision)),
        tenant=alert.tenant,
        alert_id=alert.id,
        destination_id=place,
        act=what,
        revision=revision,
        state=DeliveryState.PENDING,
        created_at=now,
        next_at=at or now,
        card=card,
        late=late,
    )


def folded(post: Delivery, now: datetime, reason: str) -> Delivery:
    """Return a post that is not sent: the channel's next digest tells it."""
    return replace(post, state=DeliveryState.DIGESTED, settled_at=now, reason=reason)


def is_capped(rows: Sequence[Delivery], cap: int) -> bool:
    """Tell whether a channel has had its fill: as many posts among these rows of the last ten minutes as the cap allows; 0 caps nothing."""
    return 0 < cap <= sum(row.act is Act.POST and row.state not in (DeliveryState.DIGESTED, DeliveryState.CANCELLED) for row in rows)


def edits(alert: Alert, rows: Sequence[Delivery], card: Card, now: datetime, *, must: bool) -> Rows:
    """Return what brings every posted message to this card: unsent rows get it, sent ones are edited, two minutes apart.

    `alert` carries the new revision; `must` is a changed fact, a retraction, a merge or a later development, which edits old messages too.
    """
    new: list[Delivery] = []
    recarded: list[Delivery] = []
    for post in (row for row in rows if row.act is Act.POST):
        if post.state in _NO_MESSAGE:
            continue
        if post.state in _UNSENT and post.attempts == 0:
            recarded.append(replace(post, card=card))
            continue
        if now - alert.created_at > EDIT_FREELY and not must:
            continue
        earlier = [row for row in rows if row.act is Act.EDIT and row.destination_id == post.destination_id]
        waiting = next((row for row in earlier if row.state is DeliveryState.PENDING and row.attempts == 0), None)
        if waiting is not None:
            recarded.append(replace(waiting, card=card))
            continue
        last = max((row.settled_at or row.next_at for row in earlier), default=post.settled_at or post.created_at)
        new.append(act(alert, post.destination_id, Act.EDIT, card, now, at=max(now, last + EDIT_EVERY)))
    return Rows(new=tuple(new), recarded=tuple(recarded))


def replies(alert: Alert, rows: Sequence[Delivery], card: Card, now: datetime) -> Rows:
    """Return a note in every thread whose root was sent; where the root still waits, its new card says it all."""
    told = {row.revision for row in rows if row.act is Act.REPLY}
    if len(told) >= REPLIES:
        return Rows()
    return Rows(
        new=tuple(
            act(alert, post.destination_id, Act.REPLY, card, now)
            for post in rows
            if post.act is Act.POST and post.state not in (*_UNSENT, *_NO_MESSAGE)
        )
    )
