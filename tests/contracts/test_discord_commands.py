"""Commands and suggestions on Discord, through the real discord.py: acknowledged at once, answered once, whatever is lost."""
# ruff: noqa: F811  a test names the fixtures that are imported above it

import asyncio

import pytest

from bot.model.card import Card, line
from bot.model.command import CommandCall, Completion, Reply
from tests.contracts.discord_desk import CALLBACK, COMMANDS, ORIGINAL, alert, desk, discord, platform  # noqa: F401  fixtures
from tests.emulators.discord import GUILD, wait_until
from tests.emulators.discord_world import APP, PERMISSIONS


async def test_acknowledged_before_any_work(discord, platform, desk):
    """The acknowledgement is private and does not wait for the answer."""
    desk.gate = asyncio.Event()
    interaction = await discord.command("deals", "latest", {"storyline": "openai-foxconn", "count": 3})
    await wait_until(lambda: interaction.kind != 0)
    assert interaction.private
    assert interaction.acknowledged_after < 1.0
    assert interaction.original is None

    desk.gate.set()
    await interaction.filled()

    (call,) = desk.calls
    assert (call.name, dict(call.arguments)) == ("latest", {"storyline": "openai-foxconn", "count": "3"})
    assert not interaction.public


async def test_subcommand_groups(discord, platform, desk):
    """`/deals-admin feeds add` is the declared command `feeds add`."""
    interaction = await discord.command(
        "deals-admin", "feeds add", {"url": "https://a.example/feed"}, permissions=PERMISSIONS["MANAGE_GUILD"]
    )
    await interaction.filled()

    (call,) = desk.calls
    assert (call.name, call.is_admin) == ("feeds add", True)


@pytest.mark.parametrize(
    ("grant", "admin"),
    [
        (None, False),
        ({"id": "7", "type": 2, "permission": True}, True),
        ({"id": "44", "type": 1, "permission": True}, True),
        ({"id": "45", "type": 1, "permission": True}, False),
        ({"id": GUILD, "type": 1, "permission": True}, True),
        ({"id": "7", "type": 2, "permission": False}, False),
    ],
)
async def test_admin_by_the_integrations_page(discord, platform, desk, grant, admin):
    """Without Manage Server an admin command is allowed to whom the server's Integrations page grants it, asked on each use."""
    if grant:
        discord.world.grants[GUILD] = [{"id": "800", "application_id": APP, "guild_id": GUILD, "permissions": [grant]}]

    interaction = await discord.command("deals-admin", "feeds list", permissions=0, roles=["44"])
    await interaction.filled()

    assert desk.calls[0].is_admin is admin


async def test_reading_command_makes_no_admin(discord, platform, desk):
    """Somebody without rights is none in a reading command, whatever its arguments say."""
    interaction = await discord.command("deals", "latest", {"storyline": "is_admin"}, permissions=0)
    await interaction.filled()

    assert not desk.calls[0].is_admin


async def test_direct_message(discord, platform, desk):
    """In a direct message the person is the workspace, and no server's data is named."""
    interaction = await discord.command("deals", "latest", guild="", channel="333", user="77")
    await interaction.filled()

    assert desk.calls[0].tenant == "discord:@77"
    assert desk.calls[0].channel == "333"


async def test_suggestions(discord, platform, desk):
    """At most 25 legal suggestions come back, with the call's tenant and what was typed."""
    found = await discord.autocomplete("deals", "latest", "storyline", "open")

    assert len(found) == 25
    assert all(1 <= len(choice["name"]) <= 100 and 1 <= len(choice["value"]) <= 100 for choice in found)
    assert desk.calls[0].tenant == f"discord:{GUILD}"
    assert found[-1]["value"].startswith("open")


async def test_suggestions_fail_quietly(discord, platform, desk):
    """A desk that fails while suggesting leaves an empty list, not a red error."""

    async def fail(*_: object) -> tuple[Completion, ...]:
        raise RuntimeError

    desk.complete = fail

    assert await discord.autocomplete("deals", "latest", "storyline", "x") == []


@pytest.mark.parametrize("fault", ["500", "reset before", "reset after"])
async def test_lost_acknowledgement(discord, platform, desk, fault):
    """An acknowledgement that was lost is sent once more; the answer comes either way, once."""
    discord.inject("POST", CALLBACK, fault)

    interaction = await discord.command("deals", "latest")
    await interaction.filled()

    assert "Ask again later." in interaction.text
    assert len(desk.calls) == 1


@pytest.mark.parametrize("fault", ["500", "reset before", "reset after", "429"])
async def test_lost_answer(discord, platform, desk, fault):
    """Filling in an answer can be repeated, so a lost one is."""
    discord.inject("PATCH", ORIGINAL, fault)

    interaction = await discord.command("deals", "latest")
    await interaction.filled(quiet=1.5)

    assert "Ask again later." in interaction.text
    assert interaction.follow_ups == []


async def test_too_late(discord, platform, desk):
    """An interaction that ran out before it was acknowledged costs nothing but a log line; the next one is answered."""
    discord.inject("POST", CALLBACK, "error", status=404, code=10062)
    await discord.command("deals", "latest")
    interaction = await discord.command("deals", "latest")
    await interaction.filled()

    assert len(desk.calls) == 1


async def test_failing_desk(discord, platform, desk):
    """Even a desk that raises leaves no silence."""

    async def fail(_: CommandCall) -> Reply:
        raise RuntimeError

    desk.answer = fail
    interaction = await discord.command("deals", "latest")
    await interaction.filled()

    assert "nothing was changed" in interaction.text


async def test_unknown_command(discord, platform, desk):
    """A command that Discord still shows and nobody declares any more reaches the desk, which knows the nearest."""
    interaction = await discord.command("deals", "newest")
    await interaction.filled()

    assert desk.calls[0].name == "newest"


async def test_hostile_argument(discord, platform, desk):
    """4,000 characters of anything in an argument come through as they are, and an answer that quotes them pings nobody."""
    words = ("@everyone <@7> \u202e🙂" * 400)[:4000]
    desk.reply = Reply(card=Card(title=words, body=(line(words),)), private=False)
    interaction = await discord.command("deals", "why", {"event": words})
    await interaction.filled()

    assert desk.calls[0].arguments["event"] == words
    assert discord.rest.pings == 0
