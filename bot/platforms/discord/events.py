"""What the gateway says, read with forbearance.

discord.py takes every field of an event that Discord sends today for granted, and closes the connection over one that is missing. Servers
that speak for Discord, and Discord before and after today, send other fields; one odd event is no reason to hear none.
"""

from collections.abc import Callable
from typing import Any, Final, cast

import discord
import structlog
from discord.state import AutoShardedConnectionState, ConnectionState

USUAL: Final = {"version": 1, "attachment_size_limit": 10 << 20}
"""Fields of an interaction that are newer than some servers, with their usual values."""
NAMELESS: Final = {"username": "", "discriminator": "0", "avatar": None}
"""The same of the bot's own user."""
ESSENTIAL: Final = frozenset({"READY", "RESUMED"})
"""Without these there is no session: whatever is wrong with them ends the attempt."""

log = structlog.get_logger("dealwire")


class Events(ConnectionState[discord.Client]):
    """discord.py's state, whose readers of events fail one by one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        for name, read in self.parsers.items():
            if name not in ESSENTIAL:
                self.parsers[name] = _forbearing(name, read)

    def parse_ready(self, data: Any) -> None:
        """Open the session, whatever it says of the bot's looks."""
        super().parse_ready(cast("Any", {**data, "user": {**NAMELESS, **data["user"]}}))

    def parse_interaction_create(self, data: Any) -> None:
        """Read an interaction, filling in what its server does not know."""
        super().parse_interaction_create(cast("Any", {**USUAL, **data}))


class ShardedEvents(Events, AutoShardedConnectionState[discord.Client]):
    """The same over several shards."""


def _forbearing(name: str, read: Callable[[Any], None]) -> Callable[[Any], None]:
    def attempt(data: Any) -> None:
        try:
            read(data)
        except Exception as error:  # noqa: BLE001  it raises whatever its look-ups raise
            log.warning("discord.event_unreadable", event_name=name, error=f"{type(error).__name__}: {error}"[:200])

    return attempt
