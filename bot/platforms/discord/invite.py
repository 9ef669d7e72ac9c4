"""The invitation: the least that dealwire needs, each permission with what it is for."""

import base64
import binascii
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

import discord

from bot.errors import ConfigurationError, Problem

PERMISSIONS: Final[Mapping[str, str]] = {
    "view_channel": "see the channels it is told to post in",
    "send_messages": "post alerts",
    "embed_links": "show an alert's facts under its headline; without it alerts are plain text",
    "attach_files": "show timelines, maps and exports; without it answers are text",
    "read_message_history": "look whether a doubtful send arrived; without it such a send may come twice",
    "create_public_threads": "open a thread under an alert when a fact changes; without it the change is a reply in the channel",
    "send_messages_in_threads": "write into those threads and into forum posts",
}
"""By discord.py's names; docs and `doctor` show the same words."""
SCOPES: Final = ("bot", "applications.commands")
AUTHORIZE: Final = "https://discord.com/oauth2/authorize"


def permission_bits() -> int:
    """Return the permissions as Discord's bit set."""
    return discord.Permissions(**dict.fromkeys(PERMISSIONS, True)).value


def invite_url(token: str) -> str:
    """Return the address that adds the bot to a server with the least permissions; needs no network.

    A bot's token begins with its application's id; raises ConfigurationError where this one does not.
    """
    query = {"client_id": application_id(token), "scope": " ".join(SCOPES), "permissions": str(permission_bits())}
    return f"{AUTHORIZE}?{urlencode(query)}"


def application_id(token: str) -> str:
    """Return the application's id from a token's first part."""
    first = token.strip().partition(".")[0]
    try:
        name = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        name = ""
    if not (name.isdigit() and 15 <= len(name) <= 20):
        what = "is no bot token; copy it from the Developer Portal (your application, Bot, Reset Token)"
        raise ConfigurationError((Problem("DEALWIRE_DISCORD_TOKEN", what),))
    return name
