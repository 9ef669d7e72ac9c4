"""Rulings: what a workspace decided for itself. Shared news stays as it is for everybody else."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.ids import stable_id


class RulingKind(StrEnum):
    """What was decided; what stands in `key` and `body` depends on it."""

    MUTED_SOURCE = "muted source"
    """`key`: the publisher's host; it counts for nothing here."""
    HIDDEN_EVENT = "hidden event"
    """`key`: the story; struck through here. `value`: the story it was merged into, if any."""
    DISMISSED_CLAIM = "dismissed claim"
    """`key`: the claim (`claim_key`); it stands in no ledger here. `value`: the claim in words."""
    VOTE = "vote"
    """`key`: story and user; `reason`: what is wrong with the alert."""
    TRACKED = "tracked storyline"
    """`key`: the storyline's id; `value`: the storyline as JSON."""
    TRACKED_MATCH = "tracked match"
    """`key`: the story and the entry that matched; `value`: the workspace's storyline."""
    DRAFT = "draft"
    """`key`: a name for what waits for *Save it*; `value`: the storyline as JSON."""
    PING = "ping"
    """`key`: the channel's destination; `value`: the role that is named in it."""


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """One decision of one workspace; unique by (tenant, kind, key)."""

    tenant: str
    kind: RulingKind
    key: str
    at: datetime
    who: str = ""
    reason: str = ""
    value: str = ""


def claim_key(entry_id: str, kind: str, value: str) -> str:
    """Return the short name of what one entry states."""
    return stable_id("c", entry_id, kind, value)
