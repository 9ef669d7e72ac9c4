"""Alerts: what to say about a story to one tenant, and the revisions of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.card import Card
from bot.model.reading import Status


class Act(StrEnum):
    """What a delivery does at its destination."""

    POST = "post"
    EDIT = "edit"
    REPLY = "reply"
    RETRACT = "retract"


class AlertKind(StrEnum):
    """What an alert tells."""

    NEWS = "news"
    """A story."""
    DIGEST = "digest"
    """Many stories at one destination; `story_id` names place and day."""
    NOTICE = "notice"
    """A word of the bot itself: a greeting, trouble; `story_id` names what and where. No subscription is needed for it."""


@dataclass(frozen=True, kw_only=True)
class Alert:
    """One event told to one tenant; unique by (tenant, story)."""

    id: str
    """`stable_id("a", tenant, story_id)`."""
    tenant: str
    story_id: str
    storyline: str
    status: Status
    created_at: datetime
    card: Card
    """The root message as it should look now."""
    revision: int = 0
    hold_until: datetime | None = None
    """Posts wait for sibling reports until then."""
    kind: AlertKind = AlertKind.NEWS


class Mode(StrEnum):
    """When a channel is told."""

    LIVE = "live"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, kw_only=True)
class Destination:
    """A place where messages go."""

    id: str
    """`stable_id("d", platform, workspace, channel)`."""
    tenant: str
    """`slack:T012`, `discord:99`, `console:local`: platform and workspace."""
    platform: str
    workspace: str
    channel: str
    name: str = ""
    kind: str = "channel"
    """`channel`, `forum`, `dm`, `ops`."""
    parked_reason: str = ""
    """Why nothing is sent there now; empty where it lives."""


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """Who follows what and how; owned by the channel."""

    id: str
    tenant: str
    destination_id: str
    storylines: tuple[str, ...]
    """Slugs, or `*` alone for every one."""
    floor: str = "material"
    """`material`, or `all`: also mentions of a deal that are no news of it."""
    min_status: Status = Status.RUMOUR
    mode: Mode = Mode.LIVE
    created_by: str = ""
    created_at: datetime | None = None
    muted_until: datetime | None = None
    quiet: str = ""
    """`22:00-07:00`, local to `zone`; empty for none."""
    zone: str = "UTC"
    digest_at: str = "08:00"
    digest_days: str = "daily"
    language: str = ""
    """An event is told once a report of it is in this language (`en`, `zh`); empty for any."""
    threads: bool = True
    """Changed facts are told in the message's thread; else the message alone is edited."""
    broadcast: bool = False
    """Replies also go to the channel; off by default."""
