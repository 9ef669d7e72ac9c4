"""Keeps one live connection to the gateway: a new client for each, because discord.py's own reconnecting can hang for ever.

Inside a connection discord.py resumes by itself. When that fails (a resume host that is down, a session that ended) its loop would
try the dead host again and again while `is_ready()` stays true; so it runs with `reconnect=False`, and a fresh client identifies
after a back-off. 1000 identifies a day reset the token: the back-off alone keeps below that.

Of several shards each is watched for itself: discord.py brings one back while the others go on, and a new client is made only for a
refusal that concerns all, or for a shard that stays away twice as long as silence is borne.
"""

import asyncio
import random
import time
from collections.abc import Callable
from typing import Final

import aiohttp
import discord
import structlog

from bot.errors import ConfigurationError, DealwireError, Problem, UnavailableError
from bot.platforms.discord.listener import Listener

log = structlog.get_logger("dealwire")

START_SECONDS: Final = 30.0
CLOSE_SECONDS: Final = 5.0
FIRST_WAIT: Final = 1.0
LONGEST_WAIT: Final = 300.0
STABLE_SECONDS: Final = 120.0
"""A connection that held so long makes the next wait short again."""
TOKEN: Final = "DEALWIRE_DISCORD_TOKEN"  # noqa: S105  the variable's name
SHARDS: Final = "DEALWIRE_DISCORD_SHARDS"
_FATAL: Final = {
    4004: (
        "Discord does not accept this token; copy it from the Developer Portal (your application, Bot, Reset Token) "
        "into the variable and start again"
    ),
    4010: "Discord refuses the shards that are named; write them as 0-3/8 and start again",
    4011: "the bot is in too many servers for so few shards; set it to auto, or in each process to some of a larger number, and start again",
    4012: "Discord no longer serves this version of its gateway; update dealwire",
    4013: "Discord refuses the intents that were asked for; update dealwire",
    4014: "Discord's Developer Portal does not allow the intents that were asked for; open the application's Bot page",
}
"""Close codes after which trying again cannot help: topics/opcodes-and-status-codes."""

_EXPECTED: Final = (DealwireError, discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)


class Supervisor:
    """Owns the listening client."""

    def __init__(self, make: Callable[[], Listener], token: str, *, silence: float) -> None:
        """Keep the settings; a connection on which nothing was heard for `silence` seconds is given up, whatever discord.py is at."""
        self._make = make
        self._token = token
        self._silence = silence
        self._task: asyncio.Task[None] | None = None
        self._first: asyncio.Future[None] | None = None
        self.listener: Listener | None = None
        self.detail = "not started"

    async def start(self) -> None:
        """Return once every shard has been connected; raise ConfigurationError or UnavailableError with one sentence."""
        self._first = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._keep(), name="discord-supervisor")
        try:
            await asyncio.shield(self._first)
        except DealwireError:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Close the connection and end."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
        self.detail = "stopped"

    async def _keep(self) -> None:
        wait = FIRST_WAIT
        while True:
            began = asyncio.get_running_loop().time()
            error = await self._connect_once()
            problem = explained(error)
            if error is not None and not isinstance(error, _EXPECTED):
                log.error("discord.connection_failed", exc_info=error)
            self.detail = str(problem)
            if self._first is not None and not self._first.done():
                self._first.set_exception(problem)
                return
            if asyncio.get_running_loop().time() - began >= STABLE_SECONDS:
                wait = FIRST_WAIT
            if isinstance(problem, ConfigurationError):
                wait = LONGEST_WAIT
            pause = wait * random.uniform(0.5, 1.0)
            log.warning("discord.disconnected", reason=str(problem), again_in=round(pause, 1))
            await asyncio.sleep(pause)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _connect_once(self) -> BaseException | None:
        """Connect, and return why the connection ended."""
        listener = self.listener = self._make()
        running = asyncio.create_task(listener.keep(self._token), name="discord-listener")
        ready = asyncio.create_task(listener.established.wait())
        try:
            met = -1
            while not (running.done() or ready.done()):
                if len(listener.met) == met:
                    return UnavailableError(
                        f"Discord's gateway did not answer within {START_SECONDS:.0f} s; check the network and try again."
                    )
                met = len(listener.met)
                await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED, timeout=START_SECONDS)
            if not running.done():
                self.detail = ""
                log.info("discord.connected", servers=len(listener.guilds), shards=len(listener.own))
                if self._first is not None and not self._first.done():
                    self._first.set_result(None)
            return await self._watched(listener, running)
        finally:
            listener.live.clear()
            ready.cancel()
            await _closed(listener)
            running.cancel()
            await asyncio.gather(running, ready, return_exceptions=True)

    async def _watched(self, listener: Listener, running: asyncio.Task[None]) -> BaseException | None:
        """Wait for the connection's end; give it up when from a shard nothing is heard, or no session of it stands, for longer than is borne."""
        open_at = dict.fromkeys(listener.own, time.monotonic())
        borne = self._silence * listener.patience
        while not running.done():
            await asyncio.wait({running}, timeout=self._silence / 10)
            open_at |= dict.fromkeys(listener.live, time.monotonic())
            last_well = (min(open_at[shard], listener.heard.get(shard, 0.0)) for shard in listener.own)
            if time.monotonic() - min(last_well) > borne:
                return TimeoutError("silent")
        return running.exception()


async def _closed(listener: Listener) -> None:
    """Close a client; one whose peer no longer answers is left after 5 s, with its connections cut."""
    if listener.is_closed():
        return
    closing = asyncio.create_task(listener.close())
    _, late = await asyncio.wait({closing}, timeout=CLOSE_SECONDS)
    if late:
        closing.cancel()
        await asyncio.gather(closing, listener.http.close(), return_exceptions=True)


def explained(error: BaseException | None) -> DealwireError:
    """Return an error in a sentence that says what to do."""
    if isinstance(error, DealwireError):
        return error
    if isinstance(error, discord.LoginFailure):
        return _configuration(_FATAL[4004])
    if isinstance(error, discord.ConnectionClosed) and error.code in _FATAL:
        return _configuration(_FATAL[error.code], SHARDS if error.code in (4010, 4011) else TOKEN)
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return _configuration(_FATAL[4014])
    if isinstance(error, discord.HTTPException):
        return UnavailableError(f"Discord answered with status {error.status} when the bot signed in; it is tried again.")
    why = type(error).__name__ if error is not None else "the connection was closed"
    return UnavailableError(f"Discord's gateway cannot be reached ({why}); check the network, it is tried again.")


def _configuration(what: str, where: str = TOKEN) -> ConfigurationError:
    return ConfigurationError((Problem(where, f"{what}."),))
