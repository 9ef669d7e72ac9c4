"""Opening the database that a URL names, and bringing its schema up to date."""

from pathlib import Path

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError

from bot.clock import Clock
from bot.errors import ConfigurationError, Problem, UnavailableError
from bot.ports import Store
from bot.store.migrate import Schema, SchemaState, schema_of, upgrade
from bot.store.postgres import PostgresStore, place_of, postgres_engine
from bot.store.sqlite import SqliteStore, looking_engine, sqlite_engine
from bot.store.tables import SqlTables
from bot.store.trouble import postgres_trouble, sqlite_trouble

SETTING = "DEALWIRE_DATABASE_URL"


def open_store(url: str, *, clock: Clock) -> Store:
    """Return the store at `sqlite:///data/dealwire.db`, `sqlite:///:memory:` or `postgresql://…`, with its schema in place.

    A missing SQLite file and its folder are made; an older schema is migrated. Raises ConfigurationError for another URL, UnavailableError
    when the database cannot be used now, and SchemaVersionError when a newer dealwire, or something else, wrote it.
    """
    engine, path = _engine(url)
    try:
        _upgraded(engine, path, clock)
    except Exception as error:
        engine.dispose()
        raise _explained(error, engine, path) from error
    return PostgresStore(engine) if is_postgres(url) else SqliteStore(path, engine)


def migrate(url: str, *, clock: Clock) -> Schema:
    """Bring the database to this version's schema; return what it was before. Raises as `open_store` does."""
    engine, path = _engine(url)
    try:
        return _upgraded(engine, path, clock)
    except Exception as error:
        raise _explained(error, engine, path) from error
    finally:
        engine.dispose()


def schema_state(url: str) -> Schema:
    """Return how the database stands to this version, changing nothing; a missing SQLite file is empty."""
    path = None if is_postgres(url) else sqlite_path(url)
    if not is_postgres(url) and (path is None or not path.exists()):
        return Schema(SchemaState.EMPTY, "")
    engine = postgres_engine(url) if path is None else looking_engine(path)
    try:
        with engine.connect() as connection:
            return schema_of(connection)
    except Exception as error:
        raise _explained(error, engine, path) from error
    finally:
        engine.dispose()


def sqlite_path(url: str) -> Path | None:
    """Return the file that a `sqlite:///…` URL names; None for one in memory. Raises ConfigurationError for another URL."""
    kind, separator, rest = url.partition("://")
    if kind != "sqlite" or not separator or (rest and not rest.startswith("/")):
        raise _wrong(f"the database is named {kind or 'nothing'}://…")
    name = rest.removeprefix("/").partition("?")[0]
    return None if name in {"", ":memory:"} else Path(name)


def _engine(url: str) -> tuple[Engine, Path | None]:
    if is_postgres(url):
        try:
            make_url(url)
        except (ArgumentError, ValueError) as error:
            raise _wrong("the database's URL cannot be read") from error
        return postgres_engine(url), None
    path = sqlite_path(url)
    if path is not None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnavailableError(f"The folder {path.parent} for the database cannot be made: {error.strerror}.") from error
    return sqlite_engine(path), path


def _upgraded(engine: Engine, path: Path | None, clock: Clock) -> Schema:
    with engine.connect() as connection:  # a look first: nobody waits for the writer where nothing is to be done
        ready = path is not None or engine.dialect.name == "postgresql"
        if ready and (found := schema_of(connection)).state is SchemaState.CURRENT:
            return found
    with engine.begin() as connection:
        found = upgrade(connection, _place(engine, path))
        if found.state is SchemaState.EMPTY:
            SqlTables(connection).meta.put("created_at", clock.now().isoformat())
        return found


def is_postgres(url: str) -> bool:
    """Tell whether a URL names a PostgreSQL database."""
    return url.startswith(("postgresql:", "postgres:", "postgresql+psycopg:"))


def _place(engine: Engine, path: Path | None) -> str:
    return place_of(engine.url) if engine.dialect.name == "postgresql" else str(path or ":memory:")


def _explained(error: Exception, engine: Engine, path: Path | None) -> Exception:
    place = _place(engine, path)
    return (postgres_trouble if engine.dialect.name == "postgresql" else sqlite_trouble)(error, place) or error


def _wrong(what: str) -> ConfigurationError:
    wanted = "write sqlite:///path/to/file.db or postgresql://user:password@host/name"
    return ConfigurationError((Problem(SETTING, f"{what}: {wanted}."),))
