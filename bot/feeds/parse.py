"""Parsing feeds in children that can be killed: what `bot.ports.FeedParser` asks for."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import structlog

from bot.feeds.children import ChildKilledError, ChildPool
from bot.feeds.found import MOST_ITEMS
from bot.model.feed import FeedItem, FetchProblem, ParsedFeed, ParseFailed, ParseResult
from bot.text.addresses import host_of

log = structlog.get_logger("dealwire")

MEMORY = 512 * 1024 * 1024


class ChildParser:
    """Implements `bot.ports.FeedParser`: feedparser and JSON in `workers` persistent processes of 2 s and 512 MB each."""

    def __init__(self, *, workers: int = 2, seconds: float = 2.0, memory_bytes: int = MEMORY) -> None:
        self._seconds = seconds
        self.children = ChildPool("feed", workers=workers, memory_bytes=memory_bytes)

    async def parse(self, body: bytes, *, content_type: str, url: str, known: Collection[str] = ()) -> ParseResult:
        """Return the feed's items, or why not; never raises for what the body does.

        Items whose raw hash is in `known` (a feed's `item_hashes` of last time) are left out unparsed.
        """
        if not body.strip():
            return ParseFailed(problem=FetchProblem.EMPTY)
        request = {"do": "feed", "content_type": content_type[:200], "url": url, "known": list(known)}
        try:
            answer, items = await self.children.ask(request, body, self._seconds)
        except (ChildKilledError, TimeoutError) as error:
            return ParseFailed(problem=FetchProblem.PARSER_KILLED, detail=str(error))
        if "problem" in answer:
            return ParseFailed(problem=FetchProblem(answer["problem"]), detail=answer["detail"])
        if answer["shown"] > MOST_ITEMS:
            log.warning("feed.too_many_items", host=host_of(url), shown=answer["shown"], read=MOST_ITEMS)
        if answer["skipped"]:
            log.warning("feed.items_skipped", host=host_of(url), skipped=answer["skipped"])
        return ParsedFeed(
            title=answer["title"],
            lang=answer["lang"],
            items=tuple(map(_item, items)),
            ttl=answer["ttl"],
            skipped=answer["skipped"],
            item_hashes=tuple(answer["item_hashes"]),
        )

    async def close(self) -> None:
        """End the children."""
        await self.children.close()


def _item(values: dict[str, Any]) -> FeedItem:
    published = values.pop("published")
    return FeedItem(**values, published=datetime.fromisoformat(published) if published else None)
