"""RSS 0.9x to 2.0, RDF and Atom by feedparser, called lean, on cleaned bytes. Runs in the child process only."""

import contextlib
import io
import re
from collections.abc import Collection
from functools import partial
from typing import Any

import feedparser.api
import feedparser.datetimes

from bot.feeds.clean import harmless, utf8_bytes
from bot.feeds.found import MOST_ITEMS, NotAFeedError, Read, make_item
from bot.feeds.split import Split, rough_split, split_feed

_HTML = re.compile(rb"\s*(?:<\?[^>]{0,500}>\s*|<!--[^>]{0,2000}-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_EXTENSION = re.compile(rb"</?(?!(?:dc|dcterms|content|atom|a10|rdf|rss|sy|feed|x?html):)[\w.-]+:[\w.-]+(?:[\s/][^<>]*)?>")
_ADDRESS = re.compile(r"https?:|/", re.IGNORECASE)
_PERIODS = {"hourly": 3_600.0, "daily": 86_400.0, "weekly": 604_800.0, "monthly": 2_592_000.0, "yearly": 31_536_000.0}


def spare_feedparser() -> None:
    """Spare feedparser, in this process, two things that nobody uses: looking on disk for a binding of libxml2, and its reading of dates."""
    feedparser.api.PREFERRED_XML_PARSERS.clear()
    feedparser.datetimes._date_handlers.clear()  # noqa: SLF001  there is no other way; `bot.feeds.dates` reads the words instead


def read_xml(body: bytes, *, content_type: str, url: str, known: Collection[str] = ()) -> Read:
    """Return the feed, leaving out items whose hash is known; raise NotAFeedError, or whatever feedparser raises on the whole."""
    data = harmless(utf8_bytes(body, content_type))
    if _HTML.match(data[:4_000]):
        raise NotAFeedError("an HTML page")
    split = split_feed(data, known)
    if split is None:
        return _whole(data, url)
    items, hashes = split.items[:MOST_ITEMS], split.hashes[:MOST_ITEMS]
    fresh = [item for item, name in zip(items, hashes, strict=True) if name not in known]
    read = _pieces(split, fresh, url)
    read.item_hashes, read.shown = hashes, len(split.items)
    return read


def _whole(data: bytes, url: str) -> Read:
    try:
        return _read(_parsed(data), url)
    except NotAFeedError:
        raise
    except Exception:
        rough = rough_split(data)
        if rough is None:
            raise
        return _one_by_one(rough, list(rough.items[:MOST_ITEMS]), url)


def _pieces(split: Split, fresh: list[bytes], url: str) -> Read:
    """Parse a document of the header and the fresh items; when that fails or loses some, one item at a time."""
    with contextlib.suppress(Exception):  # it raises whatever its helpers raise
        parsed = _parsed(split.document(fresh))
        if len(parsed.entries) >= len(fresh):
            return _read(parsed, url)
    return _one_by_one(split, fresh, url)


def _one_by_one(split: Split, items: list[bytes], url: str) -> Read:
    """Parse each item in a document of its own, so that its siblings are kept; a header that cannot be read is replaced by a plain one."""
    read = Read()
    with contextlib.suppress(Exception):
        read = _read(_parsed(split.document(())), url, certain=False)
    for item in items:
        for document in (split.document((item,)), split.plain_document(item)):
            try:
                one = _read(_parsed(document), url, certain=False)
            except Exception:  # noqa: BLE001, S112  counted below
                continue
            if one.items:
                read.items += one.items
                break
        else:
            read.skipped += 1
    if not read.items and not read.title:
        raise NotAFeedError("nothing in it can be read")
    return read


def _parsed(data: bytes) -> Any:
    """Call feedparser; when it raises, once more without the tags of extensions, in whose handlers most of its faults lie."""
    try:
        return _feedparser(data)
    except Exception:  # it raises whatever its helpers raise
        bare = _EXTENSION.sub(b"", data)
        if bare == data:
            raise
        return _feedparser(bare)


def _feedparser(data: bytes) -> Any:
    """Call feedparser on bytes, never on text: it opens what looks like a file name or an address."""
    headers = {"content-type": "application/xml; charset=utf-8"}  # no address: a guid would be resolved against it, and change when it does
    return feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _read(parsed: Any, url: str, *, certain: bool = True) -> Read:
    feed = parsed.feed
    if certain and not parsed.version and not any(entry.get("title") or entry.get("link") for entry in parsed.entries[:5]):
        raise NotAFeedError("no feed of a known kind")
    read = Read(title=str(feed.get("title") or ""), lang=_language(feed), ttl=_ttl(feed), shown=len(parsed.entries))
    for entry in parsed.entries[:MOST_ITEMS]:
        try:
            read.add(_item(entry, url))
        except Exception:  # noqa: BLE001  one item's oddity costs one item
            read.skipped += 1
    return read


def _item(entry: Any, url: str) -> dict[str, Any] | None:
    get = partial(dict.get, entry)  # by their own names: feedparser's mapping looks for older ones first, at ten times the cost
    bodies = [(dict.get(piece, "value") or "", _is_markup(dict.get(piece, "type"))) for piece in get("content") or ()]
    # feedparser repeats Atom's content as a summary without its type, which would pass for plain text with tags in it.
    summary = get("summary")
    if summary and summary not in {body for body, _ in bodies}:
        bodies.append((summary, _is_markup(dict.get(get("summary_detail") or {}, "type"))))
    title = get("title_detail") or {}
    source = get("source") or {}
    return make_item(
        guid=get("id") or "",
        link=_link(entry),
        title=get("title") or "",
        title_is_markup=_is_markup(dict.get(title, "type")),
        bodies=bodies,
        dates=[str(get(name) or "") for name in ("published", "created", "updated")],
        lang=str(dict.get(title, "language") or ""),
        source_title=str(source.get("title") or source.get("value") or ""),
        source_url=str(source.get("href") or source.get("link") or ""),
        base=url,
    )


def _link(entry: Any) -> str:
    links = dict.get(entry, "links") or ()
    main = str(dict.get(entry, "link") or "")
    if dict.get(entry, "guidislink") and _ADDRESS.match(main) is None:
        return ""  # RSS says that a guid is a link unless told otherwise; most are mere names
    alternate = (
        next((link.get("href") for link in links if link.get("rel") == "alternate" and link.get("href")), None) if not main else None
    )
    return str(main or alternate or next((link.get("href") for link in links if link.get("href")), "") or "")


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
