"""`backfill`: tell the newest of what the feeds showed at first sight, a few events at most."""

import asyncio
from pathlib import Path

from bot.catalogue import load_catalogue
from bot.clock import SystemClock
from bot.errors import DealwireError
from bot.model.feed import Feed
from bot.model.ids import SHARED
from bot.pipeline.backfill import MOST, backfill, learned_events
from bot.pipeline.telling import Teller
from bot.ports import Tables
from bot.settings import Settings, load_settings
from bot.store import open_store
from bot.text.addresses import canonical_address


def backfill_learned(count: int, feed: str | None, config: Path | None) -> int:
    """Queue up to `count` events for every channel that follows them; a running bot sends them within a second, a stopped one when it starts.

    Raises DealwireError for a count beyond what is no flood, or a feed that is not there.
    """
    if not 1 <= count <= MOST:
        raise DealwireError(
            f"{count} is not between 1 and {MOST}: what a feed showed at first is learned silently so that no channel is flooded."
        )
    for row in asyncio.run(_run(load_settings(config), count, feed)):
        print(row)
    return 0


async def _run(settings: Settings, count: int, url: str | None) -> list[str]:
    catalogue = load_catalogue(settings.config)
    clock = SystemClock()
    store = open_store(settings.database_url.get_secret_value(), clock=clock)

    def work(tables: Tables) -> list[str]:
        stories = learned_events(tables, _feeds(tables, url), now=clock.now(), count=count)
        posts = backfill(tables, stories, Teller(catalogue=catalogue, now=clock.now()))
        told = [f"{story.status.value.upper()} · {story.headline} · {story.id}" for story in stories]
        return [
            *told,
            f"{len(stories)} events, {posts} posts queued." if stories else "Nothing that was learned is worth an alert and untold.",
        ]

    try:
        return await store.write(work)
    finally:
        await store.close()


def _feeds(tables: Tables, url: str | None) -> list[Feed]:
    """Return the shared feeds, or the one at an address in any spelling."""
    feeds = tables.feeds.all({SHARED})
    if url is None:
        return list(feeds)
    found = [feed for feed in feeds if canonical_address(feed.url) == canonical_address(url) or feed.id == url]
    if not found:
        raise DealwireError(f"No feed has the address {url}. `feeds list` in chat shows the feeds that are read.")
    return found
