"""The emulated Slack as a process of its own, so that the bot can be killed and Slack remembers.

    python -m tests.emulators.slack --port 0 --journal accepted.jsonl --error-rate 0.04 --lost-rate 0.04 --visibility 0.6 --seed 7

Prints one JSON line when it listens: {"url", "api_base", "bot_token", "app_token", "team", "channels"}. POST /control takes JSON:
{"do": "inject", "method", "kind", "times", "value"}, {"do": "command", "text", "user", "channel"} (answers with what was said),
{"do": "messages", "channel"}, {"do": "disconnect"}. Ends with SIGTERM or when standard input closes (`--watch-stdin`).
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

from tests.emulators.slack import SlackEmulator
from tests.emulators.slack_checks import shown
from tests.emulators.slack_state import Channel, Fault, Workspace


class UnreliableSlack(SlackEmulator):
    """Fails at random, as a seed says: some calls with 500, some accepted and then cut."""

    def __init__(self, *, seed: int, error_rate: float, lost_rate: float, **rest: Any) -> None:
        super().__init__(strict=False, **rest)
        self._random = random.Random(seed)
        self._error_rate = error_rate
        self._lost_rate = lost_rate

    def _fault(self, method: str) -> Fault | None:
        injected = super()._fault(method)
        if injected is not None or not method.startswith("chat."):
            return injected
        drawn = self._random.random()
        if drawn < self._error_rate:
            return Fault("status", 500)
        return Fault("reset_after") if drawn < self._error_rate + self._lost_rate else None

    async def _on_unknown(self, request: web.Request) -> web.Response:
        if request.path != "/control":
            return await super()._on_unknown(request)
        asked = await request.json()
        match asked["do"]:
            case "inject":
                self.inject(asked["method"], asked["kind"], asked.get("times", 1), asked.get("value"))
                return web.json_response({"ok": True})
            case "command":
                exchange = await self.command(asked["text"], user=asked.get("user", "U7"), channel=asked.get("channel", "C01"))
                answer = await exchange.answer(asked.get("seconds", 5.0))
                return web.json_response({"text": shown(answer.arguments), "private": answer.private})
            case "messages":
                found = self.space.channels[asked["channel"]].messages
                return web.json_response([m.as_json(with_metadata=True) | {"shown": shown(m.arguments)} for m in found])
            case "disconnect":
                await self.disconnect()
                return web.json_response({"ok": True})
        return web.json_response({"ok": False}, status=400)


async def serve(options: argparse.Namespace) -> None:
    """Run until told to stop."""
    channels = {name: Channel(name, name.lower()) for name in options.channel or ["C01", "C02"]}
    space = Workspace(team=options.team, bot_token=options.bot_token, app_token=options.app_token, channels=channels)
    slack = UnreliableSlack(
        seed=options.seed,
        error_rate=options.error_rate,
        lost_rate=options.lost_rate,
        space=space,
        visibility=options.visibility,
        interval=options.interval,
        journal=options.journal,
    )
    await slack.start(options.port)
    said = {"url": slack.url, "api_base": slack.api_base, "bot_token": space.bot_token, "app_token": space.app_token}
    print(json.dumps(said | {"team": space.team, "channels": list(channels)}), flush=True)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    reading = loop.run_in_executor(None, sys.stdin.read) if options.watch_stdin else None
    if reading is not None:
        reading.add_done_callback(lambda _: stopped.set())
    await stopped.wait()
    await slack.stop()


def main() -> None:
    """Read the options and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.emulators.slack")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--journal", type=Path)
    parser.add_argument("--team", default="T01")
    parser.add_argument("--bot-token", default="xoxb-emulated")
    parser.add_argument("--app-token", default="xapp-emulated")
    parser.add_argument("--channel", action="append", help="an id, several times; default C01 and C02")
    parser.add_argument("--visibility", type=float, default=0.0)
    parser.add_argument("--interval", type=float, default=0.0)
    parser.add_argument("--error-rate", type=float, default=0.0)
    parser.add_argument("--lost-rate", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--watch-stdin", action="store_true")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(parser.parse_args()))
