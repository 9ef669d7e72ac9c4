"""Article pages, read where a feed gives only an excerpt: with the site's leave, within the fetcher's bounds, in a child that can be killed."""

import asyncio
from collections import OrderedDict
from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

import structlog

from bot.clock import Clock, SystemClock
from bot.feeds.children import ChildKilledError, ChildPool
from bot.feeds.parse import MEMORY
from bot.feeds.robots import EVERYTHING, NOTHING, Robots, read_robots
from bot.model.feed import Article, Fetched, FetchFailed, FetchProblem, FetchResult
from bot.ports import Fetcher
from bot.text.addresses import web_address

log = structlog.get_logger("dealwire")

AGENT = "dealwire"
_KEPT = timedelta(hours=24)
_KEPT_AFTER_FAILURE = timedelta(hours=1)
_MOST_SITES = 2_000
_OPAQUE = frozenset({"news.google.com"})
"""Hosts whose pages forward by script: there is no article behind the address for us."""


class ArticleReader:
    """Gives the text of an article's page; keeps none itself."""

    def __init__(self, fetcher: Fetcher, *, clock: Clock | None = None, seconds: float = 5.0, workers: int = 1) -> None:
        """`seconds` bound the extraction alone; the child starts at the first article (its libraries take 60 MB)."""
        self._fetcher = fetcher
        self._clock = clock or SystemClock()
        self._seconds = seconds
        self.children = ChildPool("article", workers=workers, memory_bytes=MEMORY)
        self._robots: OrderedDict[str, tuple[Robots, datetime]] = OrderedDict()
        self._asking: dict[str, asyncio.Lock] = {}

    async def read(self, url: str) -> Article:
        """Return the article's paragraphs, and how much was fetched for them. Never raises."""
        if not web_address(url) or urlsplit(url).hostname in _OPAQUE:
            return Article()
        if not (await self._rules(url)).allows(url):
            log.info("article.refused", host=urlsplit(url).hostname)
            return Article()
        result = await self._fetcher.fetch(url)
        return Article(text=await self._text(url, result), received=result.received)

    async def _text(self, url: str, result: FetchResult) -> str:
        if not isinstance(result, Fetched) or not _is_page(result):
            return ""
        if urlsplit(result.url).netloc != urlsplit(url).netloc and not (await self._rules(result.url)).allows(result.url):
            return ""
        request = {"do": "article", "content_type": result.content_type, "url": result.url}
        try:
            answer, _ = await self.children.ask(request, result.body, self._seconds)
        except (ChildKilledError, TimeoutError):
            return ""
        return str(answer.get("text") or "")

    async def close(self) -> None:
        """End the child."""
        await self.children.close()

    async def _rules(self, url: str) -> Robots:
        """Return the site's rules, a day old at most; a site that does not answer is not read for an hour."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        lock = self._asking.setdefault(site, asyncio.Lock())
        try:
            async with lock:
                rules, until = self._robots.get(site, (EVERYTHING, self._clock.now()))
                if until > self._clock.now():
                    return rules
                rules, kept = await self._ask(site)
                self._robots[site] = (rules, self._clock.now() + kept)
                while len(self._robots) > _MOST_SITES:
                    self._robots.popitem(last=False)
                return rules
        finally:
            if not lock.locked():
                self._asking.pop(site, None)

    async def _ask(self, site: str) -> tuple[Robots, timedelta]:
        result = await self._fetcher.fetch(urljoin(site, "/robots.txt"))
        if isinstance(result, Fetched):
            return read_robots(result.body, AGENT), _KEPT
        if isinstance(result, FetchFailed) and result.problem in {FetchProblem.CLIENT_ERROR, FetchProblem.GONE, FetchProblem.EMPTY}:
            return EVERYTHING, _KEPT  # RFC 9309, 2.3.1.3: unavailable means no rules
        return NOTHING, _KEPT_AFTER_FAILURE


def _is_page(result: Fetched) -> bool:
    kind = result.content_type.partition(";")[0].strip().lower()
    return kind in {"text/html", "application/xhtml+xml", ""}
