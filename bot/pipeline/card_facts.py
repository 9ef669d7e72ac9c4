"""A deal's figures and places as an alert shows them: with hedges, conflicts marked, and a company's own facts said to be the company's."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.model.card import WARNING, Line, bold, line
from bot.model.catalogue import Catalogue
from bot.model.deal import Deal, Evidence, LedgerField
from bot.model.reading import ClaimKind, Scope
from bot.pipeline.card_dates import coming
from bot.pipeline.card_places import place_line
from bot.pipeline.figures import denies_value, same_units
from bot.text.phrases import date_words, field_words, listed, value_words

MOST = 4
"""Facts of one alert; the rest is a command away."""
OTHERS = 3
"""Figures of the other side; more are counted."""
_FIGURES = (("Value", ClaimKind.VALUE), ("Power", ClaimKind.POWER), ("Units", ClaimKind.UNITS))


def fact_lines(deal: Deal | None, catalogue: Catalogue, *, told_by: Collection[str] = ()) -> tuple[Line, ...]:
    """Return at most four facts: the value (stated or not), power, units, places; then dates, then what is a company's as a whole.

    `told_by` are the entries of a later development: its card has only the facts that they tell of, for the rest was told before.
    """
    if deal is None:
        return () if told_by else (_fact("Value", "not stated"),)
    fields, whole = deal.fields, deal.company_facts
    if told_by:
        fields, whole = _told(fields, told_by), _told(whole, told_by)
    lines = []
    for name, kind in _FIGURES:
        figures = [field for field in fields if field.kind == kind]
        if figures or (kind is ClaimKind.VALUE and not told_by):
            lines.append(_figure_line(name, figures))
    if places := place_line(fields, whole, catalogue):
        lines.append(_fact(*places))
    dates = coming((field.value or "" for field in _dates(fields, latest=bool(told_by))), deal.opened_at.date())
    if dates:
        lines.append(_fact("When", listed([date_words(value).removeprefix("the ") for value in dates])))
    if said := _whole(whole, catalogue):
        lines.append(_fact(*said))
    return tuple(lines[:MOST])


def _fact(name: str, words: str) -> Line:
    return line(bold(f"{name}:"), f" {words}")


def _told(fields: Sequence[LedgerField], entries: Collection[str]) -> tuple[LedgerField, ...]:
    """Return the fields that some entries speak of, those first that most of their publishers back."""
    kept = []
    for field in fields:
        supports = tuple(item for item in field.supports if item.entry_id in entries)
        against = tuple(item for item in field.contradicts if item.entry_id in entries)
        if supports or against:
            kept.append(replace(field, supports=supports or field.supports, contradicts=against))
    return tuple(sorted(kept, key=lambda field: -_publishers(field)))


def _dates(fields: Sequence[LedgerField], *, latest: bool) -> list[LedgerField]:
    """Return the fields of dates; of a later development only those that most of its publishers name, for the rest is what was planned before."""
    dates = [field for field in fields if field.kind == ClaimKind.DATE and field.value]
    most = max((_publishers(field) for field in dates), default=0)
    return [field for field in dates if not latest or _publishers(field) == most]


def _publishers(field: LedgerField) -> int:
    return len({item.host or item.publisher for item in field.supports})


def _figure_line(name: str, fields: Sequence[LedgerField]) -> Line:
    """Return one kind of figure; the plain one first, then what is per year or per gigawatt."""
    shown = sorted(fields, key=lambda field: (field.value is None, field.basis or ""))[:2]
    words = ", ".join(dict.fromkeys(field_words(field) for field in shown if field.value)) or "not stated"
    against = "; ".join(dict.fromkeys(said for field in shown if (said := _against(field))))
    return _fact(name, f"{words} {WARNING} {against}" if against else words)


def _against(field: LedgerField) -> str:
    """Say who disagrees and how: `1 outlet says $5 billion, against the official text`."""
    figures: defaultdict[str, set[str]] = defaultdict(set)
    for item in field.contradicts:
        if not denies_value(item.claim) and not (field.value and same_units(item.claim.value, field.value)):
            figures[_said(item)].add(item.host or item.publisher)
    parts = []
    if figures:
        ranked = sorted(figures, key=lambda said: (-len(figures[said]), said))
        outlets = len(set().union(*figures.values()))
        parts.append(f"{outlets} outlet{'s say' if outlets > 1 else ' says'} {listed(ranked, most=OTHERS)}")
    if field.value is None and figures and field.supports:
        official = any(item.grade.rank <= 1 for item in field.supports)
        parts.append("against the official text" if official else f"against {field.supports[0].publisher or field.supports[0].host}")
    denials = [item for item in field.contradicts if denies_value(item.claim)]
    if denials:
        parts.append(f"{denials[0].publisher or denials[0].host} says {denials[0].claim.value}")
    return ", ".join(parts)


def _said(item: Evidence) -> str:
    return value_words(item.claim.value, hedge=item.claim.hedge.value, basis=item.claim.basis)


def _whole(fields: Sequence[LedgerField], catalogue: Catalogue) -> tuple[str, str] | None:
    """Return one figure that is a company's as a whole, or a total; one whose owner nobody names says too little for an alert."""
    for field in fields:
        claim = field.supports[0].claim
        company = catalogue.company(claim.party or "")
        if field.kind not in (ClaimKind.UNITS, ClaimKind.POWER, ClaimKind.VALUE) or not field.value or company is None:
            continue
        return f"{company.name} {'over all its deals' if claim.scope is Scope.TOTAL else 'as a whole'}", field_words(field)
    return None
