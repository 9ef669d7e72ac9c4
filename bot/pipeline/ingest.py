"""From what a feed shows to entries that are new: pure decisions."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bot.model.catalogue import Catalogue
from bot.model.entry import Entry, Extent
from bot.model.feed import Feed, FeedItem, FeedState, Grade, ParsedFeed
from bot.model.ids import stable_id
from bot.pipeline.cluster import HORIZON
from bot.pipeline.identity import Keys, asked, identity, is_known, keys, name, shared_marks
from bot.text.addresses import canonical_address, host_of
from bot.text.language import detect
from bot.text.plain import legal_line

__all__ = ["Hold", "Ingested", "asked", "identity", "ingest"]

DEAD_AFTER = timedelta(days=7)
_EXCERPT_BELOW = 600
"""Characters of text below which a feed gives an excerpt, not the article."""
_CUT_SHORT = re.compile(r"(?:…|\.\.\.|read more|continue reading|read the full (?:story|article)|weiterlesen|続きを読む)\W*$")
_NEVER = datetime.min.replace(tzinfo=UTC)
_FLOOD = 10
"""Items a feed must show before most of them being new is suspicious."""
_UNDATED_FLOOD = 50
"""As many undated items, with nothing left of what the feed showed before, are not news."""


class Hold(StrEnum):
    """Why new entries are learned silently."""

    NONE = ""
    FIRST_SIGHT = "first sight"
    RETURNED = "back after seven days"
    CHURN = "most items have new names"
    OLD_ITEMS = "nothing left of what it showed, and old items instead"


@dataclass(frozen=True, kw_only=True)
class Ingested:
    """What came of a parsed feed."""

    history: tuple[Entry, ...] = ()
    """Entries of a first sight that were published before any open story: stored and found by `search`, but not read; the oldest first."""
    new: tuple[Entry, ...] = ()
    """Entries to read and store, in the order in which they are to be told: the oldest first as far as dates say, else the feed's last first."""
    remember: tuple[str, ...] = ()
    """Keys never to be taken for new again, of every item shown."""
    hold: Hold = Hold.NONE

    @property
    def learned(self) -> bool:
        """Whether the entries are stored silently and told to nobody."""
        return self.hold is not Hold.NONE

    @property
    def notify(self) -> bool:
        """Whether the operator should be told of the hold; a first sight is nothing special."""
        return self.hold not in {Hold.NONE, Hold.FIRST_SIGHT}


def ingest(feed: Feed, state: FeedState, parsed: ParsedFeed, known: AbstractSet[str], *, now: datetime, catalogue: Catalogue) -> Ingested:
    """Return the entries that this feed has never shown, and all keys to remember; dates never decide what is new.

    `known` are those of `identity.asked(parsed)` that the feed has shown before. Items that were left out by their hash are known already.
    """
    shown = [(item, keys(item)) for item in parsed.items]
    marks = shared_marks(found for _, found in shown) | {key for key in known if key.startswith("x")}
    seen: set[str] = set(known)
    fresh: list[tuple[FeedItem, Keys]] = []
    remember: dict[str, None] = dict.fromkeys(sorted(marks))
    for item, found in shown:
        if not is_known(found, seen, marks, titles_tell=feed.aggregator):
            fresh.append((item, found))
        seen.update(found.all)
        remember.update(dict.fromkeys(found.all))
    hold = _hold(state, parsed, fresh, known, now)
    past = now - HORIZON if hold is Hold.FIRST_SIGHT else _NEVER
    entries = [_entry(feed, item, name(item, found, marks), parsed.lang, now, past, catalogue) for item, found in fresh]
    entries.reverse()  # feeds show the newest first
    entries.sort(key=lambda entry: entry.published or now)
    old = sum(entry.published is not None and entry.published < past for entry in entries)
    return Ingested(history=tuple(entries[:old]), new=tuple(entries[old:]), remember=tuple(remember), hold=hold)


def _hold(state: FeedState, parsed: ParsedFeed, fresh: list[tuple[FeedItem, Keys]], known: AbstractSet[str], now: datetime) -> Hold:
    """Decide whether what is new is news, or a flood of old items under new names."""
    if state.learned_at is None:
        return Hold.FIRST_SIGHT
    if not fresh:
        return Hold.NONE
    last_ok = state.last_ok_at or state.learned_at
    if state.failures and now - last_ok >= DEAD_AFTER:
        return Hold.RETURNED
    shown = max(len(parsed.item_hashes), len(parsed.items))
    if shown < _FLOOD or 2 * len(fresh) <= shown:
        return Hold.NONE
    if 2 * sum(found.title in known or found.link in known for _, found in fresh) > len(fresh):
        return Hold.CHURN
    old = sum(item.published < last_ok - timedelta(days=1) for item, _ in fresh if item.published)
    undated = sum(item.published is None for item, _ in fresh)
    if len(fresh) >= shown and (2 * old > shown or undated >= _UNDATED_FLOOD):
        return Hold.OLD_ITEMS
    return Hold.NONE


def _entry(feed: Feed, item: FeedItem, kept_as: str, lang: str, now: datetime, past: datetime, catalogue: Catalogue) -> Entry:
    url = item.link
    title, publisher, host = _publisher(feed, item)
    text = "" if feed.aggregator else item.text
    published = item.published if item.published and item.published <= now + timedelta(hours=24) else None
    return Entry(
        id=stable_id("e", feed.id, kept_as),
        url=url,
        title=title,
        text=text,
        seen=now,
        tenant=feed.tenant,
        feed_id=feed.id,
        identity=kept_as,
        page=canonical_address(item.link),
        publisher=publisher,
        host=host,
        grade=_grade(feed, host, catalogue),
        published=published,
        lang=item.lang or lang if published and published < past else detect(f"{title}\n{text}", item.lang or lang),
        extent=_extent(feed, text),
    )


def _publisher(feed: Feed, item: FeedItem) -> tuple[str, str, str]:
    """Return title, publisher's name and host; an aggregator's title loses ` - Publisher`."""
    title = item.title
    if not feed.aggregator:
        host = host_of(item.link) or host_of(feed.url)
        return title, host, host
    name = legal_line(item.source_title, 200)
    if name:
        for dash in (" - ", " – ", " — ", " | "):
            title = title.removesuffix(f"{dash}{name}")
    elif " - " in title:
        title, name = title.rsplit(" - ", maxsplit=1)
    host = host_of(item.source_url)
    return title.strip(), name or host, host


def _grade(feed: Feed, host: str, catalogue: Catalogue) -> Grade:
    """Grade by who wrote the words: behind a feed that is known to be weak, no link makes them better."""
    graded = catalogue.grade(host, otherwise=feed.grade)
    if feed.aggregator or feed.grade.rank <= Grade.PRESS.rank:
        return graded
    return max(graded, feed.grade, key=lambda grade: grade.rank)


def _extent(feed: Feed, text: str) -> Extent:
    if feed.aggregator or not text:
        return Extent.TITLE
    return Extent.EXCERPT if len(text) < _EXCERPT_BELOW or _CUT_SHORT.search(text[-80:].lower()) else Extent.FULL
