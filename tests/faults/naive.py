"""What a poller does that guards nothing: the twins that the fault tests run under `GUARD=off:<fault>`."""

import asyncio
import io

import feedparser

from bot.feeds.guard import AddressGuard
from bot.model.entry import Entry
from bot.model.feed import FeedItem, ParsedFeed
from bot.pipeline.ingest import Ingested


class OpenGuard(AddressGuard):
    """Lets every address through."""

    def allows(self, host: str, port: int) -> bool:
        return True

    def names_port(self, port: int) -> bool:
        return True


class NaiveParser:
    """feedparser on the bytes as they came, in this process."""

    async def parse(self, body, *, content_type, url, known=()):
        await asyncio.sleep(0)
        parsed = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
        items = [
            FeedItem(guid=e.get("id", ""), link=e.get("link", ""), title=e.get("title", ""), text=e.get("summary", ""))
            for e in parsed.entries
        ]
        return ParsedFeed(title=parsed.feed.get("title", ""), items=tuple(items))

    async def close(self):
        pass


def naive_ingest(feed, state, parsed, known, *, now, catalogue):
    """New is what has a guid (else a link) that was not there before, as it stands."""
    new = [i for i in parsed.items if (i.guid or i.link) not in known]
    entries = [
        Entry(id=f"{feed.id}{n}{i.guid}{now}", url=i.link, title=i.title, text=i.text, seen=now, identity=i.guid or i.link)
        for n, i in enumerate(new)
    ]
    return Ingested(new=tuple(entries), remember=tuple(i.guid or i.link for i in parsed.items))


def naive_asked(parsed):
    return frozenset(i.guid or i.link for i in parsed.items)
