"""Who may use `/deals-admin` besides those with Manage Server: what a server's Integrations page says.

Discord itself keeps others away from the command; this asks again on each use, because a right is worth what the last check of it
found. Source: interactions/application-commands, "Permissions".
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

import discord

from bot.model.command import CommandCall
from bot.platforms.discord.wire import Wire

_PATH: Final = "/applications/{application_id}/guilds/{guild_id}/commands/permissions"
_ROLE: Final = 1
_USER: Final = 2


class Grants:
    """Reads the overrides of a server's Integrations page."""

    async def applied(self, call: CommandCall, interaction: discord.Interaction, wire: Wire) -> CommandCall:
        """Return the call with `is_admin` where the server grants the command to this person or one of the roles."""
        data: Mapping[str, Any] = interaction.data or {}
        path = _PATH.replace("{application_id}", str(interaction.application_id))
        exchange = await wire.call("GET", path, guild_id=call.workspace)
        if not exchange.ok or not isinstance(exchange.body, list):
            return call
        roles = {str(role.id) for role in getattr(interaction.user, "roles", ())}
        entries = {str(entry.get("id")): entry for entry in exchange.body if isinstance(entry, Mapping)}
        for owner in (str(data.get("id")), str(interaction.application_id)):
            verdict = _verdict((entries.get(owner) or {}).get("permissions") or (), call.user, roles, call.workspace)
            if verdict is not None:
                return replace(call, is_admin=verdict)
        return call


def _verdict(permissions: Iterable[Mapping[str, Any]], user: str, roles: set[str], guild: str) -> bool | None:
    """Return what the overrides say: a person's own first, then any role that allows, then everyone's; None for nothing."""
    listed = [entry for entry in permissions if isinstance(entry, Mapping)]
    own = [bool(e.get("permission")) for e in listed if e.get("type") == _USER and str(e.get("id")) == user]
    if own:
        return own[0]
    held = [bool(e.get("permission")) for e in listed if e.get("type") == _ROLE and str(e.get("id")) in roles - {guild}]
    if held:
        return any(held)
    everyone = [bool(e.get("permission")) for e in listed if e.get("type") == _ROLE and str(e.get("id")) == guild]
    return everyone[0] if everyone else None
