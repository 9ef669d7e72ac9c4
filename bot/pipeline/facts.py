"""Reading one sentence after another for facts, and tidying what was found into an entry's claims."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.model.document import Sentence, Zone
from bot.model.entry import Entry
from bot.model.feed import Grade
from bot.model.reading import Claim, ClaimKind, Hedge, Scope, Speaker, Status
from bot.pipeline.bearings import (
    Bearing,
    bearing_of,
    is_conversion,
    is_footprint,
    may_be_called,
    runs_plants,
    scope_of_units,
    tells_of_then,
    tells_past,
)
from bot.pipeline.milestones import is_milestone
from bot.pipeline.owners import Name, Owners
from bot.pipeline.quotes import around, sentence_around
from bot.text import amounts, dates, options, power, status_words, units
from bot.text.amounts import find_amounts, find_vague
from bot.text.cues import AllCues
from bot.text.dates import find_dates
from bot.text.figures import Figure
from bot.text.gazetteer import fold
from bot.text.options import find_options
from bot.text.places import find_places
from bot.text.power import find_power
from bot.text.speakers import speaker_of
from bot.text.status_words import find_status
from bot.text.units import find_units

_CUES = AllCues(amounts.CUES, power.CUES, units.CUES, dates.CUES, status_words.CUES, options.CUES)
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e\d+)?")
_LONGEST_SENTENCE = 1_500
_BESIDE = frozenset({Status.LETTER, Status.DEFINITIVE, Status.DENIED})
"""What a sentence that says something else of a deal says of its state beside it."""
_SMALLEST_DEAL = 1e6
_MOST = 16
"""Findings of one kind in one sentence."""
_FEW_PIECES = 1_000
_PARTICULAR = 2
_LABEL = 40
"""Characters: a heading this short is a label, no statement."""


class Reader:
    """Collects the claims of one entry."""

    def __init__(self, owners: Owners, *, entry: Entry, reference: date, lang: str) -> None:
        self.claims: list[Claim] = []
        self._owners, self._reference, self._lang = owners, reference, lang
        self._speaker: Speaker | None = None
        self._low = ""
        self._official = entry.grade is Grade.PRIMARY

    def read(self, sentence: Sentence) -> None:
        """Add what a sentence says."""
        text = sentence.text[:_LONGEST_SENTENCE]
        if not text:
            return
        names = self._owners.names(sentence)
        self._speaker = None
        self._low = low = fold(text)
        money, watts, pieces, days, states, chances = _CUES.of(low)
        if _DIGIT.search(text) or not text.isascii() or "illion" in text or "watt" in text:
            self._amounts(sentence, text, names, money)
            if watts:
                self._power(sentence, text, names, watts)
        if pieces:
            self._units(sentence, text, names, pieces)
        self._places(sentence, text, names)
        self._dates(sentence, text, names, days)
        if states:
            self._status(sentence, text, names, states)
        if chances:
            self._options(sentence, text, names, chances)

    def _add(self, sentence: Sentence, kind: ClaimKind, value: str, quote: str, **more: object) -> None:
        if self._speaker is None:  # asked of a sentence that says something, once
            spans = tuple((m.start, m.end) for m in sentence.mentions)
            self._speaker = speaker_of(sentence.text[:_LONGEST_SENTENCE], names=spans, official=self._official)
        self.claims.append(Claim(kind=kind, value=value, quote=quote, sentence=sentence.ordinal, speaker=self._speaker, **more))  # type: ignore[arg-type]

    def _amounts(self, sentence: Sentence, text: str, names: Sequence[Name], woken: int) -> None:
        sums = find_amounts(text, self._lang, woken=woken)[:_MOST]
        bearing = Bearing.PLAIN
        first = len(self.claims)
        for number, figure in enumerate(sums):
            converted = number > 0 and is_conversion(text, sums[number - 1], figure)
            if not (converted and bearing is Bearing.COMPANY):
                bearing = bearing_of(self._low, figure.lead, figure.end, size=figure.size)
            if figure.size < _SMALLEST_DEAL:
                continue
            owner = self._owners.owner(sentence, names, figure.start, figure.end)
            if bearing in (Bearing.COMPANY, Bearing.TOTAL, Bearing.PAST):
                owner = None
            other = number + 1 < len(sums) and is_conversion(text, figure, sums[number + 1])
            if figure.unit != "USD" and ((converted and sums[number - 1].unit == "USD") or (other and sums[number + 1].unit == "USD")):
                owner = None  # the same sum in another currency
            if bearing is Bearing.PLAIN and sentence.zone is Zone.BODY and not sentence.listed and self._owners.primary is not None:
                owner = None
            scope = Scope.TOTAL if bearing is Bearing.TOTAL else Scope.PARTY if bearing is Bearing.COMPANY else Scope.DEAL
            self._figure(sentence, ClaimKind.VALUE, figure, owner, scope)
        if self._owners.primary is None:
            self.claims[first:] = one_each(self.claims[first:])
        for start, end in find_vague(text):
            self._add(sentence, ClaimKind.VALUE, "multi-billion (no figure)", around(text, start, end, words=4), hedge=Hedge.ABOUT)

    def _power(self, sentence: Sentence, text: str, names: Sequence[Name], woken: int) -> None:
        for figure in find_power(text, self._lang, woken=woken)[:_MOST]:
            if figure.size < 1e6:
                continue
            owner = self._owners.owner(sentence, names, figure.start, figure.end)
            if bearing_of(self._low, figure.lead, figure.end, size=0.0) is Bearing.PAST or may_be_called(self._low, figure.lead):
                owner = None
            self._figure(sentence, ClaimKind.POWER, figure, owner, Scope.DEAL)

    def _units(self, sentence: Sentence, text: str, names: Sequence[Name], woken: int) -> None:
        for figure in find_units(text, self._lang, woken=woken)[:_MOST]:
            owner = self._owners.owner(sentence, names, figure.start, figure.end)
            if not figure.basis and bearing_of(self._low, figure.lead, figure.end, size=0.0) is Bearing.PAST:
                owner = None
            if not figure.basis and figure.size < _FEW_PIECES and figure.value[:1] not in "th":
                owner = None
            if not figure.basis and may_be_called(self._low, figure.lead):
                owner = None
            self._figure(sentence, ClaimKind.UNITS, figure, owner, scope_of_units(figure.basis))

    def _figure(self, sentence: Sentence, kind: ClaimKind, figure: Figure, owner: str | None, scope: Scope) -> None:
        quote = around(sentence.text[:_LONGEST_SENTENCE], figure.lead, figure.tail, words=5)
        self._add(sentence, kind, figure.value, quote, hedge=figure.hedge, basis=figure.basis, scope=scope, storyline=owner)

    def _places(self, sentence: Sentence, text: str, names: Sequence[Name]) -> None:
        for place in find_places(text, most=_MOST):
            owner = self._owners.owner(sentence, names, place.start, place.end) if place.built and self._owners.primary else None
            if tells_past(self._low, place.start) or is_footprint(self._low, place.start):
                owner = None
            scope = Scope.PARTY if runs_plants(self._low, place.start) else Scope.DEAL
            quote = around(text, place.start, place.end, words=12, commas=False)
            self._add(sentence, ClaimKind.SITE, place.code, quote, scope=scope, storyline=owner)

    def _dates(self, sentence: Sentence, text: str, names: Sequence[Name], woken: int) -> None:
        for found in find_dates(text, self._reference, woken=woken)[:_MOST]:
            if not self._reference.year - 2 <= found.year <= self._reference.year + 15:
                continue
            owner = self._owners.owner(sentence, names, found.start, found.end)
            if sentence.zone is Zone.TITLE or self._owners.primary is None or not is_milestone(self._low, found, self._reference):
                owner = None
            self._add(sentence, ClaimKind.DATE, found.value, around(text, found.start, found.end, words=4), storyline=owner)

    def _status(self, sentence: Sentence, text: str, names: Sequence[Name], woken: int) -> None:
        if sentence.heading and sentence.zone is not Zone.TITLE and len(text) < _LABEL:
            return
        found = find_status(text, particular=sentence.zone is Zone.BODY, woken=woken)
        if sentence.zone is not Zone.TITLE and not self._owners.speaks_of_primary(names):
            found = tuple(f for f in found if f.weight == _PARTICULAR)
        if not found:
            return
        # The first rule of the most particular: one state a sentence, and silence only where there is no other.
        first = min(found, key=lambda f: (f.value == status_words.NO_COMMENT, -f.weight))
        rungs = [f.status for f in found if f.weight == first.weight and f.status is not None]
        status = first.status or next((rung for rung in rungs if rung in _BESIDE), None)
        value = f"{first.value} {found[1].value}" if first.value == "non-binding" and status is Status.LETTER else first.value
        silent = first.value == status_words.NO_COMMENT or tells_of_then(self._low, first.start)
        owner = None if silent else self._owners.owner(sentence, names, first.start, first.end)
        self._add(sentence, ClaimKind.STATUS, value, sentence_around(text, first.start, first.end), status=status, storyline=owner)
        for beside in found:  # what else it says is evidence, and in nobody's ledger
            if beside.weight == _PARTICULAR and beside is not first and beside.value not in value:
                quote = sentence_around(text, beside.start, beside.end)
                self._add(sentence, ClaimKind.STATUS, beside.value, quote, status=None, storyline=None)

    def _options(self, sentence: Sentence, text: str, names: Sequence[Name], woken: int) -> None:
        found = find_options(text, woken=woken)
        for option in found:
            if option.value.startswith("stake") and any(f.value.startswith("warrants") for f in found):
                continue  # what the warrants would come to
            told = option.value == "vesting" and any(c.kind is ClaimKind.OPTION and c.value.startswith("warrants") for c in self.claims)
            owner = None if told else self._owners.owner(sentence, names, option.start, option.end)
            self._add(sentence, ClaimKind.OPTION, option.value, sentence_around(text, option.start, option.end), storyline=owner)


def one_each(claims: Sequence[Claim]) -> list[Claim]:
    """Of a roundup's sentence keep one amount as each deal's own, the largest: `$100 billion at first, $500 billion in all`."""
    largest: dict[str, float] = {}
    sizes = [max((float(text) for text in _NUMBER.findall(claim.value)), default=0.0) for claim in claims]
    for claim, size in zip(claims, sizes, strict=True):
        if claim.storyline:
            largest[claim.storyline] = max(size, largest.get(claim.storyline, 0.0))
    return [
        c if not c.storyline or size >= largest[c.storyline] else replace(c, storyline=None) for c, size in zip(claims, sizes, strict=True)
    ]
