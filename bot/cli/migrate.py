"""`migrate`: the database's schema brought to this version's."""

from pathlib import Path

from bot.clock import SystemClock
from bot.settings import load_settings
from bot.store.migrate import SchemaState
from bot.store.open import migrate as migrate_database
from bot.store.schema import VERSION


def migrate(config: Path | None = None) -> int:
    """Bring the configured database to this version's schema, in one transaction."""
    was = migrate_database(load_settings(config).database_url.get_secret_value(), clock=SystemClock())
    if was.state is SchemaState.CURRENT:
        print(f"The database is up to date: schema {VERSION}.")
    elif was.state is SchemaState.EMPTY:
        print(f"Made the tables: schema {VERSION}.")
    else:
        print(f"Migrated the database from schema {was.version} to {VERSION}.")
    return 0
