"""Grouping any news by event, without storylines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.pipeline.articles import group_articles
from bot.pipeline.headlines import group_headlines
from bot.text.similarity import words

BARE = 12
"""Words of text up to which an item is a headline: some feeds repeat the title, some give a line."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One article to group; what is unknown is empty."""

    id: str
    title: str
    text: str = ""
    seen: datetime | None = None


def group(items: Sequence[Item]) -> dict[str, str]:
    """Return each item's group by its id, groups named after their first item."""
    if 2 * sum(len(words(item.text)) <= BARE for item in items) > len(items):
        firsts = group_headlines([f"{item.title}\n{item.text}" for item in items])
    else:
        firsts = group_articles([(item.title, item.text) for item in items], [item.seen for item in items])
    return {item.id: items[first].id for item, first in zip(items, firsts, strict=True)}
