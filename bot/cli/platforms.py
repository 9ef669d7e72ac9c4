"""`manifest slack`, `invite discord`, `sync discord`: what the platforms need to know of the bot."""

import asyncio
import json
from pathlib import Path

from bot.clock import SystemClock
from bot.errors import ConfigurationError, Problem
from bot.settings import load_settings
from bot.store import open_store
from handlers.registry import COMMANDS

SYNCED = "discord:synced"


def manifest_slack() -> int:
    """Print the Slack app manifest, made from the commands' declarations."""
    from bot.platforms.slack.manifest import manifest

    print(json.dumps(manifest(COMMANDS), indent=2, ensure_ascii=False))
    return 0


def invite_discord(config: Path | None) -> int:
    """Print the address that adds the bot to a server with the least permissions."""
    from bot.platforms.discord.invite import invite_url

    print(invite_url(_token(config)))
    return 0


def sync_discord(config: Path | None) -> int:
    """Register the commands with Discord, once, and again only when they changed."""
    settings, token = load_settings(config), _token(config)
    names, changed = asyncio.run(_sync(token, settings.discord_api_base, settings.database_url.get_secret_value()))
    print(f"{'Registered' if changed else 'Nothing changed'}: {', '.join(names)}.")
    return 0


async def _sync(token: str, api_base: str, database: str) -> tuple[tuple[str, ...], bool]:
    from bot.platforms.discord.sync import sync_commands

    store = open_store(database, clock=SystemClock())
    try:
        known = await store.read(lambda tables: tables.meta.get(SYNCED)) or ""
        synced = await sync_commands(token=token, commands=COMMANDS, known=known, api_base=api_base)
        await store.write(lambda tables: tables.meta.put(SYNCED, synced.fingerprint))
    finally:
        await store.close()
    return synced.names, synced.changed


def _token(config: Path | None) -> str:
    token = load_settings(config).discord_token
    if token is None:
        what = "is not set; copy the bot's token from the Developer Portal (your application, Bot, Reset Token)."
        raise ConfigurationError((Problem("DEALWIRE_DISCORD_TOKEN", what),))
    return token.get_secret_value()
