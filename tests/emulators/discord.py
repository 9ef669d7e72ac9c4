"""An emulated Discord over real sockets: REST, gateway, people who type and press, and faults on demand.

    async with Discord() as discord:
        platform = DiscordPlatform(token=discord.token, commands=COMMANDS, api_base=discord.api_base, gateway=discord.gateway_url)

Its limits are in `limits_discord.toml`, each with its source. A request that it does not know, and any failure of its own, is
raised when it stops. As a process of its own: `python -m tests.emulators.discord --port 8701 --journal accepted.jsonl`.
"""

import asyncio
import json
import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from tests.emulators.discord_checks import LIMITS
from tests.emulators.discord_faults import Fault, Record
from tests.emulators.discord_gateway import Gateway
from tests.emulators.discord_interactions import Interaction
from tests.emulators.discord_rest import Rest
from tests.emulators.discord_world import APP, PERMISSIONS, World, channel_object, guild_object, member_object, user_object

TOKEN = "OTAwMDAwMDAwMDAwMDAwMDAx.emulat.this-token-opens-nothing"
GUILD, CHANNEL, FORUM_CHANNEL = "910000000000000001", "920000000000000001", "920000000000000002"
SUBCOMMAND, GROUP, STRING, INTEGER = 1, 2, 3, 4


class Discord:
    """One emulator; starts with one server, a text channel and nothing in it."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime] | None = None,
        token: str = TOKEN,
        bucket: tuple[int, float] = (LIMITS["rate"]["channel_messages"], LIMITS["rate"]["channel_seconds"]),
        heartbeat_ms: int = LIMITS["gateway"]["heartbeat_ms"],
        nonce_window: float = LIMITS["nonce"]["window_seconds"],
        late: float = 0.0,
        journal: Path | None = None,
    ) -> None:
        self.token = token
        self.bucket = bucket
        self.heartbeat_ms = heartbeat_ms
        self.world = World(now or (lambda: datetime.now(UTC)), nonce_window=nonce_window, late=late)
        self.world.add_guild(GUILD)
        self.world.add_channel(CHANNEL, GUILD)
        self.requests: list[Record] = []
        self.problems: list[str] = []
        self.faults: list[Fault] = []
        self.interactions: dict[str, Interaction] = {}
        self.rest = Rest(self)
        self.gateway = Gateway(self)
        self.chance: dict[str, float] = {}
        """How likely each message request goes wrong by itself: `{"500": 0.04, "reset after": 0.04}`."""
        self.dice = random.Random(0)
        self.a_second = 0
        """Requests that a bot may make in any second, as Discord counts them; 0 for any number."""
        self.charset = False
        """Name a charset behind the content type of every answer, as Discord itself does not."""
        self._journal = journal
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def start(self, port: int = 0) -> Self:
        """Listen on loopback."""
        app = web.Application(middlewares=[self.rest.middleware], client_max_size=26 << 20)
        app.add_routes([*self.rest.routes(), *self.gateway.routes(), *self.extra_routes()])
        app.on_response_prepare.append(self._dress)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port or self.port)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        return self

    async def _dress(self, _request: web.Request, response: web.StreamResponse) -> None:
        if self.charset and response.headers.get("Content-Type") == "application/json":
            response.headers["Content-Type"] = "application/json; charset=utf-8"

    def extra_routes(self) -> list[web.RouteDef]:
        """Return routes of whoever extends this."""
        return []

    async def vanish(self) -> None:
        """Stop listening and cut everything; `start` brings it back at the same port."""
        await self.gateway.abort_all()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def stop(self) -> None:
        """Stop, and raise what went wrong in here."""
        await self.vanish()
        assert not self.problems, self.problems

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def api_base(self) -> str:
        """The address of the REST interface."""
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        """The address of the gateway."""
        return f"ws://127.0.0.1:{self.port}/gw/"

    @property
    def resume_url(self) -> str:
        """The address that READY names for resuming."""
        return f"ws://127.0.0.1:{self.port}/resume/"

    def inject(self, method: str, path: str, fault: str, times: int = 1, **options: Any) -> None:
        """Make the next requests go wrong; `path` is a pattern without /api/v10, `fault` one of `discord_faults.Fault`'s."""
        self.faults.append(Fault(method, path, fault, times, options))

    def misfortune(self, method: str, path: str) -> Fault | None:
        """Throw the dice for a request that posts or edits a message."""
        if not self.chance or method not in ("POST", "PATCH") or not path.startswith("/channels/"):
            return None
        thrown = self.dice.random()
        for name, chance in self.chance.items():
            if thrown < chance:
                return Fault(method, path, name, 1, {"retry_after": 0.5} if name == "429" else {})
            thrown -= chance
        return None

    def count(self, method: str, ending: str) -> int:
        """Return how many requests of a method had a path with this ending."""
        return sum(record.method == method and record.path.endswith(ending) for record in self.requests)

    def write_journal(self, line: Mapping[str, Any]) -> None:
        """Append an accepted message to the journal's file, on the disk before it is answered."""
        if self._journal is not None:
            with self._journal.open("a") as file:
                file.write(json.dumps(line) + "\n")

    # --- people ---

    async def command(
        self,
        root: str,
        sub: str,
        options: Mapping[str, Any] | None = None,
        *,
        user: str = "7",
        guild: str = GUILD,
        channel: str = CHANNEL,
        permissions: int = 0,
        roles: list[str] | None = None,
        focused: str = "",
    ) -> Interaction:
        """Let somebody use `/root sub option:value …`; `focused` asks for suggestions instead."""
        given = [
            {"name": name, "type": INTEGER if isinstance(value, int) else STRING, "value": value}
            | ({"focused": True} if name == focused else {})
            for name, value in (options or {}).items()
        ]
        nested: list[dict[str, Any]] = given
        for depth, word in enumerate(reversed(sub.split())):
            nested = [{"name": word, "type": GROUP if depth else SUBCOMMAND, "options": nested}]
        data = {"id": "800", "name": root, "type": 1, "options": nested}
        return await self._act(4 if focused else 2, data, user=user, guild=guild, channel=channel, permissions=permissions, roles=roles)

    async def autocomplete(self, root: str, sub: str, option: str, typed: str, **who: Any) -> list[dict[str, Any]]:
        """Let somebody type into an option; return the suggestions."""
        interaction = await self.command(root, sub, {option: typed}, focused=option, **who)
        await interaction.filled(quiet=0.01)
        return interaction.choices

    async def press(
        self, message: Mapping[str, Any], label: str, *, user: str = "7", permissions: int = 0, guild: str = GUILD
    ) -> Interaction:
        """Let somebody press a message's button."""
        buttons = [part for row in message["components"] for part in row["components"]]
        button = next(part for part in buttons if part["label"] == label)
        data = {"custom_id": button["custom_id"], "component_type": 2}
        return await self._act(3, data, user=user, guild=guild, channel=message["channel_id"], permissions=permissions, source=message)

    async def menu(
        self, name: str, message: Mapping[str, Any], *, user: str = "7", permissions: int = 0, guild: str = GUILD
    ) -> Interaction:
        """Let somebody right-click a message."""
        data = {"id": "801", "name": name, "type": 3, "target_id": message["id"], "resolved": {"messages": {message["id"]: message}}}
        return await self._act(2, data, user=user, guild=guild, channel=message["channel_id"], permissions=permissions)

    async def _act(
        self,
        kind: int,
        data: dict[str, Any],
        *,
        user: str,
        guild: str,
        channel: str,
        permissions: int,
        roles: list[str] | None = None,
        source: Mapping[str, Any] | None = None,
    ) -> Interaction:
        number = self.world.snowflake()
        interaction = Interaction(
            id=number, token=f"aW50ZXJhY3Rpb24{number}", channel=channel, world=self.world, source=dict(source) if source else None
        )
        self.interactions[interaction.token] = interaction
        place = self.world.channels.get(channel)
        described = (
            channel_object(self.world, place)
            if place
            else {"id": channel, "type": 1, "recipients": [user_object(user)], "last_message_id": None}
        )
        payload: dict[str, Any] = {
            "id": interaction.id,
            "application_id": APP,
            "type": kind,
            "data": data,
            "channel": described,
            "channel_id": channel,
            "token": interaction.token,
            "version": 1,
            "locale": "en-GB",
            "app_permissions": str(sum(PERMISSIONS.values())),
            "entitlements": [],
            "authorizing_integration_owners": {"0": guild or "0"},
            "context": 0 if guild else 1,
            "attachment_size_limit": 10 << 20,
        }
        if guild:
            payload |= {"guild_id": guild, "guild_locale": "en-US", "guild": {"id": guild, "locale": "en-US", "features": []}}
            payload["member"] = member_object(user, permissions, roles or [])
        else:
            payload["user"] = user_object(user)
        if source:
            payload["message"] = dict(source)
        await self.gateway.emit("INTERACTION_CREATE", payload)
        return interaction

    # --- what happens to servers ---

    async def invite(self, guild: str, channel: str) -> None:
        """Let a server invite the bot."""
        self.world.add_guild(guild)
        self.world.add_channel(channel, guild)
        joined = guild_object(self.world, guild)
        del joined["unavailable"]
        await self.gateway.emit("GUILD_CREATE", joined)

    async def kick(self, guild: str = GUILD) -> None:
        """Let a server remove the bot."""
        self.world.guilds.pop(guild)
        await self.gateway.emit("GUILD_DELETE", {"id": guild})

    async def delete_channel(self, channel: str) -> None:
        """Let somebody delete a channel."""
        gone = self.world.channels.pop(channel)
        await self.gateway.emit("CHANNEL_DELETE", channel_object(self.world, gone))

    async def change_channel(self, channel: str, *, deny: set[str]) -> None:
        """Let somebody change what the bot may do in a channel."""
        self.world.channels[channel].denied = deny
        await self.gateway.emit("CHANNEL_UPDATE", channel_object(self.world, self.world.channels[channel]))


async def wait_until(true: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110  what is waited for sets no event
            await asyncio.sleep(0.01)


if __name__ == "__main__":
    from tests.emulators.discord_process import main

    main()
