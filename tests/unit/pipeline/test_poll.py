"""Poll: real feeds over HTTP on loopback, a real parser, a real database; what is new is stored and told in one transaction."""

import asyncio
import functools
import io
import logging
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog

from bot.catalogue import load_catalogue
from bot.clock import ManualClock
from bot.feeds.http import FetchLimits, HttpFetcher
from bot.feeds.parse import ChildParser
from bot.model.catalogue import Catalogue
from bot.model.entry import Entry, Extent
from bot.model.feed import Article, Feed, FetchProblem, Grade
from bot.model.ids import SHARED
from bot.model.quota import Use
from bot.model.reading import Reading
from bot.ops.log import configure_logging
from bot.pipeline.cluster import StoryIndex
from bot.pipeline.poll import BUSY_SECONDS, Poller, PollRules
from bot.pipeline.read import NewsReader
from bot.ports import Store
from bot.rewrite.endpoint import ModelEndpoint
from bot.store import open_store
from bot.text.query import read_query
from tests.emulators.feed_server import FeedServer
from tests.emulators.model_server import ModelServer
from tests.fakes import Counted, destination, follow

START = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DEALS = destination("deals")
NEWS = (
    "OpenAI and Foxconn agree to design server racks for American data centers",
    "OpenAI and Foxconn said on Tuesday they will work out data center racks together. Foxconn will build them at its plants in Ohio.",
)


def rss(*items: tuple[str, str, str]) -> str:
    """Return a feed of (guid, title, text)."""
    inside = "".join(
        f"<item><guid isPermaLink='false'>{guid}</guid><link>https://news.example/{guid}</link><title>{title}</title>"
        f"<description>{text}</description></item>"
        for guid, title, text in items
    )
    return f"<rss version='2.0'><channel><title>A paper</title>{inside}</channel></rss>"


@functools.cache
def news_reader() -> tuple[Catalogue, NewsReader]:
    """Read the shipped catalogue once."""
    catalogue = load_catalogue(Path(__file__).resolve().parents[3] / "config")
    return catalogue, NewsReader(catalogue)


class Newsstand:
    """Feeds, a clock and a poller."""

    def __init__(self, store: Store, server: FeedServer, clock: ManualClock, fetcher: HttpFetcher, parser: ChildParser) -> None:
        self.store, self.server, self.clock = store, server, clock
        self._fetcher, self._parser = fetcher, parser
        self.catalogue, self.reader = news_reader()
        self.meter = Counted()
        self.told: list[str] = []
        self.rung = 0

    async def tell(self, _: str, sentence: str) -> None:
        self.told.append(sentence)

    def ring(self) -> None:
        self.rung += 1

    def poller(self, **how) -> Poller:
        given = {"fetcher": self._fetcher, "reader": self.reader, "rules": PollRules()} | how
        return Poller(
            self.store,
            given.pop("fetcher"),
            self._parser,
            given.pop("reader"),
            clock=self.clock,
            owner="one",
            catalogue=self.catalogue,
            index=StoryIndex(),
            meter=self.meter,
            pending=self.ring,
            tell=self.tell,
            chance=random.Random(3),
            **given,
        )

    async def add(self, name: str, url: str) -> Feed:
        feed = Feed(id=name, url=url, title=name.title(), grade=Grade.PRESS)
        await self.store.write(lambda tables: (follow(tables, DEALS), tables.feeds.add(feed, self.clock.now())))
        return feed

    async def again(self, poller: Poller, *feeds: Feed) -> int:
        self.clock.advance(3600)
        await self.store.write(lambda tables: tables.feeds.poll_now([feed.id for feed in feeds], self.clock.now()))
        return await poller.poll_all()

    async def state(self, feed: Feed):
        return await self.store.read(lambda tables: tables.feeds.state(feed.id))

    async def pending(self) -> int:
        counts = await self.store.read(lambda tables: tables.deliveries.counts())
        return sum(count for (_, state), count in counts.items() if state == "pending")

    async def entries(self) -> tuple[Reading, ...]:
        return await self.store.read(lambda tables: tables.entries.latest({"shared"}, since=START - timedelta(days=9), limit=100))


@pytest.fixture(autouse=True)
def _plain_tracebacks():
    """Log as the product does: structlog's own default draws every local variable, which takes seconds."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure_logging(stream=io.StringIO())
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
async def stand() -> AsyncIterator[Newsstand]:
    clock = ManualClock(START)
    store = open_store("sqlite:///:memory:", clock=clock)
    fetcher = HttpFetcher(allow=("127.0.0.0/8:*",), clock=clock)
    parser = ChildParser(workers=1)
    async with FeedServer() as server:
        yield Newsstand(store, server, clock, fetcher, parser)
    await parser.close()
    await fetcher.close()
    await store.close()


async def test_a_first_sight_is_learned_silently(stand: Newsstand):
    """What a feed shows when it is first seen is stored and told to nobody."""
    feed = await stand.add("paper", stand.server.put("a", rss(("1", *NEWS))))

    assert await stand.poller().poll_all() == 1

    assert [reading.entry.title for reading in await stand.entries()] == [NEWS[0]]
    assert await stand.pending() == 0
    assert (await stand.state(feed)).learned_at == START


async def test_old_items_of_a_first_sight_are_stored_unread(stand: Newsstand):
    """What was published before any open story is kept and found, says why it was not read, and is no news later."""
    body = rss(("1", *NEWS)).replace("<description>Op", "<pubDate>Mon, 03 Nov 2025 08:00:00 GMT</pubDate><description>Op")
    feed = await stand.add("paper", stand.server.put("a", body))
    poller = stand.poller()
    await poller.poll_all()
    await stand.again(poller, feed)

    (reading,) = await stand.entries()
    found = await stand.store.read(lambda tables: tables.entries.search(read_query("server racks"), {SHARED}))
    assert (reading.matches, reading.primary) == ((), None)
    assert "first time" in reading.why[0]
    assert [one.entry.title for one in found] == [NEWS[0]]
    assert await stand.pending() == 0


async def test_what_belongs_to_no_story_wakes_nobody(stand: Newsstand):
    """Most of what feeds bring is about nothing that is told: it is stored, and delivery sleeps on."""
    feed = await stand.add("paper", stand.server.put("a", rss(("0", "Weather", "It rained."))))
    poller = stand.poller()
    await poller.poll_all()

    stand.server.put("a", rss(("1", "Sunshine", "It stopped."), ("0", "Weather", "It rained.")))
    await stand.again(poller, feed)

    assert [reading.entry.title for reading in await stand.entries()] == ["Sunshine", "Weather"]
    assert stand.rung == 0


async def test_news_is_stored_and_queued_and_delivery_is_woken(stand: Newsstand):
    """A new item becomes an entry, a story and a pending post, and delivery is woken at once."""
    feed = await stand.add("paper", stand.server.put("a", rss(("0", "Weather", "It rained."))))
    poller = stand.poller()
    await poller.poll_all()
    woken = stand.rung

    stand.server.put("a", rss(("1", *NEWS), ("0", "Weather", "It rained.")))
    await stand.again(poller, feed)

    assert await stand.pending() == 1
    assert stand.rung == woken + 1


@pytest.mark.parametrize("lies", [False, True])
async def test_a_model_may_shorten_what_an_alert_says(stand: Newsstand, *, lies: bool):
    """A summary is put into fewer words where they keep to the text, the card says so, and a lie is thrown away."""
    text = "OpenAI and Foxconn said on Tuesday they will work out the latest data center racks together."
    shorter = text.replace("the latest ", "")
    async with ModelServer() as model:
        model.says = shorter.replace("will", "refuse to") if lies else shorter
        endpoint = ModelEndpoint(model.base, "small", catalogue=stand.catalogue, clock=stand.clock, count=lambda _: None)
        feed = await stand.add("paper", stand.server.put("a", rss(("0", "Weather", "It rained."))))
        poller = stand.poller(rewriter=endpoint)
        await poller.poll_all()
        stand.server.put("a", rss(("1", NEWS[0], text), ("0", "Weather", "It rained.")))
        await stand.again(poller, feed)

    [alert] = await stand.store.read(lambda tables: tables.alerts.latest(DEALS.tenant, since=START, limit=10))
    card = alert.card
    assert [[span.text for span in row] for row in card.body] == [[text if lies else shorter]]
    assert any("shortened by a model" in span.text for span in card.footer) is not lies


async def test_what_was_seen_is_never_told_again(stand: Newsstand):
    """An item that comes again, in another order and with changed words, is the same item."""
    feed = await stand.add("paper", stand.server.put("a", rss(("0", "Weather", "It rained."))))
    poller = stand.poller()
    await poller.poll_all()
    stand.server.put("a", rss(("1", *NEWS), ("0", "Weather", "It rained.")))
    await stand.again(poller, feed)

    stand.server.put("a", rss(("0", "Weather, updated", "It rained."), ("1", NEWS[0] + " again", NEWS[1])))
    await stand.again(poller, feed)

    assert await stand.pending() == 1
    assert len(await stand.entries()) == 2


async def test_a_304_stores_the_next_poll_only(stand: Newsstand):
    """An unchanged feed costs a conditional request and a new due time."""
    feed = await stand.add("paper", stand.server.put("a", rss(("1", *NEWS))))
    poller = stand.poller()
    await poller.poll_all()
    before = await stand.state(feed)

    await stand.again(poller, feed)

    after = await stand.state(feed)
    assert "If-None-Match" in stand.server.requests[-1][1]
    assert (after.etag, after.item_hashes) == (before.etag, before.item_hashes)
    assert after.next_poll_at > before.next_poll_at


async def test_a_failing_feed_harms_no_other(stand: Newsstand):
    """A dead feed's class is stored, the others are read in the same pass."""
    dead = await stand.add("dead", "http://127.0.0.1:9/feed")
    page = await stand.add("page", stand.server.put("p", "<html><body>Sign in</body></html>", content_type="text/html"))
    good = await stand.add("good", stand.server.put("a", rss(("1", *NEWS))))

    await stand.poller().poll_all()

    assert (await stand.state(dead)).problem is FetchProblem.UNREACHABLE
    assert (await stand.state(page)).problem is FetchProblem.NOT_A_FEED
    assert (await stand.state(good)).problem is None
    assert len(await stand.entries()) == 1


async def test_a_busy_host_is_no_fault_of_its_feeds(stand: Newsstand):
    """A feed that finds its host busy with another all the while is put off, not counted as failing, and polled soon."""
    feeds = [await stand.add(name, stand.server.put(name, rss(("1", *NEWS)), delay=0.5)) for name in ("one", "two")]
    fetcher = HttpFetcher(allow=("127.0.0.0/8:*",), clock=stand.clock, limits=FetchLimits(at_once=1, waiting=0.1))
    poller = stand.poller(fetcher=fetcher)

    await poller.poll_all()
    first = [await stand.state(feed) for feed in feeds]
    stand.clock.advance(BUSY_SECONDS + 1)
    polled_later = await poller.poll_all()
    await fetcher.close()

    assert sorted(state.learned_at is not None for state in first) == [False, True]
    assert polled_later == 1
    assert [(state.learned_at is not None, state.failures) for state in [await stand.state(feed) for feed in feeds]] == [(True, 0)] * 2
    assert len(stand.meter.polls) == 2


async def test_an_unreadable_entry_keeps_its_siblings(stand: Newsstand):
    """An item that the reader cannot take is left out with a log event; the others are stored."""

    class Choking:
        def read(self, entry: Entry) -> Reading:
            if "poison" in entry.title:
                raise ValueError(entry.title)
            return stand.reader.read(entry)

    await stand.add("paper", stand.server.put("a", rss(("1", *NEWS), ("2", "poison", "x"))))

    await stand.poller(reader=Choking()).poll_all()

    assert [reading.entry.title for reading in await stand.entries()] == [NEWS[0]]


async def test_f40_nothing_is_kept_of_a_poll_whose_transaction_fails(stand: Newsstand):
    """When storing fails there is no entry, no delivery and no seen mark; the next poll brings it all."""
    feed = await stand.add("paper", stand.server.put("a", rss(("0", "Weather", "It rained."))))
    await stand.poller().poll_all()
    stand.server.put("a", rss(("1", *NEWS), ("0", "Weather", "It rained.")))

    class Broken:
        """Reads what no table takes: the entry's host is missing."""

        def read(self, entry: Entry) -> Reading:
            return Reading(entry=Entry(id=entry.id, url="", title="", text="", seen=entry.seen, host=None))  # type: ignore[arg-type]

    await stand.again(stand.poller(reader=Broken()), feed)
    failed = await stand.state(feed)
    assert (await stand.pending(), len(await stand.entries()), failed.problem) == (0, 1, FetchProblem.PARSER_ERROR)

    await stand.again(stand.poller(), feed)
    assert (await stand.pending(), len(await stand.entries())) == (1, 2)


async def test_a_poll_that_lost_its_lease_stores_nothing(stand: Newsstand):
    """When another worker has the feed by now, what this one found is dropped."""
    gate = asyncio.Event()

    class Slow:
        def read(self, entry: Entry) -> Reading:
            asyncio.run_coroutine_threadsafe(_other_worker(), loop).result(10)
            return stand.reader.read(entry)

    async def _other_worker() -> None:
        if not gate.is_set():
            gate.set()
            stand.clock.advance(600)
            now = stand.clock.now()
            await stand.store.write(lambda tables: tables.feeds.claim_due(now, owner="two", lease_seconds=60, limit=5))

    loop = asyncio.get_running_loop()
    await stand.add("paper", stand.server.put("a", rss(("1", *NEWS))))

    await stand.poller(reader=Slow()).poll_all()

    assert await stand.entries() == ()


async def test_trouble_is_told_once_and_so_is_recovery(stand: Newsstand):
    """After five failures in a row the operator is told, once, and once more when the feed can be read again."""
    feed = await stand.add("paper", stand.server.put("a", "", status=503))
    poller = stand.poller()
    await poller.poll_all()
    for _ in range(7):
        await stand.again(poller, feed)
    assert len(stand.told) == 1

    stand.server.put("a", rss(("1", *NEWS)))
    await stand.again(poller, feed)
    await stand.again(poller, feed)

    assert len(stand.told) == 2
    assert "again" in stand.told[1]


class Library:
    """Articles that are fuller than any feed, and long."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def read(self, url: str) -> Article:
        self.asked.append(url)
        return Article(text=NEWS[1] + "\n\n" + "The racks are to come from Ohio and Texas, the companies said. " * 20, received=70_000)

    async def close(self) -> None:
        """Nothing to end."""


async def test_an_excerpt_is_read_in_full_where_it_matters(stand: Newsstand):
    """Where a feed gives an excerpt of news about a storyline, its article is read; of other news it is not."""
    library = Library()
    feed = await stand.add("paper", stand.server.put("a", rss(("0", "Weather", "It rained."))))
    poller = stand.poller(articles=library)
    await poller.poll_all()
    stand.server.put("a", rss(("2", "Snow", "It snowed."), ("1", *NEWS), ("0", "Weather", "It rained.")))
    await stand.again(poller, feed)

    extents = {reading.entry.title: reading.entry.extent for reading in await stand.entries()}
    assert library.asked == ["https://news.example/1"]
    assert extents == {"Weather": Extent.EXCERPT, "Snow": Extent.EXCERPT, NEWS[0]: Extent.FULL}


async def test_what_a_workspace_has_fetched_includes_the_articles(stand: Newsstand):
    """The bytes of a workspace's own feed are those of its bodies and of the articles behind its excerpts."""
    first, second = rss(("0", "Weather", "It rained.")), rss(("1", *NEWS), ("0", "Weather", "It rained."))
    feed = await stand.add("paper", stand.server.put("a", first))
    await stand.store.write(lambda tables: tables.feeds.add(replace(feed, tenant="slack:T1"), stand.clock.now()))
    poller = stand.poller(articles=Library())
    await poller.poll_all()
    stand.server.put("a", second)
    await stand.again(poller, feed)

    uses = await stand.store.read(lambda tables: tables.usage.of("slack:T1", now=stand.clock.now()))
    assert uses[Use.BYTES] == len(first.encode()) + len(second.encode()) + 70_000


async def test_draining_gives_back_what_it_cuts_off(stand: Newsstand):
    """A poll that is cut off by the stop is due again at once, and nothing of it was stored."""
    feed = await stand.add("slow", stand.server.put("a", rss(("1", *NEWS)), delay=5.0))
    poller = stand.poller()
    await poller.poll_due()

    await poller.drain(0.1)

    stand.clock.advance(2)
    leases = await stand.store.write(lambda tables: tables.feeds.claim_due(stand.clock.now(), owner="two", lease_seconds=60, limit=5))
    assert [lease.feed.id for lease in leases] == [feed.id]
    assert await poller.poll_due() == 0
