"""Digests: one message for many stories, at most one for each channel and local day."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Digest:
    """One digest of one channel, also one that had nothing to tell; unique by (destination, slot)."""

    destination_id: str
    slot: str
    """The channel's local date, `2026-03-02`; for a catch-up of a live channel the ten minutes in which it was made."""
    tenant: str
    at: datetime
    """When it was made."""
    digest_at: str = ""
    """The time of day it was made for: another time on the same day may follow one that had nothing to tell."""
    alert_id: str = ""
    """The alert that tells it; empty where there was nothing to tell."""


@dataclass(frozen=True, kw_only=True)
class DigestedStory:
    """What a channel was last told of a story by a digest; unique by (destination, story)."""

    destination_id: str
    story_id: str
    tenant: str
    alert_id: str
    """The digest's alert; empty where the story was left out for good (retracted before it was told)."""
    at: datetime
    mark: str = ""
    """What the story said then; where it says something else now, the next digest tells it again."""
