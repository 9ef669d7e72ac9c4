"""Serves a newsroom's feeds over real HTTP on loopback, an edition at a time, with ETags."""

import hashlib
from collections.abc import Iterable
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from aiohttp import web

from bot.demo.newsroom import NewsItem, Newsroom, NewsroomFeed
from bot.model.feed import Feed
from bot.model.ids import stable_id

_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "rdf": "application/rdf+xml"}


class NewsroomServer:
    """An HTTP server that shows each feed's items up to the current edition, newest first."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom
        self._runner: web.AppRunner | None = None
        self._base = ""
        self.edition = 0

    async def start(self) -> None:
        """Listen on a free port of 127.0.0.1."""
        application = web.Application()
        application.router.add_get("/{feed}", self._serve)
        self._runner = web.AppRunner(application)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self._base = f"http://{host}:{port}"

    async def stop(self) -> None:
        """Close the server."""
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """The feeds as the bot is configured with them; their ids do not depend on the port."""
        return tuple(
            Feed(id=stable_id("f", feed.id), url=f"{self._base}/{feed.id}", title=feed.title, grade=feed.grade, aggregator=feed.aggregator)
            for feed in self._newsroom.feeds
        )

    async def _serve(self, request: web.Request) -> web.Response:
        feed = next((f for f in self._newsroom.feeds if f.id == request.match_info["feed"]), None)
        if feed is None:
            return web.Response(status=404, text="no such feed")
        shown = [item for item in self._newsroom.items if item.feed == feed.id and item.edition <= self.edition]
        shown.sort(key=lambda item: item.published, reverse=True)
        body = document(feed, shown).encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, content_type=_TYPES[feed.format], charset="utf-8", headers={"ETag": etag})


def document(feed: NewsroomFeed, items: Iterable[NewsItem]) -> str:
    """Return a feed's document in its format."""
    parts = {"rss": _rss, "atom": _atom, "rdf": _rdf}[feed.format](feed, list(items))
    return '<?xml version="1.0" encoding="utf-8"?>\n' + parts


def _paragraphs(text: str) -> str:
    return escape("".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n") if part.strip()))


def _rss(feed: NewsroomFeed, items: list[NewsItem]) -> str:
    rows = "".join(
        f"<item><title>{escape(i.title)}</title><link>{escape(i.url)}</link><guid>{escape(i.url)}</guid>"
        f"<pubDate>{format_datetime(i.published)}</pubDate>{_source(i)}<description>{_paragraphs(i.text)}</description></item>\n"
        for i in items
    )
    return f'<rss version="2.0"><channel><title>{escape(feed.title)}</title><link>https://example.com/</link>\n{rows}</channel></rss>'


def _source(item: NewsItem) -> str:
    return f"<source url={quoteattr(item.publisher_url)}>{escape(item.publisher)}</source>" if item.publisher else ""


def _atom(feed: NewsroomFeed, items: list[NewsItem]) -> str:
    rows = "".join(
        f"<entry><title>{escape(i.title)}</title><link href={quoteattr(i.url)}/><id>{escape(i.url)}</id>"
        f'<updated>{i.published.isoformat()}</updated><content type="html">{_paragraphs(i.text)}</content></entry>\n'
        for i in items
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{escape(feed.title)}</title><id>urn:{escape(feed.id)}</id>\n{rows}</feed>'


def _rdf(feed: NewsroomFeed, items: list[NewsItem]) -> str:
    rows = "".join(
        f"<item rdf:about={quoteattr(i.url)}><title>{escape(i.title)}</title><link>{escape(i.url)}</link>"
        f"<dc:date>{i.published.isoformat()}</dc:date><description>{_paragraphs(i.text)}</description></item>\n"
        for i in items
    )
    return (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="urn:{escape(feed.id)}"><title>{escape(feed.title)}</title></channel>\n{rows}</rdf:RDF>'
    )
