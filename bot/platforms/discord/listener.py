"""The client that hears: interactions, arrivals and departures; it sends nothing."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, cast

import discord
import structlog

from bot.clock import Clock
from bot.platforms.discord.calls import NAME
from bot.platforms.discord.events import Events
from bot.ports import Notice, NoticeKind

log = structlog.get_logger("dealwire")


class Listener(discord.Client):
    """One connection to the gateway with the guilds intent alone; a new one is made for each attempt."""

    patience = 1
    """How many times the silence that is borne a shard may be away before a new client is made."""

    def __init__(
        self,
        *,
        clock: Clock,
        on_question: Callable[[discord.Interaction], None],
        on_notice: Callable[[Notice], None],
        heartbeat_timeout: float,
        proxy: str | None = None,
        **options: Any,
    ) -> None:
        super().__init__(
            proxy=proxy,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            guild_ready_timeout=0.1,
            heartbeat_timeout=heartbeat_timeout,
            max_ratelimit_timeout=30.0,
            **options,
        )
        self._clock = clock
        self._on_question = on_question
        self._on_notice = on_notice
        self.established = asyncio.Event()
        """Set once, when every shard became usable."""
        self.own: tuple[int, ...] = (0,)
        """The shards it holds; one connection is shard 0 of 1."""
        self.met: set[int] = set()
        """Shards that were usable at least once."""
        self.live: set[int] = set()
        """Shards whose session is open right now, from READY or RESUMED to the next disconnect."""
        self.heard: dict[int, float] = {}
        """When anything last came from each shard, by the monotonic clock."""
        self.heard_at = clock.now()

    def _get_state(self, **options: Any) -> Any:
        """Return what reads the gateway's events: discord.py's own hook for it."""
        return Events(dispatch=self.dispatch, handlers=self._handlers, hooks=self._hooks, http=self.http, **options)

    async def keep(self, token: str) -> None:
        """Connect, and return or raise when the connection has ended for good."""
        await self.start(token, reconnect=False)

    def connected(self, within: float) -> set[int]:
        """Return the shards whose session is open and from which something came within so many seconds."""
        since = time.monotonic() - within
        return {shard for shard in self.live if self.heard.get(shard, 0.0) >= since}

    async def on_ready(self) -> None:
        """Take note that the session is open."""
        self._opened(0)

    async def on_resumed(self) -> None:
        """Take note that the session is open again."""
        self._opened(0)

    async def on_disconnect(self) -> None:
        """Take note that it is not."""
        self.live.clear()

    async def on_shard_frame(self, shard: int) -> None:
        """Take note of every message, acknowledged heartbeats included: the one signal that cannot lie."""
        self.heard[shard] = time.monotonic()
        self.heard_at = self._clock.now()

    def _opened(self, shard: int) -> None:
        self.live.add(shard)
        self.met.add(shard)
        if self.met.issuperset(self.own):
            self.established.set()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Hand on what somebody asks."""
        self._on_question(interaction)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Tell that a server invited the bot; one that comes with the connection itself was there before."""
        if guild.shard_id in self.met:
            self._tell(NoticeKind.INVITED, guild, _hall(guild))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Tell that a server removed it."""
        self._tell(NoticeKind.UNINSTALLED, guild)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Tell that a channel is no more."""
        self._tell(NoticeKind.REMOVED, channel.guild, channel.id)

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Tell that a thread, which somebody may have subscribed, is no more."""
        self._on_notice(Notice(kind=NoticeKind.REMOVED, platform=NAME, workspace=str(payload.guild_id), channel=str(payload.thread_id)))

    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        """Tell that the bot may post in a channel where it could not before."""
        if not _may_post(before) and _may_post(after):
            self._tell(NoticeKind.RESTORED, after.guild, after.id)

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Keep a failing event handler from going unseen."""
        log.error("discord.event_failed", event=event_method, exc_info=True)  # noqa: LOG014  discord.py calls this inside its except

    def _tell(self, kind: NoticeKind, guild: discord.Guild, channel: int | None = None) -> None:
        self._on_notice(Notice(kind=kind, platform=NAME, workspace=str(guild.id), channel=str(channel or "")))


def _hall(guild: discord.Guild) -> int | None:
    """Return the channel for a first word: where the server greets its own newcomers, else the topmost one that takes messages."""
    wanted = [guild.system_channel, *sorted(guild.text_channels, key=lambda channel: channel.position)]
    return next((channel.id for channel in wanted if channel is not None and _may_post(channel)), None)


def _may_post(channel: discord.abc.GuildChannel) -> bool:
    me = cast("discord.Member | None", channel.guild.me)
    if me is None:
        return False
    allowed = channel.permissions_for(me)
    return allowed.view_channel and allowed.send_messages
