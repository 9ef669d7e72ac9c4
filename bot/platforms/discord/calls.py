"""From a signed interaction to a neutral CommandCall: who, where, with which rights."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import discord

from bot.model.command import CommandCall
from bot.platforms.discord.components import buttons_of
from bot.platforms.discord.escape import clean

NAME: Final = "discord"
_STORY_COMMANDS: Final = ("why", "show")
"""The buttons of an alert whose argument is its event."""


def call_of(interaction: discord.Interaction, *, name: str, arguments: Mapping[str, str], at: datetime) -> CommandCall:
    """Return the call; ids and rights come from the interaction alone, never from arguments.

    In a direct message the workspace is the person: `@` and the user's id, and who writes there may change what is set there.
    """
    user = str(interaction.user.id) if interaction.user else ""
    workspace = str(interaction.guild_id) if interaction.guild_id else f"@{user}"
    channel = interaction.channel
    permissions = interaction.permissions
    direct = not interaction.guild_id and not (
        interaction.context.guild or interaction.context.private_channel
    )  # some servers name no context
    return CommandCall(
        tenant=f"{NAME}:{workspace}",
        platform=NAME,
        workspace=workspace,
        channel=str(interaction.channel_id or ""),
        user=user,
        user_name=clean(getattr(interaction.user, "display_name", "") or ""),
        channel_name=clean(getattr(channel, "name", None) or ""),
        is_admin=permissions.manage_guild or permissions.administrator if interaction.guild_id else direct,
        is_own_place=direct,
        name=name,
        text=" ".join([name, *arguments.values()]),
        arguments=dict(arguments),
        at=at,
        locale=str(interaction.locale.value if isinstance(interaction.locale, discord.Locale) else interaction.locale),
    )


def alert_argument(data: Mapping[str, Any]) -> str:
    """Return the event that the message under a menu tells of, from its buttons; empty where it is no alert."""
    messages = (data.get("resolved") or {}).get("messages") or {}
    message = messages.get(str(data.get("target_id"))) or {}
    found = {button.command: button.argument for button in buttons_of(message)}
    return next((found[name] for name in _STORY_COMMANDS if found.get(name)), "")
