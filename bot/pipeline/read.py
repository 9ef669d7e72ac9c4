"""Reading an entry: from its words to all that dealwire holds of it. Pure: the same entry and catalogue give the same reading."""

from bot.model.catalogue import Catalogue
from bot.model.entry import Entry, Extent
from bot.model.reading import Claim, ClaimKind, Reading, Scope, Status
from bot.pipeline.extract import extract
from bot.pipeline.sort import Sorter
from bot.pipeline.summarise import summarise
from bot.pipeline.weights import Weights


class NewsReader:
    """Reads entries by one catalogue; see `bot.ports.Reader`."""

    def __init__(self, catalogue: Catalogue, weights: Weights | None = None) -> None:
        self._catalogue = catalogue
        self._sorter = Sorter(catalogue, weights)

    def read(self, entry: Entry) -> Reading:
        """Return all that the entry says; never raises on text, 50 ms for 100 KB."""
        found = self._sorter.sort(entry)
        verdict, document = found.verdict, found.document
        if document is None:
            return Reading(entry=entry, why=found.why)
        claims = extract(document, verdict.matches, verdict.primary, self._catalogue, entry) if verdict.about else ()
        if found.is_damaged:
            claims = tuple(claim for claim in claims if claim.quote in entry.text or claim.quote in entry.title)
        return Reading(
            entry=entry,
            matches=verdict.matches,
            primary=verdict.primary,
            genre=verdict.genre,
            alert=verdict.alert,
            status=status_of(entry, claims, verdict.primary),
            parties=verdict.parties,
            party_names=verdict.party_names,
            claims=claims,
            summary=tuple(s for s in summarise(document, frozenset(verdict.parties)) if "\ufffd" not in s) if verdict.primary else (),
            why=found.why,
        )


def status_of(entry: Entry, claims: tuple[Claim, ...], primary: str | None) -> Status:
    """Return where the entry's own deal stands: what befell it, else the highest rung that its claims support, else reported.

    A title alone never says more than that something is reported.
    """
    rungs = [c.status for c in claims if c.kind is ClaimKind.STATUS and c.status and c.storyline == primary and c.scope is Scope.DEAL]
    if not rungs:
        return Status.REPORTED
    turns = [status for status in rungs if status.is_turn]
    status = turns[0] if turns else max(rungs, key=lambda s: s.rung)
    if entry.extent is Extent.TITLE and status.rung > Status.REPORTED.rung:
        return Status.REPORTED
    return status
