"""Servers that speak for Discord, and Discord itself next year: fields that are missing, events that nobody knows."""
# ruff: noqa: F811  a test names the fixtures that are imported above it

import asyncio

import pytest

from tests.contracts.discord_desk import alert, desk, discord, platform  # noqa: F401  fixtures
from tests.emulators.discord import GUILD

OPTIONAL = (
    "app_permissions",
    "entitlements",
    "authorizing_integration_owners",
    "context",
    "attachment_size_limit",
    "locale",
    "guild_locale",
    "guild",
    "channel",
    "version",
)
"""Fields of an interaction without which a command can be answered."""


@pytest.fixture
def edited(discord):
    """Let a test change what the gateway sends, until the test ends."""
    real = discord.gateway.emit

    def use(change):
        async def emit(kind, payload):
            change(payload)
            await real(kind, payload)

        discord.gateway.emit = emit

    yield use
    discord.gateway.emit = real


@pytest.mark.parametrize("missing", [*((name,) for name in OPTIONAL), OPTIONAL], ids=lambda names: names[0] if len(names) == 1 else "all")
async def test_an_interaction_without_optional_fields(discord, platform, desk, edited, missing):
    """A command is answered whatever its server leaves out."""
    edited(lambda payload: [payload.pop(name, None) for name in missing])

    interaction = await discord.command("deals", "latest")
    await interaction.filled()

    assert interaction.text
    assert desk.calls[0].tenant == f"discord:{GUILD}"


async def test_a_direct_message_without_a_context(discord, platform, desk, edited):
    """Where no server is named and no context, it is a direct message."""
    edited(lambda payload: payload.pop("context"))

    interaction = await discord.command("deals", "latest", guild="", channel="333", user="77")
    await interaction.filled()

    assert desk.calls[0].tenant == "discord:@77"
    assert desk.calls[0].is_own_place


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("BRAND_NEW_EVENT", {"x": 1}),
        ("GUILD_CREATE", {"id": "424242", "unavailable": True}),
        ("GUILD_DELETE", {}),
        ("CHANNEL_DELETE", {"id": "1", "type": 0, "guild_id": "999"}),
        ("CHANNEL_UPDATE", {"id": "oh"}),
        ("INTERACTION_CREATE", {"id": "1", "type": 99, "token": "t", "application_id": "1"}),
        ("INTERACTION_CREATE", {"type": 2}),
    ],
    ids=["unknown", "new server", "no server", "strange channel", "no number", "unknown interaction", "empty interaction"],
)
async def test_an_odd_event_ends_no_session(discord, platform, desk, kind, payload):
    """What cannot be read is left out, and the next command is answered on the same connection."""
    before = discord.gateway.identifies
    await discord.gateway.emit(kind, payload)

    interaction = await discord.command("deals", "latest")
    await interaction.filled()

    assert interaction.text
    assert discord.gateway.identifies == before


@pytest.fixture
def elsewhere(discord):
    """A server that names a charset behind every content type, and no address to resume at."""
    discord.charset = True
    discord.gateway.names_resume_url = False


async def test_a_server_that_is_not_discord(elsewhere, discord, platform, desk):
    """Signing in, posting and answering work where answers are `application/json; charset=utf-8` and READY has no resume_gateway_url."""
    message = await alert(platform, discord)
    interaction = await discord.command("deals", "latest")
    await interaction.filled()

    assert message["id"]
    assert interaction.text


async def test_a_session_without_an_address_is_resumed_where_it_was_opened(elsewhere, discord, platform, desk):
    """A connection that breaks is resumed at the address that is known, and nothing is asked of anybody else."""
    await discord.gateway.abort_all()
    for _ in range(200):
        if discord.gateway.resumes:
            break
        await asyncio.sleep(0.05)
    interaction = await discord.command("deals", "latest")
    await interaction.filled()

    assert (discord.gateway.identifies, discord.gateway.resumes) == (1, 1)
    assert interaction.text
