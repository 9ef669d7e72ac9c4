"""Discord as a Platform, on discord.py.

Two clients: the *speaker* signs in once and makes every request, the *listener* holds the gateway and is replaced whenever its
connection ends. So alerts go out while the gateway is down, and an answer in the making outlives a reconnect.
"""

import asyncio
import time
from collections.abc import Collection
from functools import partial
from typing import Final

import structlog

from bot.clock import Clock, SystemClock
from bot.errors import DealwireError
from bot.model.command import Command
from bot.model.delivery import CannotCheck, LookBack, Order, Pace, PlatformHealth, Reach, RetryLater, SendResult, Sent
from bot.model.shards import Shards
from bot.platforms.discord import acts, errors, limits, look
from bot.platforms.discord.answers import Answers
from bot.platforms.discord.calls import NAME
from bot.platforms.discord.listener import Listener
from bot.platforms.discord.places import Places
from bot.platforms.discord.sharded import IDENTIFY_SECONDS, ShardedListener, Turns
from bot.platforms.discord.supervisor import Supervisor, explained
from bot.platforms.discord.wire import Speaker, Wire, point_at
from bot.ports import Desk, Notice

log = structlog.get_logger("dealwire")

BOUND: Final = 12.0
"""Seconds of one send: our own pacing comes before it, so a longer one is a fault and no rate limit."""
HEARTBEAT_TIMEOUT: Final = 50.0
"""Seconds of silence after which a connection is dead. It must exceed Discord's heartbeat interval of 41.25 s: discord.py ends a
connection that says nothing for so long, and a quiet one says nothing between two heartbeats."""
DRAIN_SECONDS: Final = 8.0


class DiscordPlatform:
    """Implements `bot.ports.Platform`."""

    name = NAME
    pace = Pace(
        per_destination=limits.CHANNEL_PER_SECOND,
        per_workspace=limits.GLOBAL_PER_SECOND,
        per_platform=limits.GLOBAL_PER_SECOND,
        burst=limits.CHANNEL_BURST,
        crowd=10.0,
        seconds=1.0,
    )
    settle_seconds = 3.0
    resend_safe_seconds = 60.0
    """The nonce's window is "the past few minutes"; its length is published nowhere, so a part of it is relied on."""

    def __init__(
        self,
        *,
        token: str,
        commands: tuple[Command, ...],
        api_base: str = "",
        gateway: str = "",
        clock: Clock | None = None,
        proxy: str | None = None,
        bound: float = BOUND,
        heartbeat_timeout: float = HEARTBEAT_TIMEOUT,
        shards: Shards | None = None,
        identify_seconds: float = IDENTIFY_SECONDS,
    ) -> None:
        """Keep the settings; `api_base` (…/api/v10) and `gateway` (ws…) are for tests and proxies and hold for the whole process.

        One shard in all is a plain connection; more are discord.py's sharded client.
        """
        self._token = token.strip()
        self._commands = commands
        self._api_base = api_base
        self._gateway = gateway
        self._clock = clock or SystemClock()
        self._proxy = proxy
        self._bound = bound
        self._heartbeat_timeout = heartbeat_timeout
        self._shards = shards or Shards()
        self._turns = Turns(identify_seconds)
        self._speaker: Speaker | None = None
        self._answers: Answers | None = None
        self._supervisor: Supervisor | None = None
        self._desk: Desk | None = None
        self._notices: set[asyncio.Task[None]] = set()
        self._places = Places(lambda: self._supervisor.listener if self._supervisor else None)

    async def start(self, desk: Desk) -> None:
        """Sign in and connect; stay connected until `stop`."""
        point_at(self._api_base, self._gateway)
        self._desk = desk
        speaker = Speaker(proxy=self._proxy)
        try:
            async with asyncio.timeout(self._bound * 2):
                await speaker.login(self._token)
        except Exception as error:
            await speaker.close()
            problem = explained(error)
            raise problem from error
        self._speaker = speaker
        self._answers = Answers(desk, speaker, self._commands, self._clock)
        self._supervisor = Supervisor(self._listener, self._token, silence=self._heartbeat_timeout + max(1.0, self._heartbeat_timeout / 5))
        try:
            await self._supervisor.start()
        except DealwireError:
            await self.stop()
            raise

    def _listener(self) -> Listener:
        assert self._answers is not None  # noqa: S101  start makes it first
        make = Listener if self._shards.count == 1 else partial(ShardedListener, shards=self._shards, turns=self._turns)
        return make(
            clock=self._clock,
            on_question=self._answers.take,
            on_notice=self._noticed,
            heartbeat_timeout=self._heartbeat_timeout,
            proxy=self._proxy,
        )

    async def stop(self) -> None:
        """Hear nothing new, finish what is being answered, sign out."""
        if self._supervisor is not None:
            await self._supervisor.stop()
        if self._answers is not None:
            await self._answers.drain(DRAIN_SECONDS)
        if self._notices:
            await asyncio.wait(set(self._notices), timeout=1.0)
        speaker, self._speaker = self._speaker, None
        if speaker is not None:
            await speaker.close()

    async def send(self, order: Order) -> SendResult:
        """Perform the act once, within the bound."""
        speaker = self._speaker
        if speaker is None:
            return RetryLater(reason="the bot is not signed in to Discord", reach=Reach.PLATFORM)
        wire = Wire(speaker)
        try:
            async with asyncio.timeout(self._bound):
                return await acts.perform(order, wire, self._places)
        except TimeoutError:
            ref = errors.ref_of(wire.last.body) if wire.last.ok else ""
            return Sent(ref=ref) if ref else errors.judged(wire.last)
        except Exception:
            log.exception("discord.send_failed", delivery=order.key)
            return errors.judged(wire.last) if wire.last.begun else RetryLater(reason="the message could not be made; see the log")

    async def look_back(self, order: Order) -> LookBack:
        """Look for the order's message in the channel's own history."""
        speaker = self._speaker
        if speaker is None or speaker.user is None:
            return RetryLater(reason="the bot is not signed in to Discord", reach=Reach.PLATFORM)
        try:
            async with asyncio.timeout(self._bound):
                return await look.look_back(order, Wire(speaker), self._places, str(speaker.user.id))
        except TimeoutError:
            return RetryLater(reason="Discord's history did not come in time")
        except Exception:
            log.exception("discord.look_back_failed", delivery=order.key)
            return CannotCheck(reason="the channel's history could not be understood; see the log")

    def health(self) -> PlatformHealth:
        """Tell from the gateway's last frames how it is; connected is who has all of its shards."""
        listener = self._supervisor.listener if self._supervisor else None
        if self._supervisor is None or listener is None:
            return PlatformHealth(name=NAME, connected=False, detail="not started")
        connected = listener.connected(self._heartbeat_timeout + limits.ANSWER_SECONDS)
        detail = parts_told(listener.own, connected) or self._supervisor.detail
        if not connected and not detail:
            detail = f"nothing heard for {time.monotonic() - max(listener.heard.values(), default=0.0):.0f} s"
        return PlatformHealth(name=NAME, connected=connected.issuperset(listener.own), detail=detail, last_heard_at=listener.heard_at)

    def _noticed(self, notice: Notice) -> None:
        task = asyncio.create_task(self._tell(notice))
        self._notices.add(task)
        task.add_done_callback(self._notices.discard)

    async def _tell(self, notice: Notice) -> None:
        assert self._desk is not None  # noqa: S101  start sets it first
        try:
            await self._desk.notice(notice)
        except Exception:
            log.exception("discord.notice_failed", kind=notice.kind.value, workspace=notice.workspace)


def parts_told(own: Collection[int], connected: Collection[int]) -> str:
    """Return in a few words which shards are away, where some are connected; nothing where all or none are."""
    away = [str(shard) for shard in own if shard not in connected]
    if not connected or not away:
        return ""
    names = f"{', '.join(away[:-1])} and {away[-1]} are" if len(away) > 1 else f"{away[0]} is"
    return f"{len(connected)} of {len(own)} shards connected, {names} not"
