"""A workspace's view: shared news as its own decisions leave it. What one workspace decides changes nothing for another."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.deal import Deal, Evidence
from bot.model.ruling import Ruling, claim_key
from bot.model.story import Story, StoryEntry


@dataclass(frozen=True, kw_only=True)
class View:
    """What a workspace has decided, as the stages need it."""

    tenant: str = ""
    muted: frozenset[str] = frozenset()
    """Hosts of publishers that count for nothing; a subdomain counts as its parent."""
    hidden: Mapping[str, Ruling] = field(default_factory=dict)
    """Stories that are struck through, with who did it and why."""
    dismissed: frozenset[str] = frozenset()
    """Names of claims that count for nothing (`claim_name`)."""

    @property
    def is_plain(self) -> bool:
        """Whether the workspace sees what everybody sees."""
        return not (self.muted or self.hidden or self.dismissed)

    def hears(self, host: str) -> bool:
        """Tell whether a publisher counts here."""
        return not self.muted or not any(host == muted or host.endswith(f".{muted}") for muted in self.muted)

    def believes(self, evidence: Evidence) -> bool:
        """Tell whether a claim counts here."""
        return self.hears(evidence.host) and claim_name(evidence) not in self.dismissed


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One event as a workspace sees it."""

    story: Story
    members: tuple[StoryEntry, ...]
    deal: Deal | None = None
    hidden: Ruling | None = None
    """Who struck it through here, and why."""


def claim_name(evidence: Evidence) -> str:
    """Return the short name of what one entry states; it stays the same when the ledger is made anew."""
    return claim_key(evidence.entry_id, evidence.claim.kind.value, evidence.claim.value)
