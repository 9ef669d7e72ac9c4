"""Trying an address once, before anybody relies on it."""

from bot.model.feed import FetchFailed, NotModified
from bot.model.feed_verdict import FeedVerdict
from bot.ports import FeedParser, Fetcher


async def probe_feed(url: str, fetcher: Fetcher, parser: FeedParser) -> FeedVerdict:
    """Fetch and parse an address once; never raises for what stands there."""
    result = await fetcher.fetch(url)
    if isinstance(result, (FetchFailed, NotModified)):
        return FeedVerdict(url=url, result=result)
    return FeedVerdict(url=url, result=result, parsed=await parser.parse(result.body, content_type=result.content_type, url=result.url))
