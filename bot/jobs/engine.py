"""procrastinate, set up: its own schema in our database, made once, and the two errors that an operator can act on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import procrastinate
from procrastinate.exceptions import ConnectorException

from bot.errors import SchemaVersionError, UnavailableError

SCHEMA = "dealwire_jobs"
QUEUE = "dealwire"
_VERSION = "procrastinate " + ".".join(procrastinate.__version__.split(".")[:2])
_LOCK = 4_219_771
"""Of PostgreSQL's advisory locks: whoever makes the schema holds it."""
_CONNECT_SECONDS = 5


def open_engine(url: str) -> procrastinate.App:
    """Return the engine on a database; nothing is connected yet."""
    plain = "postgresql://" + url.partition("://")[2]
    connector = procrastinate.PsycopgConnector(
        conninfo=plain,
        min_size=1,
        max_size=4,
        timeout=_CONNECT_SECONDS,
        kwargs={"options": f"-c search_path={SCHEMA}", "connect_timeout": _CONNECT_SECONDS, "application_name": "dealwire jobs"},
    )
    return procrastinate.App(connector=connector)


@asynccontextmanager
async def explained() -> AsyncIterator[None]:
    """Turn what the engine's connections raise into a sentence."""
    try:
        yield
    except ConnectorException as error:
        raise UnavailableError(
            "The database cannot be used for jobs: it does not answer; check that it runs and takes connections."
        ) from error


async def make_schema(app: procrastinate.App) -> None:
    """Make the engine's tables where there are none; raise SchemaVersionError where another version of the engine made them."""
    connector = app.connector
    asked = f"SELECT obj_description(to_regnamespace('{SCHEMA}')) AS version"
    async with explained():
        found = (await connector.execute_query_one_async(asked))["version"]
        if found is None:
            await connector.execute_query_async(_guarded(app.schema_manager.get_schema()))
            found = (await connector.execute_query_one_async(asked))["version"]
    if found != _VERSION:
        raise SchemaVersionError(
            f"The jobs' tables were made by {found}, this dealwire brings {_VERSION}: stop every worker, "
            f"then let PostgreSQL forget them (DROP SCHEMA {SCHEMA} CASCADE); nothing is lost by that."
        )


def _guarded(schema: str) -> str:
    """Return statements that run as one transaction and do nothing for the second of two that come at once.

    Behind the lock stands the schema, too: of two that create one at once PostgreSQL fails the second, whatever `IF NOT EXISTS` says.
    """
    body = schema.replace("%", "%%").replace("$dealwire$", "")
    return (
        f"DO $dealwire$ BEGIN PERFORM pg_advisory_xact_lock({_LOCK}); CREATE SCHEMA IF NOT EXISTS {SCHEMA}; "
        f"IF obj_description('{SCHEMA}'::regnamespace) IS NULL THEN "
        f"EXECUTE $made$ {body} $made$; COMMENT ON SCHEMA {SCHEMA} IS '{_VERSION}'; END IF; END $dealwire$"
    )
