"""Faults 71 to 75: feeds whose guids, order, dates or well-formedness change are read without an item told twice."""

from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.feeds.parse import ChildParser
from bot.model.catalogue import Catalogue
from bot.model.feed import Feed, FeedState, ParsedFeed
from bot.pipeline.ingest import Hold, asked, ingest
from tests.faults.guards import guarded
from tests.faults.naive import NaiveParser, naive_asked, naive_ingest

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
FEED = Feed(id="f", url="https://news.example/feed.xml", title="Deals")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def children():
    made = ChildParser(workers=1)
    yield made
    await made.close()


class Wire:
    """Reads one body after another, as polls do, and counts what would be told."""

    def __init__(self, fault, children):
        self.parser = guarded(fault, children, NaiveParser())
        self.ingest, self.asked = guarded(fault, (ingest, asked), (naive_ingest, naive_asked))
        self.state = FeedState(feed_id="f", next_poll_at=NOW)
        self.known = set()
        self.told = []
        self.now = NOW

    async def read(self, body):
        self.now += timedelta(minutes=15)
        parsed = await self.parser.parse(body.encode(), content_type="", url=FEED.url, known=self.state.item_hashes.split())
        assert isinstance(parsed, ParsedFeed)
        found = self.ingest(FEED, self.state, parsed, self.asked(parsed) & self.known, now=self.now, catalogue=Catalogue())
        self.known |= set(found.remember)
        self.state = FeedState(feed_id="f", next_poll_at=NOW, learned_at=NOW, last_ok_at=self.now, item_hashes=" ".join(parsed.item_hashes))
        self.told += [] if found.learned else [entry.title for entry in found.new]
        return found


@pytest.fixture
def wire(request, children):
    return Wire(request.node.name.split("_")[1].removeprefix("f"), children)


def rss(*items, extra=""):
    return f"<rss version='2.0'><channel><title>Deals</title>{extra}{''.join(items)}</channel></rss>"


def item(n, *, guid=None, link=None, date="Tue, 10 Mar 2026 10:00:00 GMT", title=None):
    guid = f"<guid isPermaLink='false'>{f'tag:{n}' if guid is None else guid}</guid>" if guid != "none" else ""
    link = link or f"https://news.example/{n}"
    return f"<item><title>{title or f'Deal {n}'}</title><link>{link}</link>{guid}<pubDate>{date}</pubDate></item>"


async def test_f71_a_feed_that_flips_between_well_formed_and_not(wire):
    """One stray sign elsewhere changes how guids are decoded; nothing is told again."""
    items = [item(n, guid=f"https://news.example/?a={n}&amp;b=2", link=f"https://news.example/?a={n}&amp;b=2") for n in range(5)]
    for extra in ("", "<description>a & b &bad; <br></description>", "", "<x>"):
        await wire.read(rss(*items, extra=extra))
    await wire.read(rss(item(9), *items, extra="<y>"))

    assert wire.told == ["Deal 9"]


@pytest.mark.parametrize("manner", ["none", "", "same", "churn", "https", "tracking"])
async def test_f72_guids_and_links_of_every_manner(wire, manner):
    """Without guids, with one guid for all, with new guids at each poll, with other protocols or tracking: each item is told once at most."""

    def shown(n, poll):
        guid = {"none": "none", "": "", "same": "constant", "churn": f"{poll}-{n}"}.get(manner)
        scheme = "http" if manner == "https" and poll % 2 else "https"
        if manner == "https":
            guid = f"{scheme}://news.example/{n}"
        tracking = f"?utm_source=rss&amp;utm_id={poll}" if manner == "tracking" else ""
        if manner == "tracking":
            guid = f"https://news.example/{n}{tracking}"
        return item(n, guid=guid, link=f"{scheme}://news.example/{n}{tracking}")

    for poll in range(5):
        await wire.read(rss(*(shown(n, poll) for n in reversed(range(12 + poll)))))

    assert sorted(wire.told) == ["Deal 12", "Deal 13", "Deal 14", "Deal 15"]


async def test_f72_one_guid_for_a_thousand_items(wire):
    """A guid that a thousand items share is no reason to drop the next one, nor to repeat them."""
    items = [item(n, guid="constant") for n in range(400)]
    await wire.read(rss(*items))
    await wire.read(rss(item(1000, guid="constant"), *items))
    await wire.read(rss(*items))

    assert wire.told == ["Deal 1000"]


async def test_f72_a_rebuilt_feed_is_held(wire):
    """Guids and links that all change at once are held and reported, not told."""
    await wire.read(rss(*map(item, range(20))))
    found = await wire.read(rss(*(item(n, guid=f"p{n}", link=f"https://new.example/p/{n}") for n in range(20))))

    assert wire.told == []
    assert (found.hold, found.notify) == (Hold.CHURN, True)


async def test_f73_order_removal_and_dates(wire):
    """Items in another order, gone and back, with a new date at each poll, are told once."""
    dates = [f"Tue, 10 Mar 2026 1{hour}:00:00 GMT" for hour in range(6)]
    await wire.read(rss(*(item(n, date=dates[0]) for n in range(20))))
    await wire.read(rss(*(item(n, date=dates[1]) for n in reversed(range(20)))))
    await wire.read(rss(*(item(n, date=dates[2]) for n in range(5))))
    await wire.read(rss(*(item(n, date=dates[3]) for n in range(21))))
    await wire.read(rss(*(item(n, date=dates[4]) for n in range(0, 21, 2))))

    assert wire.told == ["Deal 20"]


async def test_f74_the_first_poll_tells_nothing(wire):
    """Five hundred items at first sight are learned, none is told; the next new one is."""
    items = [item(n) for n in range(499)]
    found = await wire.read(rss(*items))
    await wire.read(rss(item(1000), *items))

    assert (len(found.new), wire.told) == (499, ["Deal 1000"])


DATES = {
    "Tue, 10 Mar 2026 10:00:00 GMT": "2026-03-10T10:00",
    "Tue, 10 Mar 2026 10:00:00 CET": "2026-03-10T09:00",
    "Tue, 10 Mar 2026 10:00:00 IST": "2026-03-10T04:30",
    "10 Mar 2026 10:00:00 AEST": "2026-03-10T00:00",
    "Tue, 10 Mar 2026 10:00:00": "2026-03-10T10:00",
    "Tue, 10 Mar 2026 10:00:00 -0500": "2026-03-10T15:00",
    "2026-03-10T10:00:00+01:00": "2026-03-10T09:00",
    "2026-03-10": "2026-03-10T00:00",
    "20260310T100000Z": "2026-03-10T10:00",
    "Mar 10, 2026": "2026-03-10T00:00",
    "1773136800": "2026-03-10T10:00",
    **dict.fromkeys(
        (
            "Tue, 10 Mar 2026 10:00:00 +9999",
            "2026-02-30",
            "2026-13-01",
            "99999-01-01",
            "9999-12-31",
            "0000-00-00",
            "-2026-03-10",
            "2026-W11-2",
            "2026-069",
            "2026년 03월",
            "10/03/2026",
            "mar, 10 mars 2026",
            "1970-01-01T00:00:00Z",
            "2027-03-10",
            "Tue, 99 Mar 2026 99:99:99 GMT",
            "yesterday",
            "9" * 5000,
        )
    ),
}


async def test_f75_dates_of_every_kind(wire):
    """Each date is read rightly or not at all, and none costs an item; the order of undated ones is that of the feed."""
    await wire.read(rss(item(0)))
    found = await wire.read(rss(*(item(n, date=date) for n, date in enumerate(DATES, 1))))
    read = {entry.title: entry.published.strftime("%Y-%m-%dT%H:%M") if entry.published else None for entry in found.new}

    assert read == {f"Deal {n}": expected for n, expected in enumerate(DATES.values(), 1)}
