"""Fetching what a stranger names: bounded, guarded at every hop, its failures a fixed set of classes."""

import asyncio
import contextlib
import resource
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import structlog
from yarl import URL

from bot import __version__
from bot.clock import Clock, SystemClock
from bot.feeds import headers as read
from bot.feeds.body import CodingError, TooLargeError, unpacked
from bot.feeds.exchange import WANTED, Exchange, ExchangeError, handle_options
from bot.feeds.guard import AddressGuard
from bot.feeds.names import LookUp, PatientResolver, system_look_up
from bot.feeds.transfers import Transfers
from bot.feeds.turns import HostBusyError, Turns
from bot.feeds.urls import DOTTED, RefusedUrlError, fetchable
from bot.model.feed import Fetched, FetchFailed, FetchProblem, FetchResult, NotModified

log = structlog.get_logger("dealwire")

_ACCEPT = "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
_HEADERS = (f"Accept: {_ACCEPT}", "Accept-Encoding: gzip")
_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_ADDRESSES = 32_768
"""Addresses whose text has been checked: feeds' own come again at every poll. The socket address is judged at every connect."""


@dataclass(frozen=True, kw_only=True)
class FetchLimits:
    """Bounds of one fetch."""

    seconds: float = 10.0
    """For everything: look-up, connect, redirects and body."""
    most_bytes: int = 5_000_000
    """Of the unpacked body."""
    redirects: int = 5
    at_once: int = 2
    """Requests to one host at the same time."""
    waiting: float = 20.0
    """Seconds for a turn at a busy host, before the fetch itself begins."""
    sockets: int = 6_000
    """Connections that are kept for the next request, at most, and at most half the descriptors that the system grants.
    When there are more, libcurl goes through all of them for the one to close."""


class HttpFetcher:
    """Implements `bot.ports.Fetcher` by libcurl, whose kept connections all requests share."""

    def __init__(
        self,
        *,
        contact: str = "",
        allow: Iterable[str] = (),
        limits: FetchLimits | None = None,
        clock: Clock | None = None,
        look_up: LookUp = system_look_up,
        guard: AddressGuard | None = None,
    ) -> None:
        """`contact` is an address that publishers can write to; `allow` holds rules like `127.0.0.0/8:*`. Connects to nothing yet."""
        self.guard = guard or AddressGuard(allow)
        self.user_agent = f"dealwire/{__version__}" + (f" (+{contact})" if contact else "")
        self._limits = limits or FetchLimits()
        self._clock = clock or SystemClock()
        self._names = PatientResolver(look_up, seconds=self._limits.seconds / 2)
        self._turns = Turns(self._limits.at_once)
        self._options = handle_options(self.user_agent, self._limits.most_bytes)
        self._connections: Transfers | None = None
        self._idle: list[Exchange] = []
        self._address = lru_cache(maxsize=_ADDRESSES)(self._checked)

    async def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> FetchResult:
        """Return the body, `NotModified`, or why not; within 10 s of its turn and 5 MB; never raises for what the network does."""
        try:
            start = self._address(url)
        except RefusedUrlError as error:
            return FetchFailed(problem=FetchProblem.UNREACHABLE, detail=str(error))
        conditions = [f"{name}: {value}" for name, value in (("If-None-Match", etag), ("If-Modified-Since", last_modified)) if value]
        try:
            return await self._hops(start, conditions)
        except HostBusyError as error:
            return FetchFailed(problem=FetchProblem.TIMEOUT, detail=str(error), asked=False)
        except TooLargeError as error:
            detail = f"more than {self._limits.most_bytes:,} bytes"
            return FetchFailed(problem=FetchProblem.TOO_LARGE, detail=detail, received=error.received)
        except (ExchangeError, OSError, ValueError, CodingError) as error:
            return _failed(error)
        except Exception as error:  # noqa: BLE001  a fetch is a stranger's input: whatever it provokes stays with this feed
            log.warning("fetch.unforeseen", error=type(error).__name__)
            return FetchFailed(problem=FetchProblem.PROTOCOL, detail=f"{type(error).__name__}: {error}")

    async def close(self) -> None:
        """Close every connection."""
        if self._connections is not None:
            self._connections.close()
            self._connections = None
        while self._idle:
            self._idle.pop().close()

    def _checked(self, url: str | URL) -> URL:
        port = url.port if isinstance(url, URL) else _port(url)
        return fetchable(url, any_port=port is not None and self.guard.names_port(port))

    async def _hops(self, url: URL, conditions: list[str]) -> FetchResult:
        """Follow redirects by hand, so that each hop passes every check."""
        seen = [url]
        permanent = True
        first, left = url, self._limits.seconds
        loop = asyncio.get_running_loop()
        for _ in range(self._limits.redirects + 1):
            async with self._turns.turn(url.raw_host or "", self._limits.waiting):
                began = loop.time()
                result = await self._request(url, conditions, began + left)
                left -= loop.time() - began
            if not isinstance(result, _Redirect):
                return self._moved(result, url) if permanent and url is not first else result
            permanent = permanent and result.status in _PERMANENT
            try:
                url = self._checked(url.join(URL(result.location)))
            except (RefusedUrlError, ValueError, UnicodeError) as error:
                return FetchFailed(problem=FetchProblem.REDIRECT, status=result.status, detail=str(error))
            if url in seen:
                return FetchFailed(problem=FetchProblem.REDIRECT, status=result.status, detail="the redirects go round in a circle")
            seen.append(url)
        return FetchFailed(problem=FetchProblem.REDIRECT, detail=f"more than {self._limits.redirects} redirects")

    @staticmethod
    def _moved(result: FetchResult, url: URL) -> FetchResult:
        return result if isinstance(result, FetchFailed) else replace(result, moved_to=str(url))

    async def _request(self, url: URL, conditions: list[str], until: float) -> "FetchResult | _Redirect":
        resolved = await self._resolved(url)
        exchange = self._idle.pop() if self._idle else Exchange(self._options, self.guard, self._limits.most_bytes)
        seconds = until - asyncio.get_running_loop().time()
        await exchange.get(self._pool(), str(url), [*_HEADERS, *conditions], resolved, seconds=seconds)
        result = await self._result(exchange, url, asked=bool(conditions))
        exchange.clear()
        self._idle.append(exchange)
        return result

    async def _result(self, exchange: Exchange, url: URL, *, asked: bool) -> "FetchResult | _Redirect":
        status, headers = exchange.status, exchange.headers()
        if status in _REDIRECTS and headers.get("location"):
            return _Redirect(status, headers["location"])
        if status == 304 and asked:
            return NotModified(max_age=read.max_age(headers))
        if status not in WANTED:
            return FetchFailed(problem=_problem(status), status=status, retry_after=read.retry_after(headers, self._clock.now()))
        if exchange.too_large:
            raise TooLargeError(len(exchange.body))
        return Fetched(
            body=await unpacked(exchange.body, headers.get("content-encoding", ""), self._limits.most_bytes),
            url=str(url),
            content_type=headers.get("content-type", "")[:200],
            etag=read.etag(headers),
            last_modified=read.last_modified(headers),
            max_age=read.max_age(headers),
        )

    async def _resolved(self, url: URL) -> tuple[str, ...]:
        """Return the addresses of a name as libcurl takes them, so that one slow name server holds up nobody; a literal needs none."""
        host, port = url.raw_host or "", url.port or 0
        if ":" in host or DOTTED.fullmatch(host):
            return ()
        return (f"+{host}:{port}:{','.join(await self._names.resolve(host, port))}",)

    def _pool(self) -> Transfers:
        if self._connections is None:
            self._connections = Transfers(min(self._limits.sockets, _granted_descriptors() // 2))
        return self._connections


def _granted_descriptors() -> int:
    """Raise the soft limit of open files as far as the system lets us, a pool of connections needs them; return it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0] if soft != resource.RLIM_INFINITY else wanted


@dataclass(frozen=True)
class _Redirect:
    status: int
    location: str


def _port(url: str) -> int | None:
    try:
        return URL(url.strip()).port
    except ValueError:
        return None


def _problem(status: int) -> FetchProblem:
    if status in {204, 205}:
        return FetchProblem.EMPTY
    if status == 410:
        return FetchProblem.GONE
    if status == 429:
        return FetchProblem.RATE_LIMITED
    if 300 <= status < 400 and status != 304:
        return FetchProblem.REDIRECT
    if 400 <= status < 500:
        return FetchProblem.CLIENT_ERROR
    return FetchProblem.SERVER_ERROR if status >= 500 else FetchProblem.PROTOCOL


def _failed(error: Exception) -> FetchFailed:
    """Name the class of a failure."""
    if isinstance(error, ExchangeError):
        return FetchFailed(problem=error.problem, detail=str(error)[:300])
    problem = FetchProblem.PROTOCOL
    if isinstance(error, TimeoutError):
        problem = FetchProblem.TIMEOUT
    elif isinstance(error, OSError):
        problem = FetchProblem.UNREACHABLE
    return FetchFailed(problem=problem, detail=f"{type(error).__name__}: {error}"[:300])
