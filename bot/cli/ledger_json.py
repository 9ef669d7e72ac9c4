"""The ledger as plain data: deals, their fields, and who supports and who contradicts each."""

from collections.abc import Iterable
from typing import Any

from bot.model.deal import Deal, Evidence, LedgerField


def ledger_json(deals: Iterable[Deal], *, seen: bool = False) -> list[dict[str, Any]]:
    """Return deals as JSON data; `seen` adds when each entry was first seen, which differs between runs in another order."""
    return [
        {
            "id": deal.id,
            "storyline": deal.storyline,
            "title": deal.title,
            "status": deal.status.value,
            "opened_at": deal.opened_at.isoformat(),
            "fields": [_field(field, seen=seen) for field in deal.fields],
            "company_facts": [_field(field, seen=seen) for field in deal.company_facts],
        }
        for deal in deals
    ]


def _field(field: LedgerField, *, seen: bool) -> dict[str, Any]:
    return {
        "kind": str(field.kind),
        "value": field.value,
        "hedge": field.hedge,
        "basis": field.basis,
        "disputed": field.disputed,
        "supports": [_evidence(item, seen=seen) for item in field.supports],
        "contradicts": [_evidence(item, seen=seen) for item in field.contradicts],
    }


def _evidence(item: Evidence, *, seen: bool) -> dict[str, Any]:
    claim = item.claim
    told: dict[str, Any] = {
        "value": claim.value,
        "hedge": claim.hedge.value,
        "basis": claim.basis,
        "scope": claim.scope.value,
        "party": claim.party,
        "speaker": claim.speaker.value,
        "quote": claim.quote,
        "entry": item.entry_id,
        "publisher": item.publisher,
        "host": item.host,
        "url": item.url,
        "grade": item.grade.value,
    }
    return told | {"seen": item.seen.isoformat()} if seen else told
