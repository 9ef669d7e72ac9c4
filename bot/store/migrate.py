"""Bringing a database to this version's schema, in one transaction: interrupted half-way, nothing of it has happened."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, inspect, select, text

from bot.errors import SchemaVersionError
from bot.store.schema import VERSION, metadata, versions
from bot.store.search import make_index

FOLDER = Path(__file__).parent / "migrations"
_ONE_MIGRATOR = text("SELECT pg_advisory_xact_lock(7238213)")


class SchemaState(StrEnum):
    """How a database's schema stands to this version of dealwire."""

    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"
    FOREIGN = "foreign"
    """It holds tables, and none of ours."""


@dataclass(frozen=True)
class Schema:
    """What a database's schema is."""

    state: SchemaState
    version: str
    """The last migration it had; empty for none."""


def known_versions() -> tuple[str, ...]:
    """Return the migrations that this version has, oldest first."""
    return tuple(sorted(path.stem.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py")))


def schema_of(connection: Connection) -> Schema:
    """Return how the connected database stands to this version."""
    tables = set(inspect(connection).get_table_names())
    if versions.name not in tables:
        foreign = tables and connection.dialect.name == "sqlite"  # a PostgreSQL schema may be shared
        return Schema(SchemaState.FOREIGN if foreign else SchemaState.EMPTY, "")
    version = connection.execute(select(versions.c.version_num)).scalar() or ""
    if not version:
        return Schema(SchemaState.EMPTY, "")
    if version == VERSION:
        return Schema(SchemaState.CURRENT, version)
    return Schema(SchemaState.OLDER if version in known_versions() else SchemaState.NEWER, version)


def upgrade(connection: Connection, place: str) -> Schema:
    """Make the schema this version's, inside the connection's transaction; return what it was.

    Raises SchemaVersionError for what a newer dealwire, or something else, wrote.
    """
    found = schema_of(connection)
    if found.state in {SchemaState.EMPTY, SchemaState.OLDER}:
        if connection.dialect.name == "postgresql":  # several workers start at once
            connection.execute(_ONE_MIGRATOR)
            found = schema_of(connection)
        if found.state is SchemaState.EMPTY:
            _create(connection)
        elif found.state is SchemaState.OLDER:
            command_upgrade(connection, VERSION)
    if found.state is SchemaState.NEWER:
        raise SchemaVersionError(
            f"The database {place} has schema {found.version}, which a newer dealwire wrote; this one knows schemas up to {VERSION}: "
            "install that newer version, or restore a backup made by this one."
        )
    if found.state is SchemaState.FOREIGN:
        raise SchemaVersionError(f"The database {place} holds tables that dealwire did not make: name another file.")
    return found


def downgrade(connection: Connection, version: str) -> None:
    """Take back the migrations after `version`, inside the connection's transaction."""
    from alembic import command  # noqa: PLC0415  a start on an up-to-date database needs no Alembic

    command.downgrade(config(connection), version)


def config(connection: Connection) -> Any:
    """Return Alembic's configuration for a connection."""
    from alembic.config import Config  # noqa: PLC0415  a start on an up-to-date database needs no Alembic

    made = Config()
    made.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def _create(connection: Connection) -> None:
    """Make all tables at once; a test holds this to what the migrations make one after the other."""
    metadata.create_all(connection)
    make_index(connection)
    versions.create(connection, checkfirst=True)
    connection.execute(insert(versions), [{"version_num": VERSION}])


def command_upgrade(connection: Connection, version: str) -> None:
    """Run the migrations up to `version`, inside the connection's transaction."""
    from alembic import command  # noqa: PLC0415  a start on an up-to-date database needs no Alembic

    command.upgrade(config(connection), version)
