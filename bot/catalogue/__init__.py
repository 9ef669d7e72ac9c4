"""Reading `config/`: companies, storylines, feeds and sources become one Catalogue, or every problem is told at once."""

from pathlib import Path

from bot.catalogue.companies import read_companies
from bot.catalogue.feeds import read_feeds, read_grades
from bot.catalogue.storylines import read_storyline
from bot.catalogue.toml import TomlFile
from bot.errors import ConfigurationError, Problem
from bot.model.catalogue import Catalogue

__all__ = ["load_catalogue"]


def load_catalogue(folder: Path) -> Catalogue:
    """Return all that the folder's TOML files say.

    Raises:
        ConfigurationError: with every problem of every file, each with its file and line.
    """
    if not folder.is_dir():
        raise ConfigurationError((Problem(str(folder), "there is no such folder; name the one that holds companies.toml."),))
    company_file = _open(folder, "companies.toml")
    company_file.top().only({"company"})
    feed_file, source_file = _open(folder, "feeds.toml"), _open(folder, "sources.toml")
    story_files = [_open(folder, f"storylines/{path.name}") for path in sorted((folder / "storylines").glob("*.toml"))]
    if not story_files:
        company_file.note(1, "there is no storyline; put at least one file into storylines/ beside this file.")
    known: dict[str, str] = {}
    companies = read_companies(company_file, known)
    for file in story_files:
        companies += read_companies(file, known)
    ids = frozenset(company.id for company in companies)
    storylines = tuple(s for file in story_files if (s := read_storyline(file, Path(file.shown).stem, ids)))
    feeds, grades = read_feeds(feed_file), read_grades(source_file)
    problems = tuple(p for file in (company_file, *story_files, feed_file, source_file) for p in file.problems)
    if problems:
        raise ConfigurationError(problems)
    return Catalogue(companies=companies, storylines=storylines, feeds=feeds, grades=grades)


def _open(folder: Path, name: str) -> TomlFile:
    return TomlFile(folder / name, f"{folder.name}/{name}")
