"""Copying all rows from one database to another, whichever two they are."""

from sqlalchemy import Connection, Engine, func, insert, select, text

from bot.errors import DealwireError
from bot.store.meta import HOLD
from bot.store.schema import entries, meta, metadata, searchable, stories
from bot.store.search import rebuild
from bot.store.statements import put

_BATCH = 1_000


def copy_rows(source: Engine, target: Engine) -> int:
    """Copy every row of one snapshot into a database that has the tables and no rows; return how many."""
    snapshot = source
    if source.dialect.name == "postgresql":
        snapshot = source.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    try:
        with snapshot.connect() as old, target.begin() as new:
            return _copy(old, new)
    finally:
        if target.dialect.name == "sqlite":
            target.dispose()


def fill_empty(source: Engine, target: Engine) -> int:
    """Copy a backup into an empty PostgreSQL database, on hold; DealwireError where something is stored already."""
    try:
        with source.connect() as old, target.begin() as new:
            if new.execute(select(func.count()).select_from(entries)).scalar() or new.execute(select(stories.c.id).limit(1)).scalar():
                raise DealwireError("The PostgreSQL database is not empty: create a new one and name it in DEALWIRE_DATABASE_URL.")
            copied = _copy(old, new)
            put(
                new,
                meta,
                {"key": HOLD, "value": old.execute(select(meta.c.value).where(meta.c.key == HOLD)).scalar() or "a restored backup"},
            )
            return copied
    finally:
        source.dispose()


def _copy(old: Connection, new: Connection) -> int:
    copied = 0
    for table in reversed(metadata.sorted_tables):
        new.execute(table.delete())
    for table in metadata.sorted_tables:
        if table is searchable:  # its words differ from database to database
            continue
        rows = old.execution_options(yield_per=_BATCH).execute(select(table))
        for batch in rows.mappings().partitions(_BATCH):
            new.execute(insert(table), [dict(row) for row in batch])
            copied += len(batch)
        if new.dialect.name == "postgresql" and "sequence" in table.c:
            new.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'sequence'), "  # noqa: S608  our own table's name
                    f"coalesce((SELECT max(sequence) FROM {table.name}), 0) + 1, false)"
                )
            )
    rebuild(new)
    return copied
