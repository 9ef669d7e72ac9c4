"""A deal's figures and places as an alert shows them: with hedges, conflicts marked, and a company's own facts said to be the company's."""

import re
from collections import defaultdict
from collections.abc import Sequence

from bot.model.card import Line, line
from bot.model.catalogue import Catalogue
from bot.model.deal import Deal, Evidence, LedgerField
from bot.model.reading import ClaimKind, Scope
from bot.pipeline.figures import denies_value
from bot.text.phrases import date_words, listed, place_words, value_words

MOST = 4
"""Facts of one alert; the rest is a command away."""
_UNITS = re.compile(r"^(?P<number>\d+(?:\.\d+)?(?:e\+?\d+)?)(?:-(?P<high>\d+(?:\.\d+)?(?:e\+?\d+)?))? (?P<what>[^/]+?)(?:/(?P<per>\w+))?$")
_PER = {"year": " a year", "week": " a week", "month": " a month", "day": " a day"}


def fact_lines(deal: Deal | None, catalogue: Catalogue) -> tuple[Line, ...]:
    """Return at most four facts: the value (stated or not), power, units, places; then dates."""
    if deal is None:
        return (line("Value: not stated"),)
    values = [field for field in deal.fields if field.kind == ClaimKind.VALUE]
    lines = [_figure_line("Value", values, otherwise="not stated")]
    for name, kind in (("Power", ClaimKind.POWER), ("Units", ClaimKind.UNITS)):
        fields = [field for field in deal.fields if field.kind == kind]
        if fields:
            lines.append(_figure_line(name, fields, otherwise="not stated"))
    places = _places(deal, catalogue)
    if places:
        lines.append(line(places))
    dates = [date_words(field.value) for field in deal.fields if field.kind == ClaimKind.DATE and field.value]
    if dates:
        lines.append(line(f"When: {listed(sorted(set(dates), key=dates.index), most=2)}"))
    whole = _whole(deal, catalogue)
    if whole:
        lines.append(line(whole))
    return tuple(lines[:MOST])


def field_words(field: LedgerField) -> str:
    """Return a ledger field's value in a reader's words: `up to 10 GW`, `1,000 racks a week`, `Ohio`, `late 2026`, `not stated`."""
    if field.value is None:
        return "not stated"
    if field.kind == ClaimKind.SITE:
        return place_words(field.value)
    if field.kind == ClaimKind.DATE:
        return date_words(field.value)
    if field.kind == ClaimKind.UNITS:
        return units_words(field.value, hedge=field.hedge)
    return value_words(field.value, hedge=field.hedge, basis=field.basis)


def units_words(value: str, *, hedge: str = "exact") -> str:
    """Return `1000 racks/week` as “1,000 racks a week”."""
    found = _UNITS.match(value)
    if not found:
        return value_words(value, hedge=hedge)
    lead = {"about": "about ", "up_to": "up to ", "at_least": "at least "}.get(hedge, "")
    numbers = "–".join(f"{float(number):,.10g}" for number in (found["number"], found["high"]) if number)
    per = _PER.get(found["per"], f" per {found['per']}") if found["per"] else ""
    return f"{lead}{numbers} {found['what']}{per}"


def _figure_line(name: str, fields: Sequence[LedgerField], *, otherwise: str) -> Line:
    """Return one kind of figure; the plain one first, then what is per year or per gigawatt."""
    shown = sorted(fields, key=lambda field: (field.value is None, field.basis or ""))[:2]
    words = ", ".join(field_words(field) for field in shown if field.value) or otherwise
    against = "; ".join(said for field in shown if (said := _against(field)))
    return line(f"{name}: {words} ⚠ {against}" if against else f"{name}: {words}")


def _against(field: LedgerField) -> str:
    """Say who disagrees and how: `1 outlet says $5 billion, against the official text`."""
    figures: defaultdict[str, set[str]] = defaultdict(set)
    for item in field.contradicts:
        if not denies_value(item.claim):
            figures[_said(item)].add(item.host or item.publisher)
    parts = []
    if figures:
        said, backers = min(figures.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        parts.append(f"{len(backers)} outlet{'s say' if len(backers) > 1 else ' says'} {said}")
        if len(figures) > 1:
            parts.append(f"{len(figures) - 1} other figure{'s' if len(figures) > 2 else ''}")
    if field.value is None and figures and field.supports:
        official = any(item.grade.rank <= 1 for item in field.supports)
        parts.append("against the official text" if official else f"against {field.supports[0].publisher or field.supports[0].host}")
    denials = [item for item in field.contradicts if denies_value(item.claim)]
    if denials:
        parts.append(f"{denials[0].publisher or denials[0].host} says {denials[0].claim.value}")
    return ", ".join(parts)


def _said(item: Evidence) -> str:
    claim = item.claim
    if claim.kind is ClaimKind.UNITS:
        return units_words(claim.value, hedge=claim.hedge.value)
    return value_words(claim.value, hedge=claim.hedge.value, basis=claim.basis)


def _places(deal: Deal, catalogue: Catalogue) -> str:
    """Return the deal's places, the most exact ones, then the plants that are the company's own."""
    codes = [field.value for field in deal.fields if field.kind == ClaimKind.SITE and field.value]
    exact = [code for code in codes if not any(other.startswith(f"{code}-") for other in codes)]
    own = f"Site: {listed([place_words(code) for code in exact], most=4)}" if exact else ""
    plants: defaultdict[str, list[str]] = defaultdict(list)
    for field in deal.company_facts:
        party = next((item.claim.party for item in field.supports if item.claim.party), None)
        if field.kind == ClaimKind.SITE and field.value:
            plants[party or ""].append(field.value)
    owned = "; ".join(f"{_name(party, catalogue)} plants: {_short(codes)}" for party, codes in sorted(plants.items()))
    return f"{own} ({owned})" if own and owned else own or owned


def _short(codes: Sequence[str]) -> str:
    """Return places in short: states by their letters, where there are many."""
    exact = [code for code in codes if not any(other.startswith(f"{code}-") for other in codes)]
    if len(exact) > 2:
        return ", ".join(code.partition("-")[2] or place_words(code) for code in exact[:7])
    return listed([place_words(code) for code in exact])


def _whole(deal: Deal, catalogue: Catalogue) -> str:
    """Return one figure that is a company's as a whole."""
    for field in deal.company_facts:
        claim = field.supports[0].claim
        if field.kind in (ClaimKind.UNITS, ClaimKind.POWER, ClaimKind.VALUE) and field.value:
            whose = "in total over all deals" if claim.scope is Scope.TOTAL else "as a whole"
            return f"{_name(claim.party or '', catalogue)} {whose}: {field_words(field)}"
    return ""


def _name(party: str, catalogue: Catalogue) -> str:
    company = catalogue.company(party)
    return company.name if company else party or "Company"
