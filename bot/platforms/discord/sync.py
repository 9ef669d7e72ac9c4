"""Registering the commands: once, for all servers, and only when they changed.

A bulk registration replaces everything that stands in its scope, so it is done globally alone: a second copy in a server would show
every command twice, and an empty one would take them all away. What the application has besides (the entry point of an Activity) is
sent back with it, since leaving it out is refused.
"""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.errors import DealwireError, UnavailableError
from bot.model.command import Command
from bot.platforms.discord.commands import command_payload
from bot.platforms.discord.supervisor import explained
from bot.platforms.discord.wire import Speaker, Wire, point_at

_COMMANDS: Final = "/applications/{application_id}/commands"
_ENTRY_POINT: Final = 4
SECONDS: Final = 60.0


@dataclass(frozen=True, kw_only=True)
class Synced:
    """What a registration came to."""

    changed: bool
    names: tuple[str, ...]
    fingerprint: str
    """Of what is registered now; handed in the next time, it saves the request."""


def fingerprint(commands: Sequence[Command]) -> str:
    """Return a short hash of what would be registered."""
    return _hash(command_payload(commands))


async def sync_commands(*, token: str, commands: Sequence[Command], known: str = "", api_base: str = "") -> Synced:
    """Register the commands unless `known` says that these are registered.

    Raises ConfigurationError for a wrong token or a declaration that Discord does not take, UnavailableError for anything that a later
    try may mend.
    """
    payload = command_payload(commands)
    names = tuple(command["name"] for command in payload)
    print_now = _hash(payload)
    if known == print_now:
        return Synced(changed=False, names=names, fingerprint=print_now)
    point_at(api_base, "")
    client = Speaker()
    try:
        async with asyncio.timeout(SECONDS):
            await client.login(token.strip())
            await _register(Wire(client), str(client.application_id), payload)
    except DealwireError:
        raise
    except Exception as error:
        raise explained(error) from error
    finally:
        await client.close()
    return Synced(changed=True, names=names, fingerprint=print_now)


async def standing_names(wire: Wire, application: str) -> set[str]:
    """Return the names of the commands that are registered for all servers; none where they cannot be read."""
    standing = await wire.call("GET", _COMMANDS.replace("{application_id}", application))
    return (
        {str(command.get("name")) for command in standing.body if isinstance(command, dict)} if isinstance(standing.body, list) else set()
    )


async def _register(wire: Wire, application: str, payload: list[dict[str, Any]]) -> None:
    path = _COMMANDS.replace("{application_id}", application)
    standing = await wire.call("GET", path)
    kept = [c for c in standing.body if c.get("type") == _ENTRY_POINT] if standing.ok and isinstance(standing.body, list) else []
    done = await wire.call("PUT", path, json=[*payload, *kept])
    if not done.ok:
        said = f"status {done.status}, {done.message}" if done.status else done.failure
        raise UnavailableError(f"Discord did not take the commands ({said}); nothing was changed. Run `dealwire sync discord` again later.")


def _hash(payload: list[dict[str, Any]]) -> str:
    return hashlib.sha256(json.dumps(payload, sort_keys=True, ensure_ascii=True).encode()).hexdigest()[:16]
