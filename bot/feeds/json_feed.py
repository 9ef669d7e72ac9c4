"""JSON Feed 1 and 1.1 (https://www.jsonfeed.org/version/1.1/). Runs in the child process only."""

import json
from collections.abc import Collection
from typing import Any

from bot.feeds.found import MOST_ITEMS, NotAFeedError, Read, make_item
from bot.feeds.split import item_hash


def read_json(body: bytes, *, url: str, known: Collection[str] = ()) -> Read:
    """Return the feed, leaving out items whose hash is known; raise NotAFeedError when it is some other JSON, or none."""
    try:
        document = json.loads(body.decode(json.detect_encoding(body), "replace").lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise NotAFeedError("JSON that cannot be read") from error
    items = _items(document)
    read = Read(title=_text(document.get("title")), lang=_text(document.get("language")))
    hashes = []
    for raw in items[:MOST_ITEMS]:
        name = item_hash(json.dumps(raw, sort_keys=True).encode())
        hashes.append(name)
        if name in known:
            continue
        try:
            read.add(_item(raw, url))
        except (TypeError, ValueError, AttributeError, RecursionError):
            read.skipped += 1
    read.item_hashes, read.shown = tuple(hashes), len(items)
    return read


def _items(document: Any) -> list[Any]:
    """Return the raw items of what says that it is a feed, or looks like one; raise NotAFeedError for other JSON."""
    if isinstance(document, dict):
        items = document.get("items")
        declared = "jsonfeed.org/version/" in _text(document.get("version"))
        if isinstance(items, list) and (declared or document.get("title")):
            return items
        if declared and items is None:
            return []
    raise NotAFeedError("JSON, but no feed")


def _item(raw: Any, url: str) -> dict[str, Any] | None:
    return make_item(
        guid=_text(raw.get("id")),
        link=_text(raw.get("url")) or _text(raw.get("external_url")),
        title=_text(raw.get("title")),
        bodies=[(_text(raw.get("content_html")), True), (_text(raw.get("content_text")), False), (_text(raw.get("summary")), False)],
        dates=[_text(raw.get("date_published")), _text(raw.get("date_modified"))],
        lang=_text(raw.get("language")),
        base=url,
    )


def _text(value: Any) -> str:
    """Return a string or number as text; anything else is nothing. JSON may carry half a surrogate pair."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value).encode("utf-8", "replace").decode()
