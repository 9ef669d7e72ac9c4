"""What is new in a feed: identity above dates, places and spellings."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.model.catalogue import Catalogue
from bot.model.entry import Extent
from bot.model.feed import Feed, FeedItem, FeedState, Grade, ParsedFeed
from bot.pipeline.ingest import Hold, asked, ingest

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
FEED = Feed(id="f1", url="https://news.example/feed.xml", title="Example News")
GOOGLE = Feed(id="f2", url="https://news.google.com/rss/search?q=x", title="News search", grade=Grade.AGGREGATOR, aggregator=True)
CATALOGUE = Catalogue(grades={"wire.example": Grade.WIRE, "news.example": Grade.TRADE})


class Reader:
    """Shows bodies to `ingest` and keeps what is to be remembered, as the store does."""

    def __init__(self, feed=FEED, *, learned=True):
        self.feed = feed
        self.known = set()
        self.state = FeedState(
            feed_id=feed.id,
            next_poll_at=NOW,
            learned_at=NOW - timedelta(days=1) if learned else None,
            last_ok_at=NOW - timedelta(minutes=15),
        )

    def show(self, *items, now=NOW, **parsed):
        feed = ParsedFeed(items=items, **parsed)
        result = ingest(self.feed, self.state, feed, asked(feed) & self.known, now=now, catalogue=CATALOGUE)
        self.known |= set(result.remember)
        return result

    def new(self, *items, **how):
        return [entry.title for entry in self.show(*items, **how).new]


def item(number, **values):
    fields = {
        "guid": f"tag:news.example,2026:{number}",
        "link": f"https://news.example/story/{number}",
        "title": f"Story number {number}",
        "text": f"Plain words about story {number}. " * 30,
    }
    return FeedItem(**{**fields, **values})


def test_first_sight_is_learned_silently():
    """All that a feed shows the first time is stored and told to nobody."""
    result = Reader(learned=False).show(*map(item, range(500)))

    assert (len(result.new), result.learned, result.notify) == (500, True, False)


def test_what_is_older_than_any_open_story_is_history_at_first_sight():
    """It is stored, the oldest first, and need not be read; later such an item is as new as any other."""
    old, older = (item(number, published=NOW - timedelta(days=days)) for number, days in ((1, 46), (2, 300)))
    first = Reader(learned=False).show(item(3), old, item(4, published=NOW - timedelta(days=44)), older)
    later = Reader().show(item(3), old)

    assert [entry.title for entry in first.history] == ["Story number 2", "Story number 1"]
    assert [entry.title for entry in first.new] == ["Story number 4", "Story number 3"]
    assert len(first.remember) > 4
    assert (len(later.history), len(later.new)) == (0, 2)


@pytest.mark.parametrize(
    "again",
    [
        {"published": NOW},
        {"link": "http://www.news.example/story/1/?utm_source=rss&utm_medium=feed"},
        {"title": "Story number 1, corrected", "text": "Other words."},
        {"guid": "", "link": "http://news.example/story/1"},
        {"guid": "churned-77"},
        {"guid": "TAG-other", "link": "http://www.news.example/story/1#utm_source=x"},
    ],
)
def test_the_same_item_comes_again(again):
    """A changed date, protocol, tracking, title, a missing or changed guid do not make an item new."""
    reader = Reader()
    reader.show(item(1))

    assert reader.new(item(1, **again)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/x?a=1&b=2", "https://news.example/x?a=1&amp;b=2"),
        ("https://news.example/x?a=1&b=2", "http://news.example/x?b=2&amp;amp;a=1"),
        ("urn:one & two", "urn:one &amp; two"),
    ],
)
def test_well_formed_and_ill_formed_guids_are_one(one, other):
    """A feed that flips between well-formed and not shows the same guid in two spellings."""
    reader = Reader()
    reader.show(item(1, guid=one, link=""))

    assert reader.new(item(1, guid=other, link="")) == []


def test_order_does_not_matter_and_items_return():
    """Reordered items, and items that were gone for a while, are not new."""
    reader = Reader()
    reader.show(*map(item, range(20)))
    reader.show(*map(item, range(5)))

    assert reader.new(*map(item, reversed(range(21)))) == ["Story number 20"]


def test_one_guid_for_all_items_counts_for_none():
    """A guid that several items share is ignored, at the next poll too, when only the new item is parsed."""
    reader = Reader()
    reader.show(*(item(n, guid="same") for n in range(1000)))

    assert reader.new(item(1000, guid="same")) == ["Story number 1000"]
    assert reader.new(item(3, guid="same"), item(1000, guid="same")) == []


def test_items_that_share_a_guid_have_ids_of_their_own():
    """Each of them is kept under its link."""
    result = Reader().show(*(item(n, guid="same") for n in range(50)))

    assert len({entry.id for entry in result.new}) == 50


@pytest.mark.parametrize("link", ["https://news.example/", "https://news.example/live"])
def test_links_that_items_share_count_for_none(link):
    """Without guids and with one link for all, titles tell items apart."""
    reader = Reader()
    first = reader.show(*(item(n, guid="", link=link) for n in range(5)))

    assert len({entry.id for entry in first.new}) == 5
    assert reader.new(item(5, guid="", link=link), item(2, guid="", link=link)) == ["Story number 5"]


def test_sections_of_one_page_are_items():
    """Addresses that differ in their fragment alone are different items of one page."""
    result = Reader().show(*(item(n, guid=f"https://news.example/log#v{n}", link=f"https://news.example/log#v{n}") for n in range(3)))

    assert len({entry.id for entry in result.new}) == 3
    assert {entry.page for entry in result.new} == {"news.example/log"}


def test_weekly_titles_are_new_each_week():
    """The same title under a new guid and a new link is a new item."""
    reader = Reader()
    reader.show(item(1, title="The week in data centres"))

    assert reader.new(item(2, title="The week in data centres")) == ["The week in data centres"]


def test_churn_of_guids_and_links_is_held():
    """When most items have new guids and links but old titles, the feed was rebuilt: nothing is told, the operator is."""
    reader = Reader()
    reader.show(*map(item, range(20)))

    result = reader.show(*(item(n, guid=f"new-{n}", link=f"https://other.example/p/{n}") for n in range(20)))

    assert (result.hold, result.notify) == (Hold.CHURN, True)


def test_a_feed_that_comes_back_from_the_dead_is_held():
    """After seven days of failures what a feed shows is learned anew."""
    reader = Reader()
    reader.show(*map(item, range(3)))
    reader.state = replace(reader.state, failures=9, last_ok_at=NOW - timedelta(days=8))

    assert reader.show(*map(item, range(3, 6))).hold is Hold.RETURNED


def test_a_taken_over_address_is_held():
    """When nothing is left of what a feed showed and old items stand there instead, they are learned silently."""
    reader = Reader()
    reader.show(*map(item, range(20)))

    assert reader.show(*(item(n, published=NOW - timedelta(days=300)) for n in range(100, 120))).hold is Hold.OLD_ITEMS


def test_a_busy_day_is_not_held():
    """Many new items beside known ones are news, whatever their dates."""
    reader = Reader()
    reader.show(*map(item, range(5)))

    result = reader.show(*(item(n, published=NOW - timedelta(days=300)) for n in range(30)))

    assert (len(result.new), result.hold) == (25, Hold.NONE)


def test_search_feeds_lose_the_publisher_in_the_title():
    """An aggregator's item is kept with its true publisher, read by title only, and known again under other guids and links."""
    reader = Reader(GOOGLE)
    shown = FeedItem(
        guid="CBMi1",
        link="https://news.google.com/rss/articles/CBMi1",
        title="Two firms agree on racks - The Wire",
        text="<a>list</a>",
        source_title="The Wire",
        source_url="https://www.wire.example",
    )

    (entry,) = reader.show(shown).new

    assert (entry.title, entry.publisher, entry.host, entry.grade) == ("Two firms agree on racks", "The Wire", "wire.example", Grade.WIRE)
    assert (entry.text, entry.extent) == ("", Extent.TITLE)
    assert reader.new(replace(shown, guid="CBMi2", link="https://news.google.com/rss/articles/CBMi2")) == []


def test_a_weak_feed_gains_nothing_by_its_links():
    """What an aggregator or a rewriting site says of a better publisher's page stays as weak as the site."""
    rewrite = replace(FEED, grade=Grade.REWRITE)

    (entry,) = Reader(rewrite).show(item(1, link="https://wire.example/1")).new

    assert entry.grade is Grade.REWRITE


def test_extent_says_how_much_is_known():
    """A short or cut text is an excerpt, none at all is a title."""
    texts = {
        "Plain words. " * 100: Extent.FULL,
        "Plain words.": Extent.EXCERPT,
        "Plain words " * 100 + "[…]": Extent.EXCERPT,
        "": Extent.TITLE,
    }

    found = [Reader().show(item(1, text=text)).new[0].extent for text in texts]

    assert found == list(texts.values())


def test_dates_in_the_future_are_dropped():
    """A date more than a day ahead is no date; entries come in the order of their dates, undated ones last."""
    far, early, none = item(1, published=NOW + timedelta(days=2)), item(2, published=NOW - timedelta(hours=2)), item(3)

    entries = Reader().show(far, early, none).new

    assert [(entry.title[-1], entry.published) for entry in entries] == [("2", early.published), ("3", None), ("1", None)]
