"""The databases that every store test runs on: SQLite in a file, SQLite in memory, PostgreSQL on a unix socket."""

import psycopg
import pytest

from bot.clock import ManualClock
from bot.store import open_store
from bot.store.open import migrate
from bot.store.schema import metadata
from tests.contracts.store_facts import NOON
from tests.postgres import NOT_FOUND, binaries, cluster

ENGINES = ("sqlite", "memory", "postgresql")


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL cluster for the whole run; where its binaries are missing, the tests say so and are skipped."""
    if binaries() is None:
        pytest.skip(NOT_FOUND)
    with cluster() as running:
        yield running


@pytest.fixture(scope="session")
def postgres_made(postgres):
    """The URL of a database with our tables in it, to be emptied before each test: making one takes longer than the test."""
    url = postgres.url()
    migrate(url, clock=ManualClock(NOON))
    return url


@pytest.fixture(params=ENGINES)
def database_url(request, tmp_path):
    """The URL of an empty database."""
    if request.param == "memory":
        return "sqlite:///:memory:"
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'dealwire.db'}"
    url = request.getfixturevalue("postgres_made")
    with psycopg.connect(url) as connection:
        connection.execute(f"TRUNCATE {', '.join(metadata.tables)} RESTART IDENTITY CASCADE")
    return url


@pytest.fixture
async def store(database_url):
    """An empty store on each of the databases."""
    opened = open_store(database_url, clock=ManualClock(NOON))
    yield opened
    await opened.close()
