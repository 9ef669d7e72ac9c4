"""`backup`, `restore` and `release`: a copy of the database, putting one back, and letting it speak again."""

import asyncio
from pathlib import Path

from bot.clock import SystemClock
from bot.settings import load_settings
from bot.store.backup import backup as write_backup
from bot.store.backup import restore as put_back
from bot.store.hold import release as release_hold
from bot.store.open import open_store


def backup(file: Path, config: Path | None = None) -> int:
    """Write a consistent copy of the configured database to `file`, also while the bot runs."""
    size = write_backup(_url(config), file, clock=SystemClock())
    print(f"Wrote {file}, {size:,} bytes, checked. Opened again, it posts nothing until `dealwire release`.")
    return 0


def restore(file: Path, config: Path | None = None) -> int:
    """Put a backup in the place of the configured database, on hold."""
    kept = put_back(_url(config), file, clock=SystemClock())
    print(f"Restored {file}. It is on hold: nothing is posted until `dealwire release`; start the bot, let it poll once, then release.")
    if kept:
        print(f"What was there before is kept as {kept}.")
    return 0


def release(config: Path | None = None) -> int:
    """Leave the hold mode of a restored backup; what waited is cancelled, because it may have been posted already."""
    why, cancelled = asyncio.run(_release(_url(config)))
    if not why:
        print("The database is not on hold; nothing was changed.")
    else:
        print(f"Released ({why}). {cancelled} waiting message(s) from before were cancelled; news from now on is posted.")
    return 0


async def _release(url: str) -> tuple[str, int]:
    clock = SystemClock()
    store = open_store(url, clock=clock)
    try:
        return await store.write(lambda tables: release_hold(tables, clock.now()))
    finally:
        await store.close()


def _url(config: Path | None) -> str:
    return load_settings(config).database_url.get_secret_value()
