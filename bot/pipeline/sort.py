"""Sorting an entry: which storylines it is about, without its claims. Half of reading, and all that the proof of examples needs."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.errors import Problem
from bot.model.catalogue import Catalogue
from bot.model.document import Document
from bot.model.entry import Entry
from bot.model.reading import Role
from bot.model.storyline import Example, Storyline
from bot.pipeline.classify import Classifier, Verdict
from bot.pipeline.reasons import explain, listed
from bot.pipeline.weights import Weights, load_weights
from bot.text.document import read_document
from bot.text.gate import Gate
from bot.text.gazetteer import Gazetteer, fold
from bot.text.language import detect
from bot.text.scan import scan
from bot.text.words import lexicon, phrases

READ = 8_000
"""Characters of a text that are read; news is far shorter, and what stands beyond tells nothing of its subject."""
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NAMED = 3
_NOBODY = ("Nothing to follow: it names no company that dealwire knows, and no AI infrastructure that is dealt.",)
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Sorted:
    """What an entry is about."""

    verdict: Verdict
    why: tuple[str, ...]
    """Sentences that say what decided."""
    document: Document | None = None
    """The text as it was read; None where it names nothing that is followed, and nothing was read."""
    is_damaged: bool = False
    """Whether the text had characters that had to be replaced before it was read."""


class Sorter:
    """Sorts entries by one catalogue. Pure: the same entry and catalogue give the same answer, whatever the text."""

    def __init__(self, catalogue: Catalogue, weights: Weights | None = None) -> None:
        self._weights = weights or load_weights()
        self._gazetteer = Gazetteer(catalogue.companies)
        self._lexicon = lexicon()
        self._gate = Gate(catalogue.companies, phrases("infra"))
        self._classifier = Classifier(catalogue, self._weights)
        self._names = {company.id: company.name for company in catalogue.companies}
        self._titles = {storyline.id: storyline.title for storyline in catalogue.storylines}

    def sort(self, entry: Entry) -> Sorted:
        """Return what the entry is about; never raises on text."""
        beginning = entry.text[:READ]
        whole = f"{entry.title}\n{beginning}"
        folded = fold(whole)
        if not self._gate.opens(whole, folded):
            return Sorted(verdict=Verdict(), why=_NOBODY)
        title, text = _SURROGATE.sub("\ufffd", entry.title), _SURROGATE.sub("\ufffd", beginning)
        document = read_document(title, text, detect(whole, entry.lang), self._gazetteer)
        verdict = self._classifier.classify(scan(document, self._lexicon), folded)
        is_damaged = title != entry.title or text != beginning
        return Sorted(verdict=verdict, why=self._why(document, verdict), document=document, is_damaged=is_damaged)

    def _why(self, document: Document, verdict: Verdict) -> tuple[str, ...]:
        names = dict.fromkeys(self._names[mention.company] for sentence in document.article for mention in sentence.mentions)
        named = (f"It names {listed(list(names)[:_NAMED])}.",) if names and not verdict.matches else ()
        return named + explain(
            verdict.matches,
            self._titles,
            primary=verdict.primary,
            alert=verdict.alert,
            genre=verdict.genre,
            news=verdict.news,
            weights=self._weights.news,
            words=verdict.words,
        )


def prove_examples(catalogue: Catalogue) -> tuple[Problem, ...]:
    """Return a problem for each example that its own storyline contradicts, naming the example; none when all hold."""
    sorter = Sorter(catalogue)
    return tuple(
        problem
        for storyline in catalogue.storylines
        for wanted, examples in ((True, storyline.matching), (False, storyline.not_matching))
        for example in examples
        if (problem := _contradiction(storyline, example, sorter, wanted=wanted))
    )


def _contradiction(storyline: Storyline, example: Example, sorter: Sorter, *, wanted: bool) -> Problem | None:
    found = sorter.sort(Entry(id="example", url="", title=example.title, text=example.text, seen=_EPOCH))
    about = any(match.storyline == storyline.id and match.role is Role.ABOUT for match in found.verdict.matches)
    if about == wanted:
        return None
    told = "; ".join(found.why[:2])
    rule = "should match, but does not" if wanted else "must not match, but does"
    return Problem(
        f"{storyline.source or storyline.id}:{example.line or 1}",
        f"the example “{example.title}” {rule} ({told}). Change the example, or the parties, terms and `together` of the storyline.",
    )
