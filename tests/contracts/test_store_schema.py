"""What every database's schema promises."""

import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.clock import ManualClock
from bot.errors import SchemaVersionError
from bot.store import migrate as steps
from bot.store import open_store
from bot.store.migrate import SchemaState
from bot.store.open import migrate, schema_state
from bot.store.postgres import postgres_engine
from bot.store.schema import VERSION, metadata
from bot.store.sqlite import sqlite_engine
from tests.contracts.store_facts import NOON, reading
from tests.faults.guards import guarded

CLOCK = ManualClock(NOON)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    """The URL of a database without tables."""
    return f"sqlite:///{tmp_path / 'empty.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres").url()


@pytest.fixture
def engine(empty_url):
    """An engine for that database."""
    made = postgres_engine(empty_url) if empty_url.startswith("postgres") else sqlite_engine(empty_url.removeprefix("sqlite:///"))
    yield made
    made.dispose()


def is_ours(name, kind, _parents):
    """Whether metadata can say it: the full text's index is each database's own (`bot.store.search.make_index`)."""
    return not (name or "").startswith("search_words") if kind == "table" else name != "ix_searchable_words"


def version_to(engine, version):
    """Pretend that the database was last migrated to some version."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})


def test_the_newest_migration_is_this_version(tmp_path):
    """`VERSION` is Alembic's only head."""
    with sqlite_engine(tmp_path / "x.db").connect() as connection:
        assert ScriptDirectory.from_config(steps.config(connection)).get_heads() == [VERSION]
    assert steps.known_versions()[-1] == VERSION


def test_migrations_make_what_the_schema_says(engine):
    """Migrating step by step ends where a fresh start begins."""
    with engine.begin() as connection:
        steps.command_upgrade(connection, VERSION)
        differences = compare_metadata(MigrationContext.configure(connection, opts={"include_name": is_ours}), metadata)

    assert differences == []


def test_sqlite_tables_are_the_same_to_the_letter(tmp_path):
    """On SQLite both ways write the very same tables and indices, AUTOINCREMENT and WITHOUT ROWID included."""

    def written(name, make):
        engine = sqlite_engine(tmp_path / name)
        with engine.begin() as connection:
            make(connection)
            rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"))
            tables = {row[0]: sorted(re.split(r",?\s*\n\s*|, ", row[1])) for row in rows}
        engine.dispose()
        return tables

    assert written("a.db", lambda c: steps.command_upgrade(c, VERSION)) == written("b.db", lambda c: steps.upgrade(c, "b"))


def test_a_database_is_made_once(empty_url):
    """Empty, then current; migrating again changes nothing."""
    states = [schema_state(empty_url).state, migrate(empty_url, clock=CLOCK).state, migrate(empty_url, clock=CLOCK).state]

    assert states == [SchemaState.EMPTY, SchemaState.EMPTY, SchemaState.CURRENT]
    assert schema_state(empty_url).version == VERSION


def test_a_newer_schema_is_refused(empty_url, engine):
    """An older dealwire leaves a newer one's database alone and says what to do."""
    migrate(empty_url, clock=CLOCK)
    version_to(engine, "9999")

    with pytest.raises(SchemaVersionError, match=r"schema 9999, which a newer dealwire wrote.*install that newer version"):
        open_store(empty_url, clock=CLOCK)
    assert schema_state(empty_url).state is SchemaState.NEWER


def test_somebody_elses_file_is_refused(tmp_path):
    """A SQLite file with tables that are not ours is not touched."""
    engine = sqlite_engine(tmp_path / "music.db")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE songs (name TEXT)"))

    with pytest.raises(SchemaVersionError, match="tables that dealwire did not make"):
        open_store(f"sqlite:///{tmp_path / 'music.db'}", clock=CLOCK)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar() == 1


async def test_an_interrupted_migration_has_not_happened(empty_url, engine):
    """Fault 45: a migration that dies in the middle has changed nothing, and the next start completes it. Guard: one transaction."""
    migrating = guarded("45", engine, engine.execution_options(isolation_level="AUTOCOMMIT"))
    with pytest.raises(KeyboardInterrupt), migrating.begin() as connection:
        steps.command_upgrade(connection, VERSION)
        raise KeyboardInterrupt

    assert schema_state(empty_url).state is SchemaState.EMPTY
    store = open_store(empty_url, clock=CLOCK)
    await store.write(lambda t: t.entries.add([reading()]))
    assert await store.read(lambda t: t.entries.get(reading().entry.id)) == reading()
    await store.close()


def test_the_last_migration_can_be_taken_back(empty_url, engine):
    """Going back leaves none of its tables."""
    with engine.begin() as connection:
        steps.command_upgrade(connection, VERSION)
        steps.downgrade(connection, "base")

    assert schema_state(empty_url).state is SchemaState.EMPTY
