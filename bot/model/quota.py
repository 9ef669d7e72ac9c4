"""Quotas: how much of the bot one workspace may use, in windows that begin at the full hour or at midnight UTC."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Use(StrEnum):
    """What is counted."""

    POLLS = "polls"
    """Of the workspace's own feeds, an hour."""
    BYTES = "bytes"
    """Of bodies of its own feeds and of the articles read for them, unpacked, a day."""
    MESSAGES = "messages"
    """Posts, edits and replies, an hour; notices of trouble are none."""


@dataclass(frozen=True, kw_only=True)
class Quotas:
    """What one workspace may use; 0 for any number. Shared feeds count for nobody."""

    feeds: int = 25
    storylines: int = 10
    polls_an_hour: int = 1_000
    megabytes_a_day: int = 1_000
    messages_an_hour: int = 10_000

    def limit(self, use: Use) -> int:
        """Return how much of a use one window allows, 0 for any number."""
        return {Use.POLLS: self.polls_an_hour, Use.BYTES: self.megabytes_a_day * 1_000_000, Use.MESSAGES: self.messages_an_hour}[use]

    def left(self, use: Use, used: int) -> float:
        """Return how much of a use its window still allows, less than 0 beyond it, infinity for any number."""
        limit = self.limit(use)
        return limit - used if limit else math.inf


@dataclass(frozen=True, kw_only=True)
class Window:
    """A stretch of time in which a use is counted."""

    slot: str
    """`2026-11-27T13` or `2026-11-27`; later ones sort behind."""
    until: datetime


def window(use: Use, now: datetime) -> Window:
    """Return the window that is open now."""
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    if use is Use.BYTES:
        day = hour.replace(hour=0)
        return Window(slot=f"{day:%Y-%m-%d}", until=day + timedelta(days=1))
    return Window(slot=f"{hour:%Y-%m-%dT%H}", until=hour + timedelta(hours=1))


@dataclass(frozen=True, kw_only=True)
class UsedUp:
    """A workspace has used up what a window allows."""

    tenant: str
    use: Use
    limit: int
    window: Window

    def __str__(self) -> str:
        """Say what happened, and what to do."""
        setting = {Use.POLLS: "polls_an_hour", Use.BYTES: "megabytes_a_day", Use.MESSAGES: "messages_an_hour"}[self.use]
        much, what = {
            Use.POLLS: (f"{self.limit:,}", "polls of its own feeds of this hour: they are polled again"),
            Use.BYTES: (f"{self.limit // 1_000_000:,} MB", "for its own feeds of this day: they are polled again"),
            Use.MESSAGES: (f"{self.limit:,}", "messages of this hour: the others go out"),
        }[self.use]
        return f"{self.tenant} has used its {much} {what} from {self.window.until:%H:%M} UTC. If that is too little, raise {setting} under [quotas]."
