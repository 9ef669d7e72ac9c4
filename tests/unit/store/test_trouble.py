"""What is said of a database's URL and errors."""

import pytest

from bot.clock import SystemClock
from bot.errors import ConfigurationError
from bot.store.migrate import SchemaState
from bot.store.open import open_store, schema_state, sqlite_path
from bot.store.postgres import place_of, postgres_engine


@pytest.mark.parametrize("url", ["", "dealwire.db", "sqlite:dealwire.db", "mysql://host/name", "sqlite://relative/path"])
def test_other_urls_are_a_problem_of_the_settings(url):
    """A URL of no database we know says what to write instead."""
    with pytest.raises(ConfigurationError, match=r"DEALWIRE_DATABASE_URL: .*write sqlite:///"):
        open_store(url, clock=SystemClock())


@pytest.mark.parametrize("url", ["postgresql://", "postgresql://host:port/name"])
def test_a_broken_postgres_url_is_a_problem_too(url):
    """A port that is no number never reaches the driver."""
    if url == "postgresql://":
        assert postgres_engine(url).dialect.name == "postgresql"  # libpq's defaults are a database like any other
        return
    with pytest.raises(ConfigurationError, match="cannot be read"):
        open_store(url, clock=SystemClock())


def test_urls_of_sqlite():
    """Relative, absolute and in-memory files."""
    paths = [sqlite_path(url) for url in ("sqlite:///data/x.db", "sqlite:////var/x.db", "sqlite:///:memory:", "sqlite://")]

    assert [path and str(path) for path in paths] == ["data/x.db", "/var/x.db", None, None]


def test_a_password_is_never_told():
    """Messages name the database and its host, not who logs in."""
    assert place_of(postgres_engine("postgresql://me:secret@db.example:5433/news").url) == "news at db.example:5433"


def test_looking_makes_no_file(tmp_path):
    """Asking for the state of a missing database leaves nothing behind."""
    assert schema_state(f"sqlite:///{tmp_path}/none/x.db").state is SchemaState.EMPTY
    assert list(tmp_path.iterdir()) == []
