"""What is known of channels: which are forums and their tags, which messages have threads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import discord

from bot.platforms.discord.wire import Exchange, Wire

_FORUMS: Final = frozenset({15, 16})
"""Channel types GUILD_FORUM and GUILD_MEDIA: resources/channel, "Channel Types"."""
_REQUIRE_TAG: Final = 1 << 4
_MOST: Final = 10_000


@dataclass(frozen=True, kw_only=True)
class Forum:
    """A channel that holds threads only."""

    guild: str
    tags: tuple[tuple[str, str], ...] = ()
    """(id, name) of the tags a post may have."""
    needs_tag: bool = False


class Places:
    """Remembers channels; reads the gateway's cache through `client`, which changes with every connection."""

    def __init__(self, client: Callable[[], discord.Client | None]) -> None:
        self._client = client
        self._fetched: dict[str, Forum | None] = {}
        self.threads = Few()
        """Root messages that are known to have a thread."""

    def forum(self, channel: str) -> Forum | None:
        """Return a forum by its id, None where the channel is none or is not known."""
        client = self._client()
        found = client.get_channel(int(channel)) if client is not None and channel.isdigit() else None
        if isinstance(found, discord.ForumChannel):
            return Forum(
                guild=str(found.guild.id),
                tags=tuple((str(tag.id), tag.name) for tag in found.available_tags if not tag.moderated),
                needs_tag=found.flags.require_tag,
            )
        return self._fetched.get(channel)

    def is_forum(self, channel: str) -> bool:
        """Tell whether a channel is known to be a forum."""
        return self.forum(channel) is not None

    async def look_up(self, channel: str, wire: Wire) -> Exchange:
        """Ask Discord for a channel and remember it where it is a forum."""
        exchange = await wire.call("GET", "/channels/{channel_id}", channel_id=channel)
        if exchange.ok and isinstance(exchange.body, dict) and exchange.body.get("type") in _FORUMS:
            if len(self._fetched) > _MOST:
                self._fetched.clear()
            self._fetched[channel] = _forum(exchange.body)
        return exchange


class Few:
    """A set that forgets its oldest members, so that it never grows without end."""

    def __init__(self) -> None:
        self._members: dict[str, None] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def add(self, name: str) -> None:
        """Remember a name."""
        self._members[name] = None
        if len(self._members) > _MOST:
            del self._members[next(iter(self._members))]

    def discard(self, name: str) -> None:
        """Forget a name."""
        self._members.pop(name, None)


def _forum(body: dict[str, Any]) -> Forum:
    tags = [tag for tag in body.get("available_tags") or [] if isinstance(tag, dict) and not tag.get("moderated")]
    return Forum(
        guild=str(body.get("guild_id") or ""),
        tags=tuple((str(tag.get("id")), str(tag.get("name"))) for tag in tags),
        needs_tag=bool(int(body.get("flags") or 0) & _REQUIRE_TAG),
    )
