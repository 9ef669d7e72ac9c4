"""The emulated Discord as a process of its own, so that the bot can be killed and Discord remembers.

    python -m tests.emulators.discord --port 0 --journal accepted.jsonl --error-rate 0.04 --lost-rate 0.04 --visibility 0.6 --seed 7

Prints one JSON line when it listens: {"api_base", "gateway", "token", "guild", "channels"}. POST /control takes JSON:
{"do": "inject", "method", "path", "fault", "times", "options"}, {"do": "command", "root", "sub", "options", "user", "channel"}
(answers with what was said), {"do": "messages", "channel"} (threads included), {"do": "requests"}, {"do": "disconnect", "code"}. Ends
with SIGTERM or when standard input closes (`--watch-stdin`). Each line of the journal is one accepted message, on disk before the
answer: {"at", "channel", "message", "nonce", "content", "body"}.
"""

import argparse
import asyncio
import contextlib
import json
import random
import signal
import sys
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.emulators.discord import CHANNEL, GUILD, Discord
from tests.emulators.discord_checks import visible

MANAGE_GUILD = 1 << 5


class ServedDiscord(Discord):
    """An emulator with an address for whoever steers it."""

    def extra_routes(self) -> list[web.RouteDef]:
        return [web.post("/control", self._control)]

    async def _control(self, request: web.Request) -> web.Response:
        asked = await request.json()
        match asked["do"]:
            case "inject":
                self.inject(asked["method"], asked["path"], asked["fault"], asked.get("times", 1), **asked.get("options", {}))
            case "command":
                interaction = await self.command(
                    asked.get("root", "deals"),
                    asked["sub"],
                    asked.get("options", {}),
                    user=asked.get("user", "7"),
                    channel=asked.get("channel", CHANNEL),
                    permissions=MANAGE_GUILD if asked.get("admin") else 0,
                )
                await interaction.filled(asked.get("seconds", 5.0))
                return web.json_response({"text": interaction.text, "private": not interaction.public})
            case "messages":
                return web.json_response(self._messages(asked["channel"]))
            case "requests":
                return web.json_response([[r.method, r.path, r.status, r.fault] for r in self.requests])
            case "disconnect":
                await self.gateway.close_all(asked.get("code", 4000))
            case _:
                return web.json_response({"ok": False}, status=400)
        return web.json_response({"ok": True})

    def _messages(self, channel: str) -> list[dict[str, Any]]:
        places = [c for c in self.world.channels.values() if channel in (c.id, c.parent)]
        return [m | {"shown": visible(m)} for place in places for m in place.messages.values()]


async def serve(options: argparse.Namespace) -> None:
    """Run until told to stop."""
    discord = ServedDiscord(late=options.visibility, journal=options.journal, bucket=(options.bucket, 5.0))
    discord.dice = random.Random(options.seed)
    discord.chance = {"500": options.error_rate, "reset after": options.lost_rate}
    for channel in options.channel or []:
        if channel not in discord.world.channels:
            discord.world.add_channel(channel, GUILD)
    await discord.start(options.port)
    said = {"api_base": discord.api_base, "gateway": discord.gateway_url, "token": discord.token, "guild": GUILD}
    print(json.dumps(said | {"channels": list(discord.world.channels)}), flush=True)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, ended.set)
    if options.watch_stdin:
        loop.run_in_executor(None, lambda: (sys.stdin.read(), loop.call_soon_threadsafe(ended.set)))
    await ended.wait()
    with contextlib.suppress(AssertionError):
        await discord.stop()
    for problem in discord.problems:
        print(problem, file=sys.stderr)


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.emulators.discord")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--journal", type=Path)
    parser.add_argument("--channel", action="append", help="a text channel's id; repeat for more")
    parser.add_argument("--error-rate", type=float, default=0.0, help="share of message requests answered with 500")
    parser.add_argument("--lost-rate", type=float, default=0.0, help="share of message requests accepted and then cut")
    parser.add_argument("--visibility", type=float, default=0.0, help="seconds until a message can be read back")
    parser.add_argument("--bucket", type=int, default=5, help="messages per channel in 5 s")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--watch-stdin", action="store_true", help="end when standard input closes")
    asyncio.run(serve(parser.parse_args()))
