"""A newsroom: feeds and items in editions, read from a folder's `newsroom.toml`. Its words are invented and say so."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.errors import ConfigurationError, Problem
from bot.model.feed import Grade
from bot.toml_file import TomlFile, read_toml

FORMATS = ("rss", "atom", "rdf")
BUNDLED = Path(__file__).parent / "sample"


@dataclass(frozen=True, kw_only=True)
class NewsroomFeed:
    """A feed that the newsroom serves."""

    id: str
    title: str
    format: str = "rss"
    grade: Grade = Grade.PRESS
    aggregator: bool = False


@dataclass(frozen=True, kw_only=True)
class NewsItem:
    """One item, first shown in its edition."""

    feed: str
    edition: int
    """0 is there before the first poll and learned silently."""
    title: str
    text: str
    url: str
    published: datetime
    publisher: str = ""
    """For an aggregator: whose article it is."""
    publisher_url: str = ""
    event: str = ""
    """For tests and readers of the file: what it reports; the bot never sees it."""


@dataclass(frozen=True, kw_only=True)
class Newsroom:
    """What is served, in order."""

    title: str
    opens: datetime
    feeds: tuple[NewsroomFeed, ...]
    items: tuple[NewsItem, ...]
    grades: dict[str, Grade]
    """Grades of the invented publishers' hosts."""
    apart: timedelta = timedelta(days=1)
    """Between two editions; a day, so that nobody waits for it."""

    @property
    def editions(self) -> int:
        """The number of the last edition."""
        return max((item.edition for item in self.items), default=0)

    def edition_at(self, edition: int) -> datetime:
        """Return when an edition is out."""
        return self.opens + edition * self.apart


def read_newsroom(folder: Path) -> Newsroom:
    """Read a newsroom; raise ConfigurationError with every problem, each with file and line."""
    file = read_toml(folder / "newsroom.toml")
    problems: list[Problem] = []
    opens = file.data.get("opens")
    if not isinstance(opens, datetime):
        problems.append(file.problem("opens must be a date with time and zone, as in 2026-03-02T08:00:00Z.", "opens"))
        opens = datetime(2026, 1, 1, tzinfo=UTC)
    feeds = tuple(feed for n, row in enumerate(file.data.get("feeds", [])) if (feed := _feed(file, n, row, problems)))
    known = {feed.id for feed in feeds}
    items = tuple(item for n, row in enumerate(file.data.get("items", [])) if (item := _item(file, n, row, known, opens, problems)))
    grades = _grades(file, problems)
    if not items:
        problems.append(file.problem("has no [[items]].", "items"))
    if problems:
        raise ConfigurationError(tuple(problems))
    return Newsroom(title=str(file.data.get("title", folder.name)), opens=opens, feeds=feeds, items=items, grades=grades)


def _grades(file: TomlFile, problems: list[Problem]) -> dict[str, Grade]:
    grades = {}
    for host, grade in file.data.get("grades", {}).items():
        if grade in list(Grade):
            grades[host] = Grade(grade)
        else:
            problems.append(file.problem(f"{grade!r} is no grade; write one of {', '.join(Grade)}.", "grades", host))
    return grades


def _feed(file: TomlFile, number: int, row: dict[str, Any], problems: list[Problem]) -> NewsroomFeed | None:
    try:
        feed = NewsroomFeed(**{**row, "grade": Grade(row.get("grade", "press"))})
    except (TypeError, ValueError) as error:
        problems.append(file.problem(f"feed cannot be read: {error}.", "feeds", number))
        return None
    if feed.format not in FORMATS:
        problems.append(file.problem(f"{feed.format!r} is no format; write one of {', '.join(FORMATS)}.", "feeds", number, "format"))
    return feed


def _item(file: TomlFile, number: int, row: dict[str, Any], feeds: set[str], opens: datetime, problems: list[Problem]) -> NewsItem | None:
    if row.get("feed") not in feeds:
        problems.append(file.problem(f"names feed {row.get('feed')!r}, which [[feeds]] does not have.", "items", number, "feed"))
        return None
    row = dict(row)
    minute = row.pop("minute", 0)
    row.setdefault("published", opens + timedelta(days=int(row.get("edition", 0)), minutes=int(minute)))
    try:
        return NewsItem(**{**row, "text": str(row.get("text", "")).strip()})
    except TypeError as error:
        problems.append(file.problem(f"item cannot be read: {error}.", "items", number))
        return None
