"""Opening the database that a URL names."""

from pathlib import Path

from bot.clock import Clock
from bot.ports import Store
from bot.store.schema import metadata
from bot.store.sqlite import SqliteStore, sqlite_engine
from bot.store.tables import SqlTables
from bot.store.trouble import sqlite_trouble


def open_store(url: str, *, clock: Clock) -> Store:
    """Return the store at `sqlite:///data/dealwire.db`, `sqlite:///:memory:` or `postgresql://…`, with its schema in place.

    Raises ConfigurationError for another URL, UnavailableError when the database cannot be used now, and SchemaVersionError when a newer
    dealwire wrote it.
    """
    path = sqlite_path(url)
    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        engine = sqlite_engine(path)
        with engine.begin() as connection:
            metadata.create_all(connection)
            SqlTables(connection).meta.put("opened_at", clock.now().isoformat())
    except Exception as error:
        raise sqlite_trouble(error, str(path)) or error from error
    return SqliteStore(path, engine)


def sqlite_path(url: str) -> Path | None:
    """Return the file that a `sqlite:///…` URL names; None for one in memory."""
    rest = url.removeprefix("sqlite://").removeprefix("/")
    return None if rest in {"", ":memory:"} else Path(rest)
