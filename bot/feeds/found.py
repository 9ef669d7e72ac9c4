"""What the child found in a body, in plain values that can be sent over a pipe: every text legal, every length bounded."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from bot.feeds.dates import read_date
from bot.text.addresses import LONGEST, web_address
from bot.text.plain import legal_line, legal_text, plain_text, unescape

MOST_ITEMS = 500
_ABSOLUTE = ("https://", "http://")
TITLE, TEXT, TEXTS = 512, 60_000, 2_000_000
_EXCESS = 1_000
"""What an item's text is cut to once the whole feed's text has reached TEXTS."""


class NotAFeedError(Exception):
    """The body is something else; the text says what."""


@dataclass
class Read:
    """A feed as read, being filled."""

    title: str = ""
    lang: str = ""
    ttl: float | None = None
    items: list[dict[str, Any]] = field(default_factory=list)
    skipped: int = 0
    item_hashes: tuple[str, ...] = ()
    shown: int = 0
    """How many items the body holds; only the first MOST_ITEMS are read."""

    def add(self, item: dict[str, Any] | None) -> None:
        """Keep an item; one that says nothing at all counts as skipped."""
        if item is None:
            self.skipped += 1
        else:
            self.items.append(item)

    def as_values(self) -> dict[str, Any]:
        """Return what is sent to the parent, apart from the items."""
        return {
            "title": legal_line(plain_text(self.title[: 8 * TITLE]), TITLE),
            "lang": language_tag(self.lang),
            "ttl": self.ttl,
            "skipped": self.skipped,
            "item_hashes": self.item_hashes,
            "shown": self.shown or len(self.items),
        }


def make_item(
    *,
    guid: str = "",
    link: str = "",
    title: str = "",
    title_is_markup: bool = False,
    bodies: list[tuple[str, bool]],
    dates: list[str],
    lang: str = "",
    source_title: str = "",
    source_url: str = "",
    base: str = "",
) -> dict[str, Any] | None:
    """Return an item's values, or None when there is neither a guid, a title, a text nor a link.

    `bodies` are (text, is it markup); the fullest counts. The first date that can be read counts.
    """
    title = title[: 16 * TITLE]
    plain_title = legal_line(plain_text(title) if title_is_markup else unescape(title), TITLE)
    text = max((legal_text(plain_text(body) if markup else unescape(body), TEXT) for body, markup in bodies if body), key=len, default="")
    address = _address(link, base) or _address(guid, "")
    if not (plain_title or text or address or guid.strip()):
        return None
    published = next(filter(None, map(read_date, dates)), None)
    return {
        "guid": legal_line(guid, LONGEST),
        "link": address,
        "title": plain_title,
        "text": text,
        "published": published.isoformat() if published else None,
        "lang": language_tag(lang),
        "source_title": legal_line(plain_text(source_title[: 8 * TITLE]), TITLE),
        "source_url": _address(source_url, ""),
    }


def _address(text: str, base: str) -> str:
    text = text.strip()
    if not text or len(text) > 4 * LONGEST:
        return ""
    try:
        return web_address(urljoin(base, text) if base and not text.startswith(_ABSOLUTE) else text)
    except ValueError:
        return ""


def language_tag(text: str) -> str:
    """Return a language tag as `en` or `zh-Hant`: the base, and the script where it matters."""
    parts = text.strip().replace("_", "-").lower()[:35].split("-")
    base = parts[0]
    if not (base.isascii() and base.isalpha() and 2 <= len(base) <= 3):
        return ""
    if base == "zh":
        traditional = {"hant", "tw", "hk", "mo"} & set(parts)
        simplified = {"hans", "cn", "sg"} & set(parts)
        return "zh-Hant" if traditional else "zh-Hans" if simplified else "zh"
    return base


def bound_texts(items: list[dict[str, Any]]) -> None:
    """Cut the texts of a feed that is long as a whole, the later items first to suffer."""
    total = 0
    for item in items:
        total += len(item["text"])
        if total > TEXTS:
            item["text"] = legal_text(item["text"], _EXCESS)
