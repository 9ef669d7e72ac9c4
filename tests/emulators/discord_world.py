"""The emulated Discord's state: servers, channels, threads, messages, permissions, nonces."""

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from tests.emulators.discord_checks import LIMITS

EPOCH_MS = 1_420_070_400_000
APP, BOT = "900000000000000001", "900000000000000001"
PERMISSIONS = {
    "MANAGE_CHANNELS": 1 << 4,
    "MANAGE_GUILD": 1 << 5,
    "VIEW_CHANNEL": 1 << 10,
    "SEND_MESSAGES": 1 << 11,
    "EMBED_LINKS": 1 << 14,
    "ATTACH_FILES": 1 << 15,
    "READ_MESSAGE_HISTORY": 1 << 16,
    "MANAGE_THREADS": 1 << 34,
    "CREATE_PUBLIC_THREADS": 1 << 35,
    "SEND_MESSAGES_IN_THREADS": 1 << 38,
}
GRANTED = frozenset(set(PERMISSIONS) - {"MANAGE_GUILD", "MANAGE_CHANNELS", "MANAGE_THREADS"})
TEXT, DM, THREAD, FORUM = 0, 1, 11, 15
ROLES = {"44": "editors", "45": "guests"}
"""Every server's roles besides @everyone."""
BODY = web.RequestKey("body", object)
"""Where a request keeps what was sent with it."""


@dataclass
class Channel:
    """A channel or a thread."""

    id: str
    guild: str
    type: int
    name: str
    parent: str = ""
    denied: set[str] = field(default_factory=set)
    """Permissions that the bot lacks here."""
    tags: list[dict[str, Any]] = field(default_factory=list)
    flags: int = 0
    applied: list[str] = field(default_factory=list)
    archived: bool = False
    locked: bool = False
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)


class World:
    """Everything that outlives a connection; `now` is the platform's clock."""

    def __init__(self, now: Callable[[], datetime], *, nonce_window: float = LIMITS["nonce"]["window_seconds"], late: float = 0.0) -> None:
        self.now = now
        self.nonce_window = nonce_window
        self.late = late
        """Seconds until a message can be read back."""
        self.late_next: list[float] = []
        """The same for single messages to come."""
        self.guilds: dict[str, str] = {}
        self.channels: dict[str, Channel] = {}
        self.commands: dict[str, list[dict[str, Any]]] = {}
        self.grants: dict[str, list[dict[str, Any]]] = {}
        """By server: the overrides of its Integrations page."""
        self.journal: list[dict[str, Any]] = []
        """Every message that was accepted, in order."""
        self.thread_cap: int | None = None
        self._nonces: dict[str, tuple[datetime, str, str]] = {}
        self._visible_at: dict[str, datetime] = {}
        self._count = itertools.count(random.randrange(1 << 10))

    def snowflake(self) -> str:
        """Return a fresh id that tells the time."""
        milliseconds = int(self.now().timestamp() * 1000) - EPOCH_MS
        return str((milliseconds << 22) | (next(self._count) & 0x3FFFFF))

    def add_guild(self, guild: str, name: str = "Readers") -> None:
        """Open a server in which the bot is."""
        self.guilds[guild] = name

    def add_channel(self, channel: str, guild: str, *, kind: int = TEXT, name: str = "deals", **more: Any) -> Channel:
        """Open a channel."""
        made = self.channels[channel] = Channel(id=channel, guild=guild, type=kind, name=name, **more)
        return made

    def may(self, channel: Channel, permission: str) -> bool:
        """Tell whether the bot has a permission in a channel; a thread has its parent's."""
        parent = self.channels.get(channel.parent)
        return permission in GRANTED and permission not in channel.denied and (parent is None or permission not in parent.denied)

    def twin(self, nonce: str | None) -> tuple[str, str] | None:
        """Return (channel, message) that was made with this nonce inside the window."""
        if nonce is None or nonce not in self._nonces:
            return None
        at, channel, message = self._nonces[nonce]
        return (channel, message) if self.now() - at <= timedelta(seconds=self.nonce_window) else None

    def post(self, channel: Channel, body: dict[str, Any], *, message_id: str = "", author: str = BOT) -> dict[str, Any]:
        """Store a message and return it."""
        message = {
            **blank_message(self, channel.id, message_id or self.snowflake(), author),
            "content": (body.get("content") or "").strip(),
            "embeds": [{"type": "rich", **embed} for embed in body.get("embeds") or []],
            "components": body.get("components") or [],
            "flags": int(body.get("flags") or 0),
            "attachments": body.get("attachments") or [],
        }
        reference = body.get("message_reference")
        if reference:
            message |= {"type": 19, "message_reference": {"type": 0, "guild_id": channel.guild, **reference}}
        channel.messages[message["id"]] = message
        channel.archived = False
        delay = self.late_next.pop(0) if self.late_next else self.late
        self._visible_at[message["id"]] = self.now() + timedelta(seconds=delay)
        nonce = body.get("nonce")
        if nonce is not None and body.get("enforce_nonce"):
            self._nonces[str(nonce)] = (self.now(), channel.id, message["id"])
        self.journal.append(
            {
                "at": self.now().isoformat(),
                "channel": channel.id,
                "message": message["id"],
                "nonce": nonce,
                "content": message["content"],
                "body": body,
            }
        )
        return message | ({"nonce": nonce} if nonce is not None else {})

    def readable(self, channel: Channel) -> list[dict[str, Any]]:
        """Return the messages that can be read back now, newest first."""
        now = self.now()
        kept = [m for m in channel.messages.values() if self._visible_at.get(m["id"], now) <= now]
        return sorted(kept, key=lambda m: int(m["id"]), reverse=True)

    def thread(self, parent: Channel, name: str, *, thread_id: str, applied: list[str] | None = None) -> Channel:
        """Open a thread."""
        made = self.add_channel(thread_id, parent.guild, kind=THREAD, name=name, parent=parent.id)
        made.applied = applied or []
        return made


def channel_object(world: World, channel: Channel) -> dict[str, Any]:
    """Return a channel as the API describes it."""
    denied = sum(PERMISSIONS[name] for name in channel.denied)
    made: dict[str, Any] = {"id": channel.id, "type": channel.type, "guild_id": channel.guild, "name": channel.name, "flags": channel.flags}
    if channel.type == THREAD:
        stamp = world.now().astimezone(UTC).isoformat()
        return made | {
            "parent_id": channel.parent,
            "owner_id": BOT,
            "applied_tags": channel.applied,
            "message_count": len(channel.messages),
            "member_count": 1,
            "thread_metadata": {
                "archived": channel.archived,
                "locked": channel.locked,
                "auto_archive_duration": 1440,
                "archive_timestamp": stamp,
                "create_timestamp": stamp,
            },
        }
    made |= {
        "position": 0,
        "parent_id": None,
        "nsfw": False,
        "topic": None,
        "permission_overwrites": [{"id": BOT, "type": 1, "allow": "0", "deny": str(denied)}] if denied else [],
    }
    return made | (
        {"available_tags": [{"emoji_id": None, "emoji_name": None, **tag} for tag in channel.tags], "default_reaction_emoji": None}
        if channel.type == FORUM
        else {}
    )


def user_object(user: str, name: str = "") -> dict[str, Any]:
    """Return a user."""
    bot = user == BOT
    return {
        "id": user,
        "username": name or ("dealwire" if bot else f"reader{user[-4:]}"),
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
        "global_name": None,
    }


def member_object(user: str, permissions: int, roles: list[str]) -> dict[str, Any]:
    """Return a member with the permissions that an interaction carries."""
    return {
        "user": user_object(user),
        "roles": roles,
        "joined_at": "2026-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": str(permissions),
    }


def guild_object(world: World, guild: str) -> dict[str, Any]:
    """Return a server as GUILD_CREATE brings it to a bot with the guilds intent."""
    granted = sum(PERMISSIONS[name] for name in GRANTED)
    mine = [c for c in world.channels.values() if c.guild == guild]
    return {
        "id": guild,
        "name": world.guilds[guild],
        "owner_id": "1",
        "unavailable": False,
        "roles": [role_object(guild, "@everyone", granted), *(role_object(role, name, 0) for role, name in ROLES.items())],
        "emojis": [],
        "stickers": [],
        "features": [],
        "channels": [channel_object(world, c) for c in mine if c.type != THREAD],
        "threads": [channel_object(world, c) for c in mine if c.type == THREAD and not c.archived],
        "members": [member_object(BOT, granted, [])],
        "member_count": 3,
        "large": False,
        "joined_at": "2026-01-01T00:00:00+00:00",
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "system_channel_flags": 0,
        "icon": None,
        "splash": None,
        "banner": None,
        "description": None,
        "afk_timeout": 300,
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def role_object(role: str, name: str, permissions: int) -> dict[str, Any]:
    """Return a role."""
    bare = {"color": 0, "hoist": False, "managed": False, "mentionable": False, "flags": 0, "position": 0}
    return {"id": role, "name": name, "permissions": str(permissions)} | bare


def blank_message(world: World, channel: str, message_id: str, author: str) -> dict[str, Any]:
    """Return a message object without words."""
    return {
        "id": message_id,
        "channel_id": channel,
        "author": user_object(author),
        "content": "",
        "timestamp": world.now().astimezone(UTC).isoformat(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
    }
