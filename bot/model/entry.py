"""Entries: items of feeds that dealwire keeps, with who published them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.feed import Grade
from bot.model.ids import SHARED


class Extent(StrEnum):
    """How much of the article is known; a claim never goes beyond it."""

    TITLE = "title"
    EXCERPT = "excerpt"
    FULL = "full"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One item of one feed, as kept."""

    id: str
    """`stable_id("e", feed_id, identity)`; in `classify` and `replay`, the id of the input line."""
    url: str
    """The link as shown to people: http(s), or empty."""
    title: str
    """Without the ` - Publisher` that aggregators add."""
    text: str
    seen: datetime
    """When a poll first found it: the order of everything."""
    tenant: str = SHARED
    feed_id: str = ""
    identity: str = ""
    """What makes it the same item when it comes again (canonical guid or link, never a date)."""
    page: str = ""
    """The canonical address: two entries with one page are one article in two feeds."""
    publisher: str = ""
    """Name, as the source gives it; else the host."""
    host: str = ""
    """The publisher's host without `www.`; the key of its grade."""
    grade: Grade = Grade.PRESS
    published: datetime | None = None
    lang: str = "en"
    """BCP 47, lower case base and script as in `zh-Hant`."""
    extent: Extent = Extent.FULL
