"""The database: tables, queries by noun, migrations; SQLite and PostgreSQL through one SQLAlchemy Core."""

from bot.store.open import open_store

__all__ = ["open_store"]
