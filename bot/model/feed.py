"""Feeds as configured, what is remembered of each, and what a request for one can come to."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from bot.model.ids import SHARED


class Grade(StrEnum):
    """How close a publisher stands to the fact, best first; the order is that of `rank`."""

    PRIMARY = "primary"
    FILING = "filing"
    WIRE = "wire"
    PRESS = "press"
    TRADE = "trade"
    AGGREGATOR = "aggregator"
    REWRITE = "rewrite"

    @property
    def rank(self) -> int:
        """0 for the best grade; larger is weaker."""
        return _RANKS[self]


_RANKS = {grade: rank for rank, grade in enumerate(Grade)}


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A source as configured."""

    id: str
    url: str
    title: str
    tenant: str = SHARED
    grade: Grade = Grade.PRESS
    aggregator: bool = False
    """Items of other publishers behind opaque links (Google News): read by title only."""
    enabled: bool = True


class FetchProblem(StrEnum):
    """The fixed classes under which people are told that a feed could not be read."""

    UNREACHABLE = "unreachable"
    """DNS, refused, reset, and every address that the guard blocks: one class, so that nobody can scan ports with it."""
    TIMEOUT = "timeout"
    TLS = "tls"
    CLIENT_ERROR = "http_4xx"
    SERVER_ERROR = "http_5xx"
    GONE = "gone"
    RATE_LIMITED = "rate_limited"
    REDIRECT = "redirect"
    TOO_LARGE = "too_large"
    PROTOCOL = "protocol"
    EMPTY = "empty"
    NOT_A_FEED = "not_a_feed"
    PARSER_ERROR = "parser_error"
    PARSER_KILLED = "parser_killed"


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A body came."""

    body: bytes
    url: str
    """Where the body came from, after redirects."""
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    max_age: float | None = None
    """Cache-Control max-age in seconds, if any."""
    moved_to: str | None = None
    """The new address, when every hop was a permanent redirect."""

    @property
    def received(self) -> int:
        """Bytes of the unpacked body."""
        return len(self.body)

    @cached_property
    def body_hash(self) -> str:
        """A short name of the body: the same bytes have the same, and need no parsing."""
        return hashlib.blake2b(self.body, digest_size=12).hexdigest()


@dataclass(frozen=True, kw_only=True)
class NotModified:
    """304: the validators still hold."""

    max_age: float | None = None
    moved_to: str | None = None
    """As in `Fetched`."""

    @property
    def received(self) -> int:
        """No body came."""
        return 0


@dataclass(frozen=True, kw_only=True)
class FetchFailed:
    """No usable answer."""

    problem: FetchProblem
    status: int | None = None
    retry_after: float | None = None
    """Seconds the server asked us to wait."""
    detail: str = ""
    """For the operator's log only; may name addresses."""
    received: int = 0
    """Bytes of an unpacked body that was too large."""
    asked: bool = True
    """False where the feed's host was kept busy by our own requests all the while, so that this one was not sent: no fault of the feed."""


FetchResult: TypeAlias = Fetched | NotModified | FetchFailed


@dataclass(frozen=True, kw_only=True)
class Article:
    """What reading an article's page came to."""

    text: str = ""
    """Its paragraphs; nothing where it was refused by robots.txt, not fetched, no HTML, or held no article."""
    received: int = 0
    """Bytes of the page, unpacked."""


@dataclass(frozen=True, kw_only=True)
class FeedItem:
    """One item as a parser found it: plain text, legal Unicode, bounded lengths; nothing decided yet."""

    guid: str = ""
    link: str = ""
    """As `bot.text.addresses.web_address` gives it, or empty."""
    title: str = ""
    text: str = ""
    """The fullest of content and summary, without markup, paragraphs parted by blank lines."""
    published: datetime | None = None
    """As stated and plausible, in UTC; never used to decide newness."""
    lang: str = ""
    source_title: str = ""
    source_url: str = ""
    """The `source` element: an aggregator's true publisher."""


@dataclass(frozen=True, kw_only=True)
class ParsedFeed:
    """What a body held."""

    title: str = ""
    lang: str = ""
    items: tuple[FeedItem, ...] = ()
    ttl: float | None = None
    """Seconds between polls that the feed asks for (`ttl`, `sy:updatePeriod`)."""
    skipped: int = 0
    """Items that could not be read; their siblings were kept."""
    item_hashes: tuple[str, ...] = ()
    """One short hash per raw item of the body in order, when it could be split; unchanged ones need no parsing next time."""


@dataclass(frozen=True, kw_only=True)
class ParseFailed:
    """The body is not a feed, or reading it went wrong."""

    problem: FetchProblem
    detail: str = ""


ParseResult: TypeAlias = ParsedFeed | ParseFailed


@dataclass(frozen=True, kw_only=True)
class FeedState:
    """What is remembered of a feed between polls."""

    feed_id: str
    next_poll_at: datetime
    interval: float = 900.0
    """Seconds between polls, adapted to the feed's rhythm."""
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    item_hashes: str = ""
    """Those of the body that was read last, with spaces between: text, because most polls bring no body and look at none."""
    learned_at: datetime | None = None
    """When the first sight was stored silently; None before it."""
    last_ok_at: datetime | None = None
    last_item_at: datetime | None = None
    failures: int = 0
    """In a row."""
    problem: FetchProblem | None = None
    moved_to: str | None = None
    moved_times: int = 0
    parked: bool = False
    """410: not polled until somebody asks."""


@dataclass(frozen=True, kw_only=True)
class FeedLease:
    """A claimed feed: finish it with the same owner and attempt, or lose it."""

    feed: Feed
    state: FeedState
    owner: str
    attempt: int
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Bounds of the polling rhythm, in seconds."""

    shortest: float = 120.0
    longest: float = 86_400.0
    usual: float = 900.0
    jitter: float = 0.1


@dataclass(frozen=True, kw_only=True)
class FeedHealth:
    """One row of `health`."""

    feed: Feed
    state: FeedState
    items_a_day: float = 0.0
