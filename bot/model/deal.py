"""Deals and their ledgers, reconciled from claims."""

from dataclasses import dataclass
from datetime import datetime

from bot.model.feed import Grade
from bot.model.ids import SHARED
from bot.model.reading import Claim, Status


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A claim with where it stands."""

    claim: Claim
    entry_id: str
    publisher: str
    host: str
    url: str
    grade: Grade
    seen: datetime


@dataclass(frozen=True, kw_only=True)
class LedgerField:
    """One fact of a deal: what is held for true, who says so, and who says otherwise."""

    kind: str
    """A ClaimKind; `site` and `date` may have several fields, told apart by `value`."""
    value: str | None
    """Normal form; None means not stated by any source that counts."""
    hedge: str = "exact"
    basis: str | None = None
    supports: tuple[Evidence, ...] = ()
    contradicts: tuple[Evidence, ...] = ()
    """The other side is shown, never averaged."""

    @property
    def disputed(self) -> bool:
        """Whether any source says otherwise."""
        return bool(self.contradicts)


@dataclass(frozen=True, kw_only=True)
class Deal:
    """One agreement or project inside a storyline."""

    id: str
    storyline: str
    title: str
    opened_by: str
    """The story that opened it."""
    opened_at: datetime
    tenant: str = SHARED
    status: Status = Status.REPORTED
    fields: tuple[LedgerField, ...] = ()
    company_facts: tuple[LedgerField, ...] = ()
    """What sources say of a party as a whole, or of a total: shown as theirs, never in conflict."""
