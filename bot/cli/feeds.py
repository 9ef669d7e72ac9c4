"""`dealwire feeds test URL`: what an address is, before anybody relies on it."""

from bot.feeds.http import HttpFetcher
from bot.feeds.parse import ChildParser
from bot.feeds.probe import probe_feed
from bot.model.feed_verdict import ADVICE, FeedVerdict

__all__ = ["ADVICE", "FeedVerdict", "feeds_test", "probe_feed"]


async def feeds_test(url: str, *, contact: str = "", allow: tuple[str, ...] = ()) -> int:
    """Print the verdict on an address; return the exit code: 0 when it can be followed, else 1."""
    fetcher, parser = HttpFetcher(contact=contact, allow=allow), ChildParser(workers=1)
    try:
        verdict = await probe_feed(url, fetcher, parser)
    finally:
        await parser.close()
        await fetcher.close()
    print(*verdict.lines(), sep="\n")
    return 0 if verdict.problem is None else 1
