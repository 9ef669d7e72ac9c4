"""Deliver: what to do with a claimed delivery, and what becomes of it. Pure; the loop is in `outbox`."""

import math
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.model.alert import Act
from bot.model.card import Card, line
from bot.model.delivery import (
    CannotCheck,
    Delivery,
    DeliveryState,
    LookBack,
    NotFound,
    Reach,
    Refusal,
    Rejected,
    RetryLater,
    SendResult,
    Sent,
    Uncertain,
)
from bot.model.quota import Quotas

BACKOFF = (2.0, 10.0, 60.0, 300.0, 1800.0, 7200.0)
"""Upper bounds of the wait after each failed attempt, in seconds; the wait is drawn from all below (full jitter)."""
LONGEST_REST = 60.0
"""Seconds between two tries of a platform that cannot be reached at all."""
LEASE_RAN_OUT = "lease ran out"
"""The reason the store gives a row whose worker died."""


class OnUncertain(StrEnum):
    """What to do with a doubtful send that no platform lets us check."""

    RESEND = "resend"
    HOLD = "hold"


class OnDeleted(StrEnum):
    """What an edit does when somebody deleted the message."""

    DROP = "drop"
    POST = "post"


@dataclass(frozen=True, kw_only=True)
class DeliveryRules:
    """What the operator may choose, and the times that belong together; seconds."""

    max_age: float = 6 * 3600.0
    """Older posts go into the next digest, older edits lapse."""
    late_after: float = 900.0
    """A post that comes later says so."""
    on_uncertain: OnUncertain = OnUncertain.RESEND
    on_deleted: OnDeleted = OnDeleted.DROP
    lease: float = 18.0
    """How long a claimed row is ours: a wait for its turn, a send and a margin."""
    send_limit: float = 13.0
    """A platform bounds its own calls to 12 s and says what a late answer means; this is for one that does not."""
    turn_limit: float = 3.0
    """A row that would wait longer for its turn is given back."""
    quotas: Quotas = field(default_factory=Quotas)
    """What one workspace may have sent."""
    slots: int = 32
    """Sends at once on one platform."""
    longest_wait: float = 3600.0
    """A platform that asks for a longer wait is asked again then."""
    hold: float = 86_400.0
    """When a held row is looked at again."""
    crashes: int = 8
    """A row that so many attempts did not outlive may be what kills the process, …"""
    quarantine: float = 300.0
    """… so it waits that long before each further attempt, until it is too old."""


class Checked(Protocol):
    """How a platform lets us check a doubtful send; every Platform is one."""

    settle_seconds: float
    resend_safe_seconds: float


class Step(StrEnum):
    """What to do with a claimed row."""

    SEND = "send"
    LOOK_BACK = "look back"
    SETTLE = "settle"


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """What to write of a claimed row, and what follows from it."""

    state: DeliveryState
    next_at: datetime | None = None
    reason: str = ""
    message_ref: str = ""
    degraded: bool | None = None
    park: Reach | None = None
    """Park the destination, or everything of its workspace."""
    pause: Reach | None = None
    """Send nothing of that reach before `next_at`."""
    instead: Act | None = None
    """Add a delivery with this act that says the same: the act itself cannot be done any more."""
    unchecked: bool = False
    """A doubtful send could not be looked up: counted."""


def wait_seconds(attempts: int, draw: float) -> float:
    """Return the wait before the next attempt, full jitter: `draw` is a random number in [0, 1)."""
    bound = BACKOFF[min(max(attempts, 1), len(BACKOFF)) - 1]
    return max(0.2, draw * bound)


def asked_seconds(after: float | None, attempts: int, draw: float, *, most: float = 3600.0) -> float:
    """Return the wait that a platform asked for, bounded and with a little jitter; nonsense falls back to our own table."""
    if after is None or not math.isfinite(after) or after < 0:
        return wait_seconds(attempts, draw)
    return min(after, most) + 0.1 + draw * min(2.0, 0.1 * after)


def due_since(delivery: Delivery) -> datetime:
    """Return when it should have been sent: its planned time while nothing was tried, then when it was made.

    Quiet hours plan a row for the morning; that is not being late.
    """
    return max(delivery.created_at, delivery.next_at) if delivery.attempts <= 1 else delivery.created_at


def age_seconds(delivery: Delivery, now: datetime) -> float:
    """Return by how much it is behind its time."""
    return max(0.0, (now - due_since(delivery)).total_seconds())


def too_old(delivery: Delivery) -> Settlement:
    """Say what becomes of a row past its greatest age: posts are folded into the next digest, the rest lapses."""
    if delivery.act is Act.POST:
        return Settlement(state=DeliveryState.DIGESTED, reason="too old to be posted alone")
    return Settlement(state=DeliveryState.EXPIRED, reason=f"too old for the {delivery.act.value}")


def before_send(
    delivery: Delivery, *, now: datetime, platform: Checked, rules: DeliveryRules, forum: bool = False
) -> tuple[Step, Settlement | None]:
    """Return whether to send a claimed row, to look back for it, or to settle it unsent.

    Edits and retractions are repeated blindly, for doing them twice is doing them once. A post or reply in doubt is repeated only while
    the platform still knows its key; forum posts never (Discord's nonce does not cover threads).
    """
    doubtful = delivery.state is DeliveryState.UNCERTAIN
    if doubtful and delivery.attempts > rules.crashes and delivery.reason == LEASE_RAN_OUT:
        later = now + timedelta(seconds=rules.quarantine)
        return Step.SETTLE, Settlement(state=DeliveryState.UNCERTAIN, next_at=later, reason="many attempts ended with the process")
    if not doubtful or delivery.act in {Act.EDIT, Act.RETRACT}:
        if age_seconds(delivery, now) > rules.max_age:
            return Step.SETTLE, too_old(delivery)
        return Step.SEND, None
    if not forum and resend_is_safe(delivery, now=now, platform=platform, rules=rules):
        return Step.SEND, None
    return Step.LOOK_BACK, None


def resend_is_safe(delivery: Delivery, *, now: datetime, platform: Checked, rules: DeliveryRules) -> bool:
    """Tell whether the platform surely still knows the key of the first attempt when a call begun now has ended."""
    if delivery.first_attempt_at is None:
        return False
    behind = (now - delivery.first_attempt_at).total_seconds()
    return 0 <= behind <= platform.resend_safe_seconds - rules.send_limit


def after_send(
    delivery: Delivery, result: SendResult, *, now: datetime, platform: Checked, rules: DeliveryRules, draw: float
) -> Settlement:
    """Return what became of a row that was sent just now."""
    if isinstance(result, Sent):
        return Settlement(state=DeliveryState.SENT, message_ref=result.ref)
    if isinstance(result, RetryLater):
        wide = result.reach is not Reach.DESTINATION
        wait = timedelta(seconds=asked_seconds(result.after, delivery.attempts, draw, most=rules.longest_wait))
        if wide and result.after is None:  # nobody can be reached: all wait a little, then one tries
            wait = min(wait, timedelta(seconds=LONGEST_REST))
        pause = result.reach if wide or result.after is not None else None
        # What was in doubt before stays in doubt: that this attempt did not arrive says nothing of the first.
        state = DeliveryState.UNCERTAIN if delivery.state is DeliveryState.UNCERTAIN else DeliveryState.PENDING
        return Settlement(state=state, next_at=now + wait, reason=result.reason, pause=pause)
    if isinstance(result, Uncertain):
        return in_doubt(delivery, result.reason, now=now, platform=platform, rules=rules, draw=draw)
    return after_refusal(delivery, result, now=now, rules=rules)


def in_doubt(delivery: Delivery, reason: str, *, now: datetime, platform: Checked, rules: DeliveryRules, draw: float) -> Settlement:
    """Return when to come back to a row that may have been sent: soon where repeating is safe, else when a look-back can be believed."""
    wait = wait_seconds(delivery.attempts, draw)
    repeatable = delivery.act in {Act.EDIT, Act.RETRACT} or resend_is_safe(
        delivery, now=now + timedelta(seconds=wait), platform=platform, rules=rules
    )
    if not repeatable:
        wait = platform.settle_seconds  # looking does no harm: what waits longer each time is the next send
    return Settlement(state=DeliveryState.UNCERTAIN, next_at=now + timedelta(seconds=wait), reason=reason)


def after_refusal(delivery: Delivery, result: Rejected, *, now: datetime, rules: DeliveryRules) -> Settlement:
    """Return what becomes of a row that the platform refused for good."""
    match result.refusal:
        case Refusal.DESTINATION_GONE:
            return Settlement(state=DeliveryState.PARKED, reason=result.reason, park=Reach.DESTINATION)
        case Refusal.TENANT_GONE:
            return Settlement(state=DeliveryState.PARKED, reason=result.reason, park=Reach.WORKSPACE)
        case Refusal.BAD_PAYLOAD if not delivery.degraded:
            return Settlement(state=DeliveryState.PENDING, next_at=now, reason=result.reason, degraded=True)
        case Refusal.BAD_PAYLOAD:
            return Settlement(state=DeliveryState.DEAD, reason=result.reason)
        case _:
            return without_message(delivery, result.refusal, rules)


def without_message(delivery: Delivery, refusal: Refusal, rules: DeliveryRules) -> Settlement:
    """Return what becomes of an act whose message was deleted, or can no longer be edited.

    Who deletes an alert does not want it back, so the act is dropped unless the operator says otherwise. A retraction that cannot strike
    the message through is said below it.
    """
    gone = refusal is Refusal.MESSAGE_GONE
    reason = "the message was deleted" if gone else "the message is too old to edit"
    instead = None
    if gone and delivery.act is Act.EDIT and rules.on_deleted is OnDeleted.POST:
        instead = Act.POST
    elif not gone and delivery.act is Act.RETRACT:
        instead = Act.REPLY
    return Settlement(state=DeliveryState.CANCELLED, reason=reason, instead=instead)


def after_look_back(
    delivery: Delivery, found: LookBack, *, now: datetime, platform: Checked, rules: DeliveryRules, draw: float
) -> Settlement:
    """Return what became of a doubtful row that was looked up just now; `platform` has let its settle delay pass."""
    if isinstance(found, Sent):
        return Settlement(state=DeliveryState.SENT, message_ref=found.ref, reason="found by looking back")
    if isinstance(found, RetryLater):
        wait = timedelta(seconds=max(asked_seconds(found.after, delivery.attempts, draw, most=rules.longest_wait), platform.settle_seconds))
        return Settlement(state=DeliveryState.UNCERTAIN, next_at=now + wait, reason=found.reason)
    if isinstance(found, CannotCheck) and rules.on_uncertain is OnUncertain.HOLD:
        later = now + timedelta(seconds=rules.hold)
        return Settlement(state=DeliveryState.UNCERTAIN, next_at=later, reason=f"held: {found.reason}", unchecked=True)
    if age_seconds(delivery, now) > rules.max_age:
        return too_old(delivery)
    wait = timedelta(seconds=0.0 if delivery.attempts <= 3 else wait_seconds(delivery.attempts // 2, draw))
    if isinstance(found, NotFound):
        return Settlement(state=DeliveryState.PENDING, next_at=now + wait, reason="not found by looking back")
    return Settlement(state=DeliveryState.PENDING, next_at=now + wait, reason=f"sent again unchecked: {found.reason}", unchecked=True)


def card_to_send(delivery: Delivery, *, now: datetime, rules: DeliveryRules) -> Card:
    """Return the card with a word about how late it is, where it is; edits say nothing of it."""
    behind = age_seconds(delivery, now)
    if delivery.act not in {Act.POST, Act.REPLY} or delivery.late or behind <= rules.late_after:
        return delivery.card
    hours, minutes = divmod(int(behind // 60), 60)
    words = f"Late by {hours} h {minutes} min" if hours else f"Late by {minutes} min"
    return replace(delivery.card, notes=(*delivery.card.notes, line(words)))
