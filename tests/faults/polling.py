"""Pollers on a database of their own or a shared one: a real fetcher, parser and reader, one clock."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime

from bot.clock import ManualClock
from bot.feeds.http import HttpFetcher
from bot.feeds.parse import ChildParser
from bot.model.entry import Entry
from bot.model.feed import Feed
from bot.model.reading import Reading
from bot.ops.tell import Herald
from bot.pipeline.cluster import StoryIndex
from bot.pipeline.poll import Poller, PollRules
from bot.ports import Store
from bot.store import open_store
from tests.emulators.feed_server import FeedServer
from tests.fakes import Counted
from tests.unit.pipeline.news import CATALOGUE, reading


class EveryItemIsNews:
    """A reader for whom each item announces a deal, but those that are old."""

    def read(self, entry: Entry) -> Reading:
        """Return a reading worth an alert."""
        if "old" in entry.title:
            return replace(reading(entry.id, storyline=None, parties=(), alert=False), entry=entry)
        return replace(reading(entry.id), entry=entry)


class Pollers:
    """Makes pollers, and feeds for them."""

    def __init__(self, server: FeedServer, clock: ManualClock, fetcher: HttpFetcher, parser: ChildParser) -> None:
        self.server, self.clock, self._fetcher, self._parser = server, clock, fetcher, parser
        self.stores: list[Store] = []
        self.told: list[str] = []

    def store(self, url: str = "sqlite:///:memory:") -> Store:
        """Open a database."""
        self.stores.append(open_store(url, clock=self.clock))
        return self.stores[-1]

    def poller(self, store: Store, owner: str = "one", rules: PollRules | None = None) -> Poller:
        """Make a poller, whose trouble is in `told`."""
        return Poller(
            store,
            self._fetcher,
            self._parser,
            EveryItemIsNews(),
            clock=self.clock,
            owner=owner,
            catalogue=CATALOGUE,
            index=StoryIndex(),
            meter=Counted(),
            rules=rules or PollRules(),
            tell=self._tell,
            tell_used_up=Herald(store, {}, clock=self.clock).tell_used_up,
            chance=random.Random(3),
        )

    async def _tell(self, _: str, sentence: str) -> None:
        self.told.append(sentence)

    async def feeds(self, count: int, *stores: Store) -> list[Feed]:
        """Serve feeds with one old item each, and add them to the stores."""
        made = []
        for number in range(count):
            url = self.server.put(f"feed{number}", rss(f"old{number}"), content_type="application/rss+xml")
            made.append(Feed(id=f"f{number}", url=url, title=f"Paper {number}"))
        for store in stores:
            await store.write(lambda tables: [tables.feeds.add(feed, self.clock.now()) for feed in made])
        return made


def rss(*names: str) -> str:
    """Return a feed of these items, newest first."""
    items = "".join(f"<item><guid>{n}</guid><link>https://paper.example/{n}</link><title>Report {n} of racks</title></item>" for n in names)
    return f"<rss version='2.0'><channel><title>Paper</title>{items}</channel></rss>"


@asynccontextmanager
async def polling(start: datetime) -> AsyncIterator[Pollers]:
    """Open everything, and close it."""
    clock = ManualClock(start)
    fetcher, parser = HttpFetcher(allow=("127.0.0.0/8:*",), clock=clock), ChildParser(workers=1)
    async with FeedServer() as server:
        made = Pollers(server, clock, fetcher, parser)
        try:
            yield made
        finally:
            for store in made.stores:
                await store.close()
            await parser.close()
            await fetcher.close()
