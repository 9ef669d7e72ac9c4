"""When a channel's digest is due: its local days and their one moment each, through clock changes both ways. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.model.alert import Mode, Subscription

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EIGHT = time(8)
_LOOK = 8
"""Days to look back or ahead: every weekday is among them, today's twice."""


@dataclass(frozen=True, kw_only=True)
class DigestSlot:
    """One local day of one channel."""

    day: date
    at: datetime
    """When its digest is due, in UTC."""


def due_slot(subscription: Subscription, now: datetime) -> DigestSlot | None:
    """Return the latest day whose digest is due by now; None where none was asked for since the channel subscribed."""
    for slot in _slots(subscription, now, step=-1):
        if slot.at <= now:
            created = subscription.created_at
            return None if created is not None and slot.at < created else slot
    return None


def next_slot(subscription: Subscription, now: datetime) -> DigestSlot | None:
    """Return the next day on which a digest will be due."""
    return next((slot for slot in _slots(subscription, now, step=1) if slot.at > now), None)


def zone_of(subscription: Subscription) -> tzinfo:
    """Return the channel's zone; UTC where the machine does not know its name, or has no zones at all."""
    try:
        return ZoneInfo(subscription.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def weekdays(subscription: Subscription) -> frozenset[int]:
    """Return the days asked for, Monday being 0; a weekly digest without a named day comes on Monday."""
    words = subscription.digest_days.replace(",", " ").split()
    named = frozenset(DAYS.index(word) for word in words if word in DAYS)
    if named:
        return named
    if subscription.mode is Mode.WEEKLY:
        return frozenset({0})
    return frozenset(range(5)) if words == ["weekdays"] else frozenset(range(7))


def moment_of(day: date, subscription: Subscription) -> datetime:
    """Return the one moment of a local day at which its digest is due.

    A time that the clocks skip counts from before the change (02:30 comes at 03:30), one that they repeat is its first pass: PEP 495's
    `fold=0` says both.
    """
    try:
        clock = time.fromisoformat(subscription.digest_at).replace(tzinfo=None)
    except ValueError:
        clock = _EIGHT
    return datetime.combine(day, clock, zone_of(subscription)).astimezone(UTC)


def _slots(subscription: Subscription, now: datetime, *, step: int) -> list[DigestSlot]:
    """Return the asked days from today on, forwards or backwards."""
    wanted, today = weekdays(subscription), now.astimezone(zone_of(subscription)).date()
    days = [today + timedelta(days=step * count) for count in range(_LOOK)]
    return [DigestSlot(day=day, at=moment_of(day, subscription)) for day in days if day.weekday() in wanted]
