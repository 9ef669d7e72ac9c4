"""`why URL`: what became of an item in each channel, with the words that decided."""

import asyncio
from pathlib import Path

from bot.catalogue import load_catalogue
from bot.clock import SystemClock
from bot.errors import DealwireError
from bot.model.ids import SHARED
from bot.pipeline.alert import silence
from bot.ports import Tables
from bot.settings import load_settings
from bot.store import open_store
from handlers.outcome import outcome_of


def why(url: str, config: Path | None) -> int:
    """Print an item's one outcome for each channel that follows anything; raise DealwireError for an address that never came."""
    settings = load_settings(config)
    storylines = [storyline.id for storyline in load_catalogue(settings.config).storylines]
    for row in asyncio.run(_lines(url, storylines, settings.database_url.get_secret_value())):
        print(row)
    return 0


async def _lines(url: str, storylines: list[str], database: str) -> list[str]:
    clock = SystemClock()
    store = open_store(database, clock=clock)

    def work(tables: Tables) -> list[str]:
        places = [place for _, place in tables.places.following(storylines)]
        found = tables.entries.find(url, {SHARED, *(place.tenant for place in places)})
        if not found:
            raise DealwireError(f"No feed has shown {url}. `dealwire feeds test` says what a feed's address holds.")
        reading = found[0]
        rows = [f"{reading.entry.title} · first seen {reading.entry.seen:%d %b %Y %H:%M} UTC", *reading.why]
        for place in places:
            verdict = outcome_of(tables, reading, place, clock.now(), silence)
            rows.append(f"{place.platform} {place.name or place.channel}: {verdict.outcome.value}. {verdict.words}")
        return rows

    try:
        return await store.read(work)
    finally:
        await store.close()
