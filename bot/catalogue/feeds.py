"""`feeds.toml` and `sources.toml`: where news comes from, and how close each publisher stands to the fact."""

import re

from bot.catalogue.toml import Table, TomlFile
from bot.model.feed import Feed, Grade

_HOST = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}")
_GRADES = tuple(grade.value for grade in Grade)


def read_feeds(file: TomlFile) -> tuple[Feed, ...]:
    """Return the file's `[[feed]]` tables."""
    file.top().only({"feed"})
    ids: dict[str, str] = {}
    addresses: dict[str, str] = {}
    return tuple(feed for table in file.tables("feed") if (feed := _feed(table, ids, addresses)))


def _feed(table: Table, ids: dict[str, str], addresses: dict[str, str]) -> Feed | None:
    table.only({"id", "title", "url", "grade", "aggregator", "enabled"})
    feed = Feed(
        id=table.text("id", required=True),
        title=table.text("title", required=True),
        url=table.address("url"),
        grade=Grade(table.choice("grade", _GRADES, default=Grade.PRESS.value)),
        aggregator=table.flag("aggregator", default=False),
        enabled=table.flag("enabled", default=True),
    )
    for key, value, taken in (("id", feed.id, ids), ("url", feed.url, addresses)):
        if value and value in taken:
            table.note(key, f"two feeds have the {key} `{value}`; remove one.")
        taken.setdefault(value, feed.title)
    return feed if feed.id and feed.url else None


def read_grades(file: TomlFile) -> dict[str, Grade]:
    """Return host → grade; the file has one list of hosts a grade."""
    top = file.top()
    top.only(_GRADES)
    grades: dict[str, Grade] = {}
    for grade in Grade:
        for host in top.texts(grade.value):
            if not _HOST.fullmatch(host) or host != host.lower():
                file.note(file.line_of(host), f"`{host}` is not a host; write it in lower case without https:// and path.")
            if host in grades:
                file.note(file.line_of(host), f"`{host}` is graded twice ({grades[host]} and {grade}); keep one.")
            grades.setdefault(host, grade)
    return grades
