"""Deliveries: one act of one alert at one destination, its states, and what a send can come to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from bot.model.alert import Act, Destination
from bot.model.card import Card


class DeliveryState(StrEnum):
    """See `docs/operations.md` for the state machine."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    PARKED = "parked"
    """Its destination cannot be reached; it waits."""
    DEAD = "dead"
    DIGESTED = "digested"
    """A post too old to be posted alone: folded into the next digest."""
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    """A newer edit of the same message says more."""


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A row of the outbox; unique by (alert, destination, act, revision)."""

    id: str
    """`stable_id("x", alert_id, destination_id, act, str(revision))`: also the nonce and look-back key."""
    tenant: str
    alert_id: str
    destination_id: str
    act: Act
    revision: int
    state: DeliveryState
    created_at: datetime
    next_at: datetime
    card: Card
    """What this act says: the whole root for post and edit, the note for a reply."""
    attempts: int = 0
    """Raised by the claim, not after the send."""
    lease_owner: str = ""
    lease_until: datetime | None = None
    first_attempt_at: datetime | None = None
    settled_at: datetime | None = None
    message_ref: str = ""
    """The platform's name of the message that came of it."""
    root_ref: str = ""
    """For edit, reply and retract: the message of the alert's post at this destination."""
    reason: str = ""
    late: bool = False
    degraded: bool = False
    """Send as plain text: the rich form was refused once."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a platform is asked to send."""

    key: str
    """The delivery's id: nonce, metadata and look-back all use it."""
    destination: Destination
    act: Act
    card: Card
    root_ref: str = ""
    broadcast: bool = False
    plain: bool = False
    ping: str = ""
    """A role of the platform's that the post names and notifies; empty for nobody, which is what every other act has."""
    first_attempt_at: datetime | None = None


class Reach(StrEnum):
    """How far a wait or a refusal reaches."""

    DESTINATION = "destination"
    WORKSPACE = "workspace"
    PLATFORM = "platform"


@dataclass(frozen=True, kw_only=True)
class Sent:
    """Accepted, with the name to edit it by."""

    ref: str


@dataclass(frozen=True, kw_only=True)
class RetryLater:
    """Definitely not sent; may be sent again after a wait."""

    reason: str
    after: float | None = None
    """Seconds the platform asked for."""
    reach: Reach = Reach.DESTINATION


@dataclass(frozen=True, kw_only=True)
class Uncertain:
    """Perhaps sent: look before sending again."""

    reason: str


class Refusal(StrEnum):
    """Why a send will never work as it is."""

    DESTINATION_GONE = "destination gone"
    TENANT_GONE = "tenant gone"
    BAD_PAYLOAD = "bad payload"
    MESSAGE_GONE = "message gone"
    """The root to edit or to reply to was deleted."""
    EDIT_CLOSED = "edit closed"
    """Too old to edit (Discord 30046): say it in a reply."""


@dataclass(frozen=True, kw_only=True)
class Rejected:
    """Definitely not sent, and not to be tried again unchanged."""

    refusal: Refusal
    reason: str


SendResult: TypeAlias = Sent | RetryLater | Uncertain | Rejected


@dataclass(frozen=True, kw_only=True)
class NotFound:
    """The look-back saw far enough, and the message is not there."""


@dataclass(frozen=True, kw_only=True)
class CannotCheck:
    """No permission or no way to look."""

    reason: str


LookBack: TypeAlias = Sent | NotFound | CannotCheck | RetryLater


@dataclass(frozen=True, kw_only=True)
class Pace:
    """What a platform allows: sends a second and how many at once, by reach."""

    per_destination: float
    per_workspace: float
    per_platform: float
    burst: float = 1.0
    """At once to one destination."""
    crowd: float = 0.0
    """At once in a workspace or on the whole platform; 0 for a second's worth."""
    seconds: float = 0.0
    """Beside that, no more than these seconds' worth in any stretch of so many seconds, in a workspace and on the platform; 0 where nobody counts."""


@dataclass(frozen=True, kw_only=True)
class PlatformHealth:
    """Real signals only."""

    name: str
    connected: bool
    detail: str = ""
    last_heard_at: datetime | None = None
