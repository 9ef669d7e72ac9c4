"""`facts`: a storyline's ledger from the configured database, in words or as JSON."""

import asyncio
import json
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.catalogue import load_catalogue
from bot.cli.ledger_json import ledger_json
from bot.clock import SystemClock
from bot.errors import DealwireError
from bot.model.deal import Deal, LedgerField
from bot.model.ids import SHARED
from bot.ports import Store
from bot.settings import load_settings
from bot.store.open import open_store
from bot.text.phrases import field_words


def facts(storyline: str, *, as_json: bool = False, config: Path | None = None) -> int:
    """Print the deals of a storyline; raise DealwireError, naming the known ones, where there is no such storyline."""
    settings = load_settings(config)
    catalogue = load_catalogue(settings.config)
    known = catalogue.storyline(storyline)
    if known is None:
        raise DealwireError(f"There is no storyline {storyline!r}; known are {', '.join(sorted(s.id for s in catalogue.storylines))}.")
    deals = asyncio.run(_read(open_store(settings.database_url.get_secret_value(), clock=SystemClock()), storyline))
    if as_json:
        print(json.dumps(ledger_json(deals, seen=True), ensure_ascii=False, indent=1))
        return 0
    console = Console(highlight=False, soft_wrap=True)
    for row in ledger_lines(deals) or [f"No deal of {known.title} is in the ledger yet."]:
        console.print(Text(row))
    return 0


async def _read(store: Store, storyline: str) -> tuple[Deal, ...]:
    try:
        return await store.read(lambda tables: tables.deals.of_storyline(storyline, {SHARED}))
    finally:
        await store.close()


def ledger_lines(deals: tuple[Deal, ...]) -> list[str]:
    """Return deals as plain lines: each fact, whose words support it, and whose speak against it."""
    rows: list[str] = []
    for deal in deals:
        rows.append(f"{deal.title} · {deal.status.value} · opened {deal.opened_at:%d %b %Y}")
        for field in deal.fields:
            rows += _field_lines(field)
        if deal.company_facts:
            rows.append("  Of the companies as a whole, not of this deal:")
            for field in deal.company_facts:
                rows += _field_lines(field)
    return rows


def _field_lines(field: LedgerField) -> list[str]:
    rows = [f"  {field.kind.capitalize()}: {field_words(field)}{' (disputed)' if field.disputed else ''}"]
    for mark, side in (("+", field.supports), ("-", field.contradicts)):
        rows += [f"    {mark} {item.host or item.publisher}: “{item.claim.quote}” {item.url}" for item in side]
    return rows
