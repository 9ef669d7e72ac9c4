"""The databases that every store test runs on: SQLite in a file, SQLite in memory, PostgreSQL on a unix socket."""

import pytest
from store_facts import NOON

from bot.clock import ManualClock
from bot.store import open_store

ENGINES = ("sqlite", "memory")


@pytest.fixture(params=ENGINES)
def database_url(request, tmp_path):
    """The URL of an empty database."""
    if request.param == "memory":
        return "sqlite:///:memory:"
    return f"sqlite:///{tmp_path / 'data' / 'dealwire.db'}"


@pytest.fixture
async def store(database_url):
    """An empty store on each of the databases."""
    opened = open_store(database_url, clock=ManualClock(NOON))
    yield opened
    await opened.close()
