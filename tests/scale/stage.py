"""A stage for several real processes on one real PostgreSQL: feeds on loopback, workers, and what became of it all."""

import asyncio
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from bot.catalogue import load_catalogue
from bot.clock import SystemClock
from bot.ports import Tables
from bot.store.open import open_store

ROOT = Path(__file__).parents[2]


def configuration(folder: Path, urls: list[str], grade: str = "press") -> Path:
    """Copy the shipped configuration with other feeds."""
    config = folder / "config"
    config.mkdir(parents=True)
    for source in (ROOT / "config").iterdir():
        if source.name != "feeds.toml":
            (config / source.name).symlink_to(source)
    feeds = [
        f'[[feed]]\nid = "farm-{place}"\nurl = "{url}"\ntitle = "Paper {place}"\ngrade = "{grade}"\n' for place, url in enumerate(urls)
    ]
    (config / "feeds.toml").write_text("\n".join(feeds))
    return config


def worker(url: str, config: Path, log: Path, command: str = "worker", **settings: str) -> subprocess.Popen[bytes]:
    """Start a process."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH") if name in os.environ}
    environment |= {"DEALWIRE_DATABASE_URL": url, "DEALWIRE_CONFIG": str(config), "DEALWIRE_FETCH_ALLOW": "127.0.0.0/8:*"}
    environment |= {"DEALWIRE_LOG_FORMAT": "json", "DEALWIRE_POLL_SECONDS": "1", "DEALWIRE_ARTICLES": "false"} | settings
    with log.open("ab") as stream:
        return subprocess.Popen([sys.executable, "-m", "bot", command], env=environment, cwd=ROOT, stdout=stream, stderr=stream)


class Ledger:
    """Reads what the processes stored."""

    def __init__(self, url: str) -> None:
        self.store = open_store(url, clock=SystemClock())

    async def ship(self, config: Path, due: datetime) -> None:
        """Write the configured feeds, due at that moment."""
        self._feeds = load_catalogue(config).feeds
        await self.store.write(lambda tables: tables.feeds.sync(self._feeds, due))

    async def make_due(self) -> None:
        """Make every feed due now."""
        await self.store.write(lambda tables: tables.feeds.poll_now([feed.id for feed in self._feeds], datetime.now(UTC)))

    def lease_owners(self, url: str) -> set[str]:
        """Return who holds feeds."""
        with psycopg.connect(url) as connection:
            return {row[0] for row in connection.execute("SELECT DISTINCT lease_owner FROM feed_states WHERE lease_owner <> ''")}

    async def until_started(self, *logs: Path) -> None:
        """Wait until each log says so."""
        async with asyncio.timeout(100):
            while not all(log.exists() and '"started"' in log.read_text() for log in logs):
                await asyncio.sleep(0.1)

    async def polled(self) -> dict[str, bool]:
        """Return for each feed whether it has been read."""

        def look(tables: Tables) -> dict[str, bool]:
            feeds = tables.feeds.all({"shared"})
            return {feed.id: (state := tables.feeds.state(feed.id)) is not None and state.last_ok_at is not None for feed in feeds}

        return await self.store.read(look)

    async def until_polled(self, count: int, seconds: float) -> float:
        """Wait until so many feeds have been read; return the seconds that took."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        async with asyncio.timeout(seconds):
            while sum((await self.polled()).values()) < count:
                await asyncio.sleep(0.2)
        return loop.time() - began
