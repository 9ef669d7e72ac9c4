"""`check`: all configuration read, every problem printed."""

from pathlib import Path

from bot.catalogue import load_catalogue
from bot.errors import ConfigurationError, Problem
from bot.settings import load_settings


def check_configuration(config: Path | None) -> int:
    """Print every problem of settings and catalogue at once; 0 when there is none."""
    from bot.pipeline.sort import prove_examples

    problems: list[Problem] = []
    folder: Path | None
    try:
        folder = load_settings(config).config
    except ConfigurationError as error:
        problems += error.problems
        folder = config if config is not None and config.is_dir() else None
    if folder is not None:
        try:
            catalogue = load_catalogue(folder)
            problems += prove_examples(catalogue)
        except ConfigurationError as error:
            problems += error.problems
    if problems:
        raise ConfigurationError(tuple(problems))
    print(
        f"{folder}: {len(catalogue.storylines)} storylines, {len(catalogue.companies)} companies, {len(catalogue.feeds)} feeds; no problem found."
    )
    return 0
