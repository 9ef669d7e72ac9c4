"""What discord.py takes for granted of its server, taken with forbearance: answers whose content type names a charset, sessions without an address to resume at.

Both are how other servers that speak for Discord answer. The library asks nowhere, so its own functions are exchanged.
"""

import asyncio
import contextlib
import json
from typing import Any, Final

import aiohttp
from discord import client, http, shard
from discord.gateway import DiscordWebSocket
from discord.webhook import async_

CLOSE_SECONDS: Final = 1.0


def forbear() -> None:
    """Make discord.py of this whole process forbearing; harmless when done again."""
    http.json_or_text = async_.json_or_text = json_or_text  # type: ignore[attr-defined]
    client.DiscordWebSocket = shard.DiscordWebSocket = Session  # type: ignore[misc]


async def json_or_text(response: aiohttp.ClientResponse) -> Any:
    """Return an answer's JSON whatever stands behind its content type; its text where it is none."""
    text = await response.text(encoding="utf-8")
    return json.loads(text) if response.content_type == "application/json" else text


class Session(DiscordWebSocket):
    """A connection that is resumed where it was opened, unless READY names another address; it tells of every message, acknowledged heartbeats included."""

    async def received_message(self, msg: Any, /) -> None:
        """Read one message, or the piece of one."""
        if type(msg) is bytes:
            msg = self._decompressor.decompress(msg)
            if msg is None:
                return
        self._dispatch("shard_frame", self.shard_id or 0)
        if '"READY"' in msg:
            event = json.loads(msg)
            if event.get("t") == "READY":
                event["d"].setdefault("resume_gateway_url", str(self.gateway))
                event["d"].setdefault("shard", [self.shard_id or 0, self.shard_count or 1])
                msg = json.dumps(event)
        await super().received_message(msg)

    async def identify(self) -> None:
        """Sign in; who is stopped while waiting for a turn leaves no connection and no thread, as the library would."""
        try:
            await super().identify()
        except BaseException:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.close(), CLOSE_SECONDS)
            raise
