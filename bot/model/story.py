"""Stories: the entries that report one real-world event, and what happens to a story."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.entry import Entry
from bot.model.ids import SHARED
from bot.model.reading import Status


class StoryState(StrEnum):
    """Whether a story stands."""

    OPEN = "open"
    MERGED = "merged"
    RETRACTED = "retracted"


class Likeness(StrEnum):
    """How an entry stands to the rest of its story."""

    FIRST = "first"
    SAME_PAGE = "same page"
    """The same address in another feed: counts for nothing."""
    COPY = "copy"
    """The same text: a wire copy or a light rewrite."""
    INDEPENDENT = "independent"


@dataclass(frozen=True, kw_only=True)
class Story:
    """One real-world event."""

    id: str
    storyline: str | None
    """The primary one; None for a story of `cluster`, which knows no storylines."""
    headline: str
    """The event's, from its best source so far."""
    opened_at: datetime
    """`seen` of its first entry."""
    updated_at: datetime
    tenant: str = SHARED
    storylines: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    status: Status = Status.REPORTED
    deal_id: str | None = None
    follows: str | None = None
    """The earlier story of the same storyline that this one develops."""
    state: StoryState = StoryState.OPEN
    merged_into: str | None = None
    summary: tuple[str, ...] = ()
    lead_entry: str = ""
    """The entry whose words the card uses: the best grade, then the first."""
    alertable: bool = False
    """Whether any of its entries was worth an alert."""
    languages: tuple[str, ...] = ()
    """Base tags of the languages in which it is reported, in order."""


@dataclass(frozen=True, kw_only=True)
class StoryEntry:
    """One entry's place in a story."""

    story_id: str
    entry: Entry
    likeness: Likeness


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How widely an event is reported: `3 independent of 14`."""

    independent: int = 1
    total: int = 1


def coverage_of(members: "tuple[StoryEntry, ...]") -> Coverage:
    """Count a story's entries: one article in two feeds counts once, copies and rewrites of one text are not independent."""
    counted = [member for member in members if member.likeness is not Likeness.SAME_PAGE]
    independent = sum(member.likeness in (Likeness.FIRST, Likeness.INDEPENDENT) for member in counted)
    return Coverage(independent=max(1, independent), total=max(1, len(counted)))


class ChangeKind(StrEnum):
    """What may cause an alert or an edit."""

    OPENED = "opened"
    GREW = "grew"
    FACT_CHANGED = "fact changed"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    MERGED = "merged"
    SPLIT = "split"
    FOLLOWED = "followed"
    """A later development opened a story of its own."""


@dataclass(frozen=True, kw_only=True)
class FactChange:
    """One field of the ledger before and after, with the entry that changed it."""

    kind: str
    old: str
    new: str
    entry_id: str
    publisher: str
    url: str


@dataclass(frozen=True, kw_only=True)
class StoryChange:
    """Something happened to a story."""

    story_id: str
    kind: ChangeKind
    at: datetime
    entry_id: str | None = None
    facts: tuple[FactChange, ...] = ()
    note: str = ""


class Outcome(StrEnum):
    """The closed list of what can become of an item in a channel; exactly one holds."""

    ALERTED = "alerted"
    PENDING = "pending"
    UNCERTAIN = "uncertain"
    UNDELIVERABLE = "undeliverable"
    DIGESTED = "digested"
    RETRACTED = "retracted"
    JOINED = "joined a story"
    BELOW_FLOOR = "below the floor"
    OTHER_LANGUAGE = "another language"
    MENTION_ONLY = "mention only"
    RECAP = "recap"
    NOT_A_DEAL = "not a deal"
    SEEN_BEFORE = "seen before"
    LEARNING = "learning"
    TOO_OLD = "too old"
    MUTED = "muted"
    QUIET_HOURS = "quiet hours"
    RATE_CAPPED = "rate capped"
    FEED_ERROR = "feed error"
