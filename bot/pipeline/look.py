"""Look: what one poll of a feed finds — fetch, parse, keep what is new, read it; nothing is stored here."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import structlog

from bot.clock import Clock
from bot.model.catalogue import Catalogue
from bot.model.entry import Entry, Extent
from bot.model.feed import Article, FeedLease, Fetched, FetchFailed, FetchResult, ParsedFeed, ParseResult
from bot.model.reading import Reading
from bot.pipeline.cluster import HORIZON
from bot.pipeline.ingest import Ingested, asked, ingest
from bot.pipeline.schedule import confirmed_move, is_unchanged
from bot.ports import ArticleReader, FeedParser, Fetcher, Reader, Rewriter, Store
from bot.text.plain import legal_text

log = structlog.get_logger("dealwire")

LONGEST_TEXT = 60_000
_HISTORY = f"Not read: it was {HORIZON.days} days old or more when its feed was seen for the first time."


@dataclass(frozen=True, kw_only=True)
class Polled:
    """What a poll found, before it is stored."""

    result: FetchResult
    parsed: ParseResult | None = None
    ingested: Ingested = field(default_factory=Ingested)
    readings: tuple[Reading, ...] = ()
    articles: int = 0
    """Bytes of the articles that were read."""

    @property
    def received(self) -> int:
        """Bytes that the poll fetched."""
        return self.result.received + self.articles

    @property
    def came_to_nothing(self) -> bool:
        """Whether the feed was not even asked for."""
        return isinstance(self.result, FetchFailed) and not self.result.asked

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to store but the feed's own state."""
        return not self.readings and not self.ingested.remember


@dataclass(frozen=True, kw_only=True)
class LookRules:
    """Bounds of reading articles."""

    articles: int = 12
    """Articles read for one feed in one poll, at most; the rest stay excerpts."""
    articles_limit: float = 30.0
    """Seconds for all of them."""


class Looker:
    """Looks at one feed at a time for each caller; entries are read one feed after the other."""

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        parser: FeedParser,
        reader: Reader,
        *,
        clock: Clock,
        catalogue: Catalogue,
        articles: ArticleReader | None = None,
        rewriter: Rewriter | None = None,
        rules: LookRules | None = None,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._parser = parser
        self._reader = reader
        self._clock = clock
        self._catalogue = catalogue
        self._articles = articles
        self._rewriter = rewriter
        self._rules = rules or LookRules()
        self._reading = asyncio.Lock()

    def use(self, catalogue: Catalogue, reader: Reader) -> None:
        """Read by another catalogue from now on."""
        self._catalogue, self._reader = catalogue, reader
        if self._rewriter is not None:
            self._rewriter.use(catalogue)

    async def look(self, lease: FeedLease) -> Polled:
        """Return what the feed shows now; failures of the network and of the body are in the result."""
        state, url = lease.state, confirmed_move(lease.state) or lease.feed.url
        result = await self._fetcher.fetch(url, etag=state.etag, last_modified=state.last_modified)
        if not isinstance(result, Fetched) or is_unchanged(state, result):
            return Polled(result=result)
        parsed = await self._parser.parse(result.body, content_type=result.content_type, url=result.url, known=state.item_hashes.split())
        if not isinstance(parsed, ParsedFeed):
            return Polled(result=result, parsed=parsed)
        known = await self._known(lease, parsed)
        async with self._reading:
            ingested, readings = await asyncio.to_thread(self._take_in, lease, parsed, known)
        received = 0
        if not ingested.learned:
            readings, received = await self._read_articles(readings)
            readings = await self._shortened(readings)
        return Polled(result=result, parsed=parsed, ingested=ingested, readings=readings, articles=received)

    async def _known(self, lease: FeedLease, parsed: ParsedFeed) -> frozenset[str]:
        """Return what the feed has shown before; nothing, at first sight."""
        if lease.state.learned_at is None:
            return frozenset()
        return await self._store.read(lambda tables: tables.entries.known(lease.feed.id, asked(parsed)))

    # --- outside the event loop, one feed at a time: the interpreter's lock would make more of them slower, not faster ---------

    def _take_in(self, lease: FeedLease, parsed: ParsedFeed, known: frozenset[str]) -> tuple[Ingested, tuple[Reading, ...]]:
        ingested = ingest(lease.feed, lease.state, parsed, known, now=self._clock.now(), catalogue=self._catalogue)
        history = tuple(Reading(entry=entry, why=(_HISTORY,)) for entry in ingested.history)
        return ingested, history + self._read_each(ingested.new)

    def _read_each(self, entries: Sequence[Entry]) -> tuple[Reading, ...]:
        return tuple(reading for entry in entries if (reading := self._read_one(entry)) is not None)

    def _read_one(self, entry: Entry) -> Reading | None:
        try:
            return self._reader.read(entry)
        except Exception:
            log.exception("entry.unreadable", entry=entry.id, feed=entry.feed_id)
            return None

    # --- articles -------------------------------------------------------------------------------------------------------------

    async def _read_articles(self, readings: tuple[Reading, ...]) -> tuple[tuple[Reading, ...], int]:
        """Fetch the article where the feed gave only an excerpt of something that names one of our storylines; count the bytes."""
        if self._articles is None:
            return readings, 0
        excerpts = [r.entry for r in readings if r.matches and r.entry.url and r.entry.extent is not Extent.FULL]
        wanted = excerpts[: self._rules.articles]
        if not wanted:
            return readings, 0
        tasks = [asyncio.create_task(self._articles.read(entry.url)) for entry in wanted]
        try:
            await asyncio.wait(tasks, timeout=self._rules.articles_limit)
        finally:
            for task in tasks:
                task.cancel()
        read = [(entry, task.result()) for entry, task in zip(wanted, tasks, strict=True) if task.done() and not task.cancelled()]
        received = sum(article.received for _, article in read)
        fuller = [whole for entry, article in read if (whole := _with_text(entry, article)) is not None]
        if not fuller:
            return readings, received
        async with self._reading:
            again = {reading.entry.id: reading for reading in await asyncio.to_thread(self._read_each, fuller)}
        return tuple(again.get(reading.entry.id, reading) for reading in readings), received

    async def _shortened(self, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
        """Have the summaries of what may ring somebody put into fewer words, where there is somebody to do it."""
        if self._rewriter is None:
            return readings
        shorter = await asyncio.gather(*(self._rewriter.rewrite(reading) for reading in readings if reading.alert))
        by_entry = {reading.entry.id: reading for reading in shorter}
        return tuple(by_entry.get(reading.entry.id, reading) for reading in readings)


def _with_text(entry: Entry, article: Article) -> Entry | None:
    """Return the entry with its article's text, where that is more than the feed gave."""
    text = legal_text(article.text, LONGEST_TEXT)
    return replace(entry, text=text, extent=Extent.FULL) if len(text) > len(entry.text) else None
