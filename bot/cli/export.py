"""`export`: the whole ledger as JSON, or one row a claim as CSV."""

import asyncio
import csv
import json
import sys
from pathlib import Path

from bot.catalogue import load_catalogue
from bot.cli.ledger_json import ledger_json
from bot.clock import SystemClock
from bot.errors import DealwireError
from bot.model.deal import Deal
from bot.model.ids import SHARED
from bot.settings import load_settings
from bot.store import open_store
from bot.text.ledger_csv import COLUMNS, ledger_rows


def export(storyline: str | None, *, form: str, config: Path | None) -> int:
    """Print the deals of one storyline, or of all."""
    if form not in {"json", "csv"}:
        raise DealwireError(f"{form!r} is no format; write json or csv.")
    settings = load_settings(config)
    known = [s.id for s in load_catalogue(settings.config).storylines]
    if storyline is not None and storyline not in known:
        raise DealwireError(f"There is no storyline {storyline!r}; known are {', '.join(sorted(known))}.")
    deals = asyncio.run(_deals([storyline] if storyline else known, settings.database_url.get_secret_value()))
    if form == "json":
        print(json.dumps(ledger_json(deals, seen=True), ensure_ascii=False, indent=1))
        return 0
    writer = csv.writer(sys.stdout)
    writer.writerow(COLUMNS)
    writer.writerows(ledger_rows(deals))
    return 0


async def _deals(storylines: list[str], database: str) -> list[Deal]:
    store = open_store(database, clock=SystemClock())
    try:
        return await store.read(lambda tables: [deal for slug in storylines for deal in tables.deals.of_storyline(slug, {SHARED})])
    finally:
        await store.close()
