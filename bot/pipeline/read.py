"""Reading an entry: from its words to all that dealwire holds of it. Pure: the same entry and catalogue give the same reading."""

import re

from bot.model.catalogue import Catalogue
from bot.model.document import Document
from bot.model.entry import Entry, Extent
from bot.model.reading import Claim, ClaimKind, Reading, Scope, Status
from bot.pipeline.classify import Classifier, Verdict
from bot.pipeline.extract import extract
from bot.pipeline.reasons import explain, listed
from bot.pipeline.summarise import summarise
from bot.pipeline.weights import Weights, load_weights
from bot.text.document import read_document
from bot.text.gate import Gate
from bot.text.gazetteer import Gazetteer, fold
from bot.text.language import detect
from bot.text.scan import scan
from bot.text.words import lexicon, phrases

_READ = 8_000
"""Characters of a text that are read; news is far shorter, and what stands beyond tells nothing of its subject."""
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NAMED = 3
_NOBODY = ("Nothing to follow: it names no company that dealwire knows, and no AI infrastructure that is dealt.",)


class NewsReader:
    """Reads entries by one catalogue; see `bot.ports.Reader`."""

    def __init__(self, catalogue: Catalogue, weights: Weights | None = None) -> None:
        self._catalogue = catalogue
        self._weights = weights or load_weights()
        self._gazetteer = Gazetteer(catalogue.companies)
        self._lexicon = lexicon()
        self._gate = Gate(catalogue.companies, phrases("infra"))
        self._classifier = Classifier(catalogue, self._weights)
        self._names = {company.id: company.name for company in catalogue.companies}
        self._titles = {storyline.id: storyline.title for storyline in catalogue.storylines}

    def read(self, entry: Entry) -> Reading:
        """Return all that the entry says; never raises on text, 50 ms for 100 KB."""
        whole = f"{entry.title}\n{entry.text[:_READ]}"
        folded = fold(whole)
        if not self._gate.opens(whole, folded):
            return Reading(entry=entry, why=_NOBODY)
        title, text = _SURROGATE.sub("\ufffd", entry.title), _SURROGATE.sub("\ufffd", entry.text[:_READ])
        document = read_document(title, text, detect(whole, entry.lang), self._gazetteer)
        verdict = self._classifier.classify(scan(document, self._lexicon), folded)
        claims = extract(document, verdict.matches, verdict.primary, self._catalogue, entry) if verdict.about else ()
        if title != entry.title or text != entry.text[:_READ]:
            claims = tuple(claim for claim in claims if claim.quote in entry.text or claim.quote in entry.title)
        return self._reading(entry, document, verdict, claims)

    def _reading(self, entry: Entry, document: Document, verdict: Verdict, claims: tuple[Claim, ...]) -> Reading:
        names = dict.fromkeys(self._names[mention.company] for sentence in document.article for mention in sentence.mentions)
        named = (f"It names {listed(list(names)[:_NAMED])}.",) if names and not verdict.matches else ()
        why = explain(
            verdict.matches,
            self._titles,
            primary=verdict.primary,
            alert=verdict.alert,
            genre=verdict.genre,
            news=verdict.news,
            weights=self._weights.news,
            words=verdict.words,
        )
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
            why=named + why,
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
