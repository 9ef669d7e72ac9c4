"""A deal's ledger as lines: what is held for true, who says so, and who says otherwise."""

from collections.abc import Sequence

from bot.model.card import Line, Section, Span, Style, bold, line, link
from bot.model.deal import Deal, Evidence, LedgerField
from bot.text.phrases import field_words, listed, value_words

_NAMES = {
    "value": "Value",
    "power": "Power",
    "units": "Units",
    "site": "Site",
    "date": "Date",
    "status": "Status",
    "option": "Option",
    "party": "Party",
}
SHOWN = 3
"""Sources named per field; the rest are counted."""


def deal_section(deal: Deal) -> Section:
    """Return a deal with each of its fields, conflicts marked and company-wide facts apart."""
    rows = _rows(deal.fields)
    if not any(field.kind == "value" for field in deal.fields):
        rows.insert(0, line(bold("Value"), ": not stated"))
    if deal.company_facts:
        rows.append(line(bold("Of the companies as a whole, not of this deal")))
        rows += _rows(deal.company_facts)
    return Section(title=f"{deal.title} · {deal.status.value}", lines=tuple(rows))


def _rows(fields: Sequence[LedgerField]) -> list[Line]:
    """Return each field with its sources and words; fields of a kind that the same words of the same sources carry are told together."""
    groups: dict[object, list[LedgerField]] = {}
    for field in fields:
        words = (
            (tuple((item.entry_id, item.claim.quote) for item in field.supports),)
            if field.supports and not field.contradicts
            else (id(field),)
        )
        groups.setdefault((field.kind, *words), []).append(field)
    return [row for group in groups.values() for row in _group(group)]


def _group(fields: Sequence[LedgerField]) -> list[Line]:
    field = fields[0]
    name = _NAMES.get(field.kind, field.kind.capitalize()) + ("s" if len(fields) > 1 and field.kind in ("site", "date", "option") else "")
    rows = [line(bold(name), f": {listed([field_words(each) for each in fields])} — ", *_sources(field.supports))]
    if field.supports:
        rows.append(line(Span(f"“{field.supports[0].claim.quote}”", style=Style.ITALIC)))
    if field.contradicts:
        against = listed(sorted({_said(evidence) for evidence in field.contradicts}), most=SHOWN)
        rows.append(line(f"⚠ Against it: {against} — ", *_sources(field.contradicts)))
    return rows


def _said(evidence: Evidence) -> str:
    claim = evidence.claim
    words = value_words(claim.value, hedge=claim.hedge, basis=claim.basis)
    return words if claim.kind in ("value", "power", "units") and words != "none" else f"“{claim.quote}”"


def _sources(evidence: tuple[Evidence, ...]) -> list[str | Span]:
    """Name up to three sources with links, best grade first, and count the rest."""
    seen: dict[str, Evidence] = {}
    for item in sorted(evidence, key=lambda e: (e.grade.rank, e.seen)):
        seen.setdefault(item.host or item.publisher, item)
    parts: list[str | Span] = []
    for item in list(seen.values())[:SHOWN]:
        parts += [", " if parts else "", link(item.host or item.publisher, item.url) if item.url else item.publisher]
    if len(seen) > SHOWN:
        parts.append(f" and {len(seen) - SHOWN} more")
    return parts or ["no source"]
