"""RSS 0.9x to 2.0, RDF and Atom by feedparser, called lean, on cleaned bytes. Runs in the child process only."""

import io
import re
from collections.abc import Collection
from typing import Any

import feedparser

from bot.feeds.clean import harmless, utf8_bytes
from bot.feeds.found import MOST_ITEMS, NotAFeedError, Read, make_item
from bot.feeds.split import Split, item_hash, split_feed

_HTML = re.compile(rb"\s*(?:<\?[^>]{0,500}>\s*|<!--[^>]{0,2000}-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_PERIODS = {"hourly": 3_600.0, "daily": 86_400.0, "weekly": 604_800.0, "monthly": 2_592_000.0, "yearly": 31_536_000.0}


def read_xml(body: bytes, *, content_type: str, url: str, known: Collection[str] = ()) -> Read:
    """Return the feed, leaving out items whose hash is known; raise NotAFeedError, or whatever feedparser raises on the whole."""
    data = harmless(utf8_bytes(body, content_type))
    if _HTML.match(data[:4_000]):
        raise NotAFeedError("an HTML page")
    split = split_feed(data)
    if split is None:
        return _whole(data, url)
    items = split.items[:MOST_ITEMS]
    hashes = tuple(map(item_hash, items))
    fresh = [item for item, name in zip(items, hashes, strict=True) if name not in known]
    read = _pieces(split, fresh, url)
    read.item_hashes = hashes
    return read


def _whole(data: bytes, url: str) -> Read:
    return _read(_parsed(data), url)


def _pieces(split: Split, fresh: list[bytes], url: str) -> Read:
    """Parse a document of the header and the fresh items; when that fails, one item at a time, so that siblings are kept."""
    try:
        parsed = _parsed(split.document(fresh))
        if len(parsed.entries) >= len(fresh):
            return _read(parsed, url)
    except Exception:  # noqa: BLE001  feedparser raises whatever its helpers raise
        parsed = None
    read = _read(_parsed(split.document(())), url, certain=False)
    for item in fresh:
        try:
            one = _read(_parsed(split.document((item,))), url, certain=False)
        except Exception:  # noqa: BLE001
            read.skipped += 1
            continue
        read.items += one.items
        read.skipped += one.skipped or int(not one.items)
    return read


def _parsed(data: bytes) -> Any:
    """Call feedparser on bytes, never on text: it opens what looks like a file name or an address."""
    headers = {"content-type": "application/xml; charset=utf-8"}  # no address: a guid would be resolved against it, and change when it does
    return feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _read(parsed: Any, url: str, *, certain: bool = True) -> Read:
    feed = parsed.feed
    if certain and not parsed.version and not any(entry.get("title") or entry.get("link") for entry in parsed.entries[:5]):
        raise NotAFeedError("no feed of a known kind")
    read = Read(title=str(feed.get("title") or ""), lang=_language(feed), ttl=_ttl(feed))
    for entry in parsed.entries[:MOST_ITEMS]:
        try:
            read.add(_item(entry, url))
        except Exception:  # noqa: BLE001  one item's oddity costs one item
            read.skipped += 1
    return read


def _item(entry: Any, url: str) -> dict[str, Any] | None:
    bodies = [(piece.get("value") or "", _is_markup(piece.get("type"))) for piece in entry.get("content") or ()]
    # feedparser repeats Atom's content as a summary without its type, which would pass for plain text with tags in it.
    if entry.get("summary") and entry["summary"] not in {body for body, _ in bodies}:
        bodies.append((entry["summary"], _is_markup((entry.get("summary_detail") or {}).get("type"))))
    title = entry.get("title_detail") or {}
    source = entry.get("source") or {}
    return make_item(
        guid=entry.get("id") or "",
        link=_link(entry),
        title=entry.get("title") or "",
        title_is_markup=_is_markup(title.get("type")),
        bodies=bodies,
        dates=[str(dict.get(entry, name) or "") for name in ("published", "created", "updated")],
        lang=str(title.get("language") or ""),
        source_title=str(source.get("title") or source.get("value") or ""),
        source_url=str(source.get("href") or source.get("link") or ""),
        base=url,
    )


def _link(entry: Any) -> str:
    links = entry.get("links") or ()
    if entry.get("guidislink") and not re.match(r"(?i)https?:|/", str(entry.get("link") or "")):
        return ""  # RSS says that a guid is a link unless told otherwise; most are mere names
    alternate = next((link.get("href") for link in links if link.get("rel") == "alternate" and link.get("href")), None)
    return str(entry.get("link") or alternate or next((link.get("href") for link in links if link.get("href")), "") or "")


def _is_markup(kind: Any) -> bool:
    return kind not in {"text/plain", None, ""}


def _language(feed: Any) -> str:
    return str(feed.get("language") or (feed.get("title_detail") or {}).get("language") or "")


def _ttl(feed: Any) -> float | None:
    """Return the seconds between polls that the feed asks for, if it does so sensibly."""
    ttl = str(feed.get("ttl") or "").strip()
    if re.fullmatch(r"\d{1,6}", ttl) and int(ttl):
        return int(ttl) * 60.0
    period = _PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower())
    if period is None:
        return None
    frequency = str(feed.get("sy_updatefrequency") or "1").strip()
    return period / int(frequency) if re.fullmatch(r"\d{1,4}", frequency) and int(frequency) else period
