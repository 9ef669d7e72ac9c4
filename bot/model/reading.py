"""What one entry says: which storylines it is about, whether it is news of a deal, and its claims."""

from dataclasses import dataclass
from enum import StrEnum

from bot.model.entry import Entry


class Role(StrEnum):
    """How an entry touches a storyline."""

    ABOUT = "about"
    MENTION = "mention"


class Status(StrEnum):
    """The status ladder, weakest first, then what can befall a deal; `rung` orders the ladder."""

    RUMOUR = "rumour"
    REPORTED = "reported"
    ANNOUNCED = "announced"
    LETTER = "letter of intent"
    DEFINITIVE = "definitive agreement"
    FILED = "filed"
    DELIVERED = "delivered"
    AMENDED = "amended"
    DELAYED = "delayed"
    DENIED = "denied"
    CANCELLED = "cancelled"

    @property
    def rung(self) -> int:
        """0 for a rumour to 6 for delivered; 7 and above are turns of events, not higher rungs."""
        return list(Status).index(self)

    @property
    def is_turn(self) -> bool:
        """Whether it is something that befell the deal (amended, delayed, denied, cancelled)."""
        return self.rung > Status.DELIVERED.rung


class Genre(StrEnum):
    """What kind of text the entry is; only news of a deal rings anybody."""

    DEAL = "deal"
    """Its main subject is a concrete deal between named parties, or a material development of one."""
    RECAP = "recap"
    """It tells an old deal again."""
    ROUNDUP = "roundup"
    OPINION = "opinion"
    """Commentary, explainers, essays, forecasts."""
    MARKET = "market"
    """Share prices, analysts, earnings."""
    OTHER = "other"


class ClaimKind(StrEnum):
    """The seven kinds that are scored, and the parties."""

    VALUE = "value"
    POWER = "power"
    UNITS = "units"
    SITE = "site"
    DATE = "date"
    STATUS = "status"
    OPTION = "option"
    PARTY = "party"


class Hedge(StrEnum):
    """How firmly a figure is put."""

    EXACT = "exact"
    ABOUT = "about"
    UP_TO = "up_to"
    AT_LEAST = "at_least"
    RANGE = "range"


class Scope(StrEnum):
    """Whose the fact is: this deal's, the party's as a whole, or a total over many deals."""

    DEAL = "deal"
    PARTY = "party"
    TOTAL = "total"


class Speaker(StrEnum):
    """Who says it, firmest first."""

    COMPANY = "company"
    NAMED = "named source"
    UNNAMED = "unnamed source"
    OUTLET = "outlet"


@dataclass(frozen=True, kw_only=True)
class Match:
    """This entry is about, or merely mentions, that storyline, because of these words."""

    storyline: str
    role: Role
    score: float
    """0 to 1."""
    reasons: tuple[str, ...] = ()
    """Short phrases a reader understands: `title names OpenAI and Foxconn`, `“co-design” beside both`."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One fact as one entry states it; never edited afterwards."""

    kind: ClaimKind
    value: str
    """Normal form: `USD 5e9`, `USD 1e9-5e9`, `10 GW`, `1000 racks/week`, `US-OH`, `2026-H2`; words for status and option."""
    quote: str
    """An exact piece of the entry's title or text, at most 60 words and 400 characters."""
    hedge: Hedge = Hedge.EXACT
    basis: str | None = None
    """`year`, `GW`, … where a figure is per something."""
    scope: Scope = Scope.DEAL
    speaker: Speaker = Speaker.OUTLET
    storyline: str | None = None
    """Whose fact it is; None is nobody's ledger."""
    party: str | None = None
    """The company whose fact it is, for scope `party`; the named party for kind `party`."""
    status: Status | None = None
    """The rung, for kind `status`."""
    sentence: int = 0
    """Ordinal of the sentence, title first."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """All that one entry says, decided by pure code from the entry and the catalogue alone."""

    entry: Entry
    matches: tuple[Match, ...] = ()
    primary: str | None = None
    genre: Genre = Genre.OTHER
    alert: bool = False
    """Worth an alert by itself; whether one is due depends on what was told before."""
    status: Status = Status.REPORTED
    parties: tuple[str, ...] = ()
    """Company ids of the main deal, most prominent first."""
    party_names: tuple[str, ...] = ()
    """Names as shown, for the catch-all's parties that no file names."""
    claims: tuple[Claim, ...] = ()
    summary: tuple[str, ...] = ()
    """At most three sentences of the text itself."""
    why: tuple[str, ...] = ()
    """At most four lines in a reader's words: what decided, and what would have changed it."""

    @property
    def about(self) -> tuple[str, ...]:
        """The storylines it is about, the primary first."""
        ids = [m.storyline for m in self.matches if m.role is Role.ABOUT]
        return tuple(sorted(ids, key=lambda i: i != self.primary))
