"""The client that hears of more servers than one connection may carry: several shards, all of the bot's or this process's part."""

import asyncio
import random
from typing import Any, Final

import discord

from bot.errors import UnavailableError
from bot.model.shards import Shards
from bot.platforms.discord.events import ShardedEvents
from bot.platforms.discord.listener import Listener

IDENTIFY_SECONDS: Final = 5.0
"""Discord takes `max_concurrency` identifies in so many seconds: events/gateway, "Rate Limiting"."""


class Turns:
    """When a shard may identify: one of each `shard % concurrency` in five seconds, also after the client was replaced."""

    def __init__(self, seconds: float = IDENTIFY_SECONDS) -> None:
        self.concurrency = 1
        self._seconds = seconds
        self._free: dict[int, float] = {}
        """Loop times from which on each bucket is free."""

    async def wait(self, shard: int) -> None:
        """Return when it is the shard's turn."""
        bucket, now = shard % self.concurrency, asyncio.get_running_loop().time()
        mine = max(now, self._free.get(bucket, now))
        # A little longer than it must be, and never equally so: processes that share a bucket would else meet in it for ever.
        self._free[bucket] = mine + self._seconds * random.uniform(1.0, 1.2)
        await asyncio.sleep(mine - now)


class ShardedListener(Listener, discord.AutoShardedClient):
    """discord.py's client of many shards. It resumes and replaces their connections one by one, so it runs with `reconnect=True`."""

    patience = 2
    """A new client takes every shard away for a while, so the library has time for a second attempt at the one that is lost."""

    def __init__(self, *, shards: Shards, turns: Turns, **options: Any) -> None:
        super().__init__(shard_count=shards.count, shard_ids=list(shards.ids) or None, **options)
        self._turns = turns

    def _get_state(self, **options: Any) -> Any:
        return ShardedEvents(dispatch=self.dispatch, handlers=self._handlers, hooks=self._hooks, http=self.http, **options)

    async def setup_hook(self) -> None:
        """Ask Discord how many shards there should be and how fast they may come; raise UnavailableError where it wants none today."""
        recommended, _, limit = await self.http.get_bot_gateway()
        self.shard_count = self.shard_count or recommended
        self.own = tuple(self.shard_ids or range(self.shard_count))
        self._turns.concurrency = max(1, limit["max_concurrency"])
        if limit["remaining"] < len(self.own):
            hours = limit["reset_after"] / 3_600_000
            raise UnavailableError(
                f"Discord lets this bot sign in {limit['remaining']} more times within {hours:.1f} h, {len(self.own)} shards "
                "need as many; it is tried again."
            )

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:  # noqa: ARG002  the library's signature
        """Wait for the shard's turn, as long as Discord asks and no longer."""
        await self._turns.wait(shard_id or 0)

    async def keep(self, token: str) -> None:
        """Connect, and return or raise when no shard can be kept any more."""
        await self.start(token, reconnect=True)

    def connected(self, within: float) -> set[int]:
        """Return the shards whose session and socket are open and from which something came within so many seconds."""
        known = self.shards
        return {shard for shard in super().connected(within) if shard in known and not known[shard].is_closed()}

    async def on_ready(self) -> None:
        """Do nothing: each shard tells by itself."""

    async def on_resumed(self) -> None:
        """Do nothing: each shard tells by itself."""

    async def on_disconnect(self) -> None:
        """Do nothing: each shard tells by itself."""

    async def on_shard_ready(self, shard: int) -> None:
        """Take note that a shard's session is open."""
        self._opened(shard)

    async def on_shard_resumed(self, shard: int) -> None:
        """Take note that a shard's session is open again."""
        self._opened(shard)

    async def on_shard_disconnect(self, shard: int) -> None:
        """Take note that it is not."""
        self.live.discard(shard)
