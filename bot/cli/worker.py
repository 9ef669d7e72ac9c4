"""`worker`: a process that polls and reads for the bots on one PostgreSQL."""

from pathlib import Path

from bot.cli.run import run_loop, secrets_of, until_stopped
from bot.errors import ConfigurationError, Problem
from bot.ops.log import configure_logging
from bot.settings import load_settings
from bot.store.open import SETTING, is_postgres


def work_until_stopped(config: Path | None) -> int:
    """Work until SIGTERM or SIGINT, then drain within ten seconds. Raises ConfigurationError without a PostgreSQL to share."""
    settings = load_settings(config)
    if not is_postgres(settings.database_url.get_secret_value()):
        what = "workers share a PostgreSQL database: write postgresql://user:password@host/name, or use `run`, which needs no worker."
        raise ConfigurationError((Problem(SETTING, what),))
    configure_logging(settings.log_format, settings.log_level, secrets=secrets_of(settings))
    run_loop(lambda: until_stopped(settings, worker=True))
    return 0
