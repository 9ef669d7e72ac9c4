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
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        raise NotAFeedError("JSON, but no feed")
    if "jsonfeed.org/version/" not in _text(document.get("version")) and not document.get("title"):
        raise NotAFeedError("JSON, but no feed")
    read = Read(title=_text(document.get("title")), lang=_text(document.get("language")))
    hashes = []
    for raw in document["items"][:MOST_ITEMS]:
        name = item_hash(json.dumps(raw, sort_keys=True).encode())
        hashes.append(name)
        if name in known:
            continue
        try:
            read.add(_item(raw, url))
        except (TypeError, ValueError, AttributeError, RecursionError):
            read.skipped += 1
    read.item_hashes, read.shown = tuple(hashes), len(document["items"])
    return read


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
