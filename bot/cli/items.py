"""Items of a JSON-lines file or standard input, as `classify`, `replay` and `cluster` take them."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.errors import UnavailableError
from bot.model.catalogue import Catalogue
from bot.model.entry import Entry, Extent

_FIELDS = ("id", "url", "title", "text", "published", "seen", "lang")
"""All that counts of an item; labels beside them change nothing."""


def read_items(file: Path | None, problems: list[str] | None = None) -> list[dict[str, Any]]:
    """Return the items of a file, or of standard input where there is none, in order.

    A line that is no item is told on standard error with its number, and in `problems`; its siblings are kept.

    Raises:
        UnavailableError: the file cannot be read.
    """
    items = []
    for number, line in enumerate(_lines(file), start=1):
        if not line.strip():
            continue
        try:
            items.append(_item(line))
        except ValueError as error:
            told = f"{file or 'standard input'}:{number}: {error}"
            print(told, file=sys.stderr)
            if problems is not None:
                problems.append(told)
    return items


def _lines(file: Path | None) -> Iterator[bytes]:
    if file is None:
        yield from sys.stdin.buffer
        return
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UnavailableError(f"{file} cannot be read ({error.strerror or error}); name a file of JSON lines.") from error
    yield from content.splitlines()


def _item(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except UnicodeDecodeError as error:
        raise ValueError("this line is not UTF-8; the item is left out.") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"this line is not JSON ({error}); the item is left out.") from error
    if not isinstance(value, dict):
        raise ValueError('this line is no JSON object; write {"id": …, "title": …, "text": …}.')  # noqa: TRY004  one class for every bad line
    item = {field: value.get(field) for field in _FIELDS}
    if isinstance(item["id"], bool) or not isinstance(item["id"], str | int) or item["id"] == "":
        raise ValueError("this item has no `id` (a text or a whole number); the item is left out.")
    for field in ("title", "text", "url", "lang"):
        if item[field] is not None and not isinstance(item[field], str):
            raise ValueError(f"`{field}` of {item['id']} is no text; the item is left out.")
    for field in ("published", "seen"):
        if item[field] is not None and moment(item[field]) is None:
            raise ValueError(
                f"`{field}` of {item['id']} is no time as ISO 8601 or RFC 5322 writes it, nor seconds since 1970; the item is left out."
            )
    return item


def moment(value: object) -> datetime | None:
    """Return a time in UTC; None where it is none.

    It may stand as ISO 8601 or a feed's RFC 5322 writes it, in UTC where it names no zone, or as seconds or milliseconds since 1970, as
    public sets of news do.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _since_1970(value)
    if not isinstance(value, str):
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            time = read(value)
            return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _since_1970(number: float) -> datetime | None:
    # A hundred thousand million seconds end in the year 5138: whoever writes more means milliseconds.
    try:
        return datetime.fromtimestamp(number / 1000 if abs(number) >= 100_000_000_000 else number, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def entry_from_item(row: Mapping[str, Any], catalogue: Catalogue) -> Entry:
    """Return an item as an entry; only `id, url, title, text, published, seen, lang` count."""
    url = row.get("url") or ""
    host = _host(url)
    published, seen = moment(row.get("published")), moment(row.get("seen"))
    text = row.get("text") or ""
    return Entry(
        id=str(row["id"]),
        url=url,
        title=row.get("title") or "",
        text=text,
        seen=seen or published or datetime(1970, 1, 1, tzinfo=UTC),
        page=url,
        identity=url or str(row["id"]),
        publisher=host,
        host=host,
        grade=catalogue.grade(host),
        published=published,
        lang=row.get("lang") or "en",
        extent=Extent.FULL if text.strip() else Extent.TITLE,
    )


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def entries_from_items(rows: Iterable[Mapping[str, Any]], catalogue: Catalogue) -> Iterator[Entry]:
    """Yield each item as an entry."""
    for row in rows:
        yield entry_from_item(row, catalogue)
