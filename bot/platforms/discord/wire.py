"""One HTTP request through discord.py's client, and everything that was seen of it.

discord.py repeats 5xx answers by itself, sleeps through rate limits inside the call and hides what it saw from whoever gives up
waiting. A trace notes each exchange, and ends the call where the library would try again behind our back: whether to send twice is
the outbox's decision, never the client's.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.platforms.discord.forbearance import forbear


@dataclass
class Exchange:
    """What is known of one request, filled while it happens."""

    begun: bool = False
    """A connection was there and the request's head was written to it."""
    status: int = 0
    """0 while no whole answer has come."""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    """Parsed JSON; None where the answer is none."""
    failure: str = ""
    """The exception's class where no answer came."""
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the whole answer is here."""

    @property
    def ok(self) -> bool:
        """Tell whether the platform said yes in JSON."""
        return 200 <= self.status < 300 and isinstance(self.body, dict | list)

    @property
    def code(self) -> int:
        """Return Discord's error code, 0 where there is none."""
        code = self.body.get("code") if isinstance(self.body, dict) else None
        return code if isinstance(code, int) else 0

    @property
    def message(self) -> str:
        """Return Discord's own words for an error."""
        message = self.body.get("message") if isinstance(self.body, dict) else None
        return str(message)[:200] if message else ""


class _EnoughError(Exception):
    """The answer is known; the library would only sleep and repeat."""


_current: ContextVar[Exchange | None] = ContextVar("discord_exchange", default=None)


def tracing() -> aiohttp.TraceConfig:
    """Return the trace that a client needs for `Wire`."""
    config = aiohttp.TraceConfig()
    config.on_request_headers_sent.append(_on_headers_sent)
    config.on_request_end.append(_on_end)
    config.on_response_chunk_received.append(_on_chunk)
    return config


async def _on_headers_sent(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, _params: aiohttp.TraceRequestHeadersSentParams
) -> None:
    if (exchange := _current.get()) is not None:
        exchange.begun = True


async def _on_end(_session: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestEndParams) -> None:
    context.response = params.response


async def _on_chunk(_session: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceResponseChunkReceivedParams) -> None:
    exchange, response = _current.get(), getattr(context, "response", None)
    if exchange is None or response is None:
        return
    exchange.headers = dict(response.headers)
    exchange.body = _parsed(params.chunk)
    exchange.status = response.status
    exchange.arrived.set()
    if response.status == 429 or response.status >= 500:
        raise _EnoughError


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def point_at(api_base: str, gateway: str) -> None:
    """Make discord.py of this whole process talk to these addresses; an empty string leaves one as it is.

    Both are class attributes of the library, so a process can talk to one Discord only. Its warnings about voice, which we never use,
    are put off the same way; and below a warning its logs, which would hold every interaction's token, are too.
    """
    forbear()
    logging.getLogger("discord").setLevel(logging.WARNING)
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    if api_base:
        Route.BASE = api_base.rstrip("/")
    if gateway:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)


class Speaker(discord.Client):
    """The client that makes requests and hears nothing."""

    def __init__(self, proxy: str | None = None) -> None:
        super().__init__(
            proxy=proxy,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            max_ratelimit_timeout=30.0,
            http_trace=tracing(),
        )
        self.lingering: set[asyncio.Task[None]] = set()
        """Requests that are answered, in which discord.py sits out its bucket."""

    async def close(self) -> None:
        """End what lingers, and sign out."""
        for task in set(self.lingering):
            task.cancel()
        await asyncio.gather(*self.lingering, return_exceptions=True)
        await super().close()


class Wire:
    """Sends requests through a signed-in speaker; one for each act, so that whoever gives up waiting knows how far it came."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self.last = Exchange()
        """The newest request's."""

    async def call(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        form: list[dict[str, Any]] | None = None,
        params: Mapping[str, Any] | None = None,
        **ids: str | int,
    ) -> Exchange:
        """Send one request and return what came of it; raises only when it is cancelled.

        `path` is a template of discord.py's routes (`/channels/{channel_id}/messages`), `ids` fill it.
        """
        exchange = self.last = Exchange()
        filled: dict[str, Any] = dict(ids)
        options: dict[str, Any] = {"json": json} if json is not None else {}
        options |= {name: value for name, value in (("form", form), ("params", dict(params or {}))) if value}
        task = asyncio.create_task(self._request(Route(method, path, **filled), exchange, options))
        arrived = asyncio.create_task(exchange.arrived.wait())
        try:
            # Having used up a bucket, discord.py sleeps before it hands out the answer: the answer is taken as it arrives.
            await asyncio.wait({task, arrived}, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            raise
        finally:
            arrived.cancel()
        if not task.done():
            self._speaker.lingering.add(task)
            task.add_done_callback(self._speaker.lingering.discard)
        return exchange

    async def _request(self, route: Route, exchange: Exchange, options: dict[str, Any]) -> None:
        _current.set(exchange)
        try:
            await self._speaker.http.request(route, **options)
        except (_EnoughError, discord.HTTPException):
            pass
        except discord.RateLimited as error:
            if not exchange.status:
                exchange.status, exchange.body = 429, {"retry_after": error.retry_after}
                exchange.headers = {"Via": "discord.py"}
        except Exception as error:  # noqa: BLE001  aiohttp, OSError, and discord.py's own KeyError on odd bodies: all mean no usable answer
            exchange.failure = type(error).__name__
