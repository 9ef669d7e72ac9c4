"""The claims an entry makes: each with its quote, hedge, scope, owner and speaker.

Conventions, which the ledger relies on:
- `status`: “no purchase commitment” (`bot.text.status_words.NO_COMMITMENT`) says that nothing need be bought or paid. It is a STATUS claim
  without a rung; `bot.pipeline.figures.denies_value` recognises it and sets it against any amount.
- `value` carries the basis (`USD 30e9/year`), as `basis` does; hedges stand in `hedge` alone.
- A pace of production (`1000 racks/week`) and the plants a company runs anyway have scope PARTY and the deal as owner.
- What is said of companies, of totals, of the past or of other deals has no owner: kept as evidence, in nobody's ledger.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC
from itertools import islice

from bot.model.catalogue import Catalogue
from bot.model.document import Document, Sentence, Zone
from bot.model.entry import Entry, Extent
from bot.model.reading import Claim, Match, Status
from bot.pipeline.facts import Reader
from bot.pipeline.owners import Owners
from bot.pipeline.tidy import tidy

_MOST_SENTENCES = 160
"""Sentences read of one article: the deal stands in the first few."""
_MOST_FINDINGS = 160
"""Findings before repeats are taken out; a longer list is no news."""


def extract(document: Document, matches: Sequence[Match], primary: str | None, catalogue: Catalogue, entry: Entry) -> tuple[Claim, ...]:
    """Return the claims of an entry, in order of place; none where it touches no storyline.

    Pure and linear in the text; never raises. Of an entry known by its title alone, only what the title says.
    """
    if not matches and primary is None:
        return ()
    wanted = {m.storyline for m in matches} | ({primary} if primary else set())
    storylines = [s for s in catalogue.storylines if s.id in wanted]
    owners = Owners(document, matches, primary, storylines)
    reader = Reader(owners, entry=entry, reference=(entry.published or entry.seen).astimezone(UTC).date(), lang=document.lang)
    for sentence in islice(_sentences(document, entry), _MOST_SENTENCES):
        reader.read(sentence)
        if len(reader.claims) >= _MOST_FINDINGS:
            break
    claims = tidy(reader.claims, entry, whole=document.text)
    return tuple(map(_by_title_alone, claims)) if entry.extent is Extent.TITLE else claims


def _by_title_alone(claim: Claim) -> Claim:
    """A title alone raises no status above reported, and tells of no turn of events."""
    if claim.status is None or claim.status.rung <= Status.REPORTED.rung:
        return claim
    return replace(claim, status=None if claim.status.is_turn else Status.REPORTED)


def _sentences(document: Document, entry: Entry) -> Iterator[Sentence]:
    for sentence in document.sentences:
        if sentence.zone is Zone.TITLE or (entry.extent is not Extent.TITLE and sentence.zone is not Zone.ASIDE):
            yield sentence
