"""What makes an item the same item when a feed shows it again: never a date, never its place in the feed.

An item has several keys: its guid, its link, its title. Which of them count depends on the feed's manners, and what a feed once did (the same guid on
two items) is remembered as a key too, because later polls see only the items that are new.
"""

from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from bot.model.feed import FeedItem, ParsedFeed
from bot.model.ids import stable_id
from bot.text.addresses import canonical_address
from bot.text.plain import unescape


@dataclass(frozen=True, kw_only=True)
class Keys:
    """An item's keys; each is empty where the item gives nothing to make it of."""

    guid: str = ""
    link: str = ""
    both: str = ""
    """Link and title together."""
    title: str = ""
    """Title and publisher together."""

    @property
    def all(self) -> tuple[str, ...]:
        """Those that are not empty."""
        return tuple(filter(None, (self.guid, self.link, self.both, self.title)))


def canonical_guid(guid: str) -> str:
    """Return a guid as all parsers would have it: references decoded, an address in its canonical form."""
    for _ in range(2):
        guid = unescape(guid)
    guid = " ".join(guid.split())
    return canonical_address(guid, fragment=True) or guid


def identity(item: FeedItem) -> str:
    """Return the readable name under which an item is kept: its guid, else its link, else its title."""
    return canonical_guid(item.guid) or canonical_address(item.link, fragment=True) or _title(item)


def name(item: FeedItem, found: Keys, marks: AbstractSet[str]) -> str:
    """Return the identity of an item with these keys in a feed with these marks: what two items share names neither."""
    if found.guid and _mark(found.guid) not in marks:
        return canonical_guid(item.guid)
    link = canonical_address(item.link, fragment=True)
    return link if found.link and _mark(found.link) not in marks else f"{link} {_title(item)}".strip()


def keys(item: FeedItem) -> Keys:
    """Return the item's keys as short stable ids."""
    return _keys(item.guid, item.link, _title(item), item.source_title)


@lru_cache(maxsize=2_048)  # `asked` and `ingest` want them of the same items
def _keys(guid: str, link: str, title: str, source: str) -> Keys:
    guid, link = canonical_guid(guid), canonical_address(link, fragment=True)
    return Keys(
        guid=stable_id("g", guid) if guid else "",
        link=stable_id("l", link) if _is_telling(link) else "",
        both=stable_id("b", link, title) if link or title else "",
        title=stable_id("t", title, source.casefold()) if title else "",
    )


def shared_marks(items: Iterable[Keys]) -> frozenset[str]:
    """Return marks for the guids and links that two different items of a body have in common, and that tell nothing therefore."""
    guids: dict[str, set[str]] = {}
    links: Counter[str] = Counter()
    for found in items:
        if found.guid:
            guids.setdefault(found.guid, set()).add(found.both)
        if found.link:
            links[found.link] += 1
    marks = {_mark(guid) for guid, whose in guids.items() if len(whose) > 1}
    return frozenset(marks | {_mark(link) for link, count in links.items() if count > 1})


def asked(parsed: ParsedFeed) -> frozenset[str]:
    """Return all keys and marks to look up among what the feed has shown before; `ingest` wants those that are known."""
    wanted: set[str] = set()
    for item in parsed.items:
        found = keys(item)
        wanted.update(found.all)
        wanted.update(_mark(key) for key in (found.guid, found.link) if key)
    return frozenset(wanted)


def is_known(found: Keys, known: AbstractSet[str], marks: AbstractSet[str], *, titles_tell: bool) -> bool:
    """Tell whether the feed has shown the item before.

    A guid that only this item bears decides alone. Without one (or where guids change), the link together with the title does; the link
    alone where there is no guid; the title alone only in feeds whose links and guids are opaque (`titles_tell`).
    """
    guid_tells = bool(found.guid) and _mark(found.guid) not in marks
    link_tells = bool(found.link) and _mark(found.link) not in marks
    if guid_tells and found.guid in known:
        return True
    if found.both in known and (link_tells or not guid_tells):
        return True
    if link_tells and not guid_tells and found.link in known:
        return True
    return titles_tell and found.title in known


def _mark(key: str) -> str:
    return "x" + key


def _title(item: FeedItem) -> str:
    return " ".join((item.title or item.text[:200]).casefold().split())


def _is_telling(link: str) -> bool:
    """A bare host is the address of a front page, not of an item."""
    return "/" in link or "?" in link
