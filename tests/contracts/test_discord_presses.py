"""Buttons, right clicks, sharing, registration and the doctor on Discord, through the real discord.py."""
# ruff: noqa: F811  a test names the fixtures that are imported above it

from dataclasses import replace

from bot.model.card import Button, Card, line
from bot.model.command import Reply
from bot.platforms.discord.adapter import DiscordPlatform
from bot.platforms.discord.doctor import examine
from bot.platforms.discord.sync import fingerprint, sync_commands
from tests.contracts.discord_desk import CALLBACK, COMMANDS, ORIGINAL, alert, desk, discord, platform  # noqa: F401  fixtures
from tests.contracts.platform_suite import CARD
from tests.emulators.discord import CHANNEL, GUILD


async def test_button_survives_a_restart(discord, platform, desk):
    """A button of a message that another process posted works: all it needs is in the message."""
    message = await alert(platform, discord)
    await platform.stop()
    later = DiscordPlatform(token=discord.token, commands=COMMANDS, api_base=discord.api_base, gateway=discord.gateway_url)
    await later.start(desk)

    interaction = await discord.press(message, "Why")
    await interaction.filled()
    await later.stop()

    assert (desk.calls[0].name, dict(desk.calls[0].arguments)) == ("why", {"event": "s1"})
    assert not interaction.public


async def test_button_with_several_arguments(discord, platform, desk):
    """`name=value` pieces of a button's argument fill their options."""
    card = replace(CARD, buttons=(Button(label="Too minor", command="feedback", argument="event=s1 reason=too minor"),))
    interaction = await discord.press(await alert(platform, discord, card), "Too minor")
    await interaction.filled()

    assert dict(desk.calls[0].arguments) == {"event": "s1", "reason": "too minor"}


async def test_pager_turns_in_place(discord, platform, desk):
    """A button of a private answer changes that answer instead of adding another."""
    desk.reply = Reply(card=Card(title="Page 1", buttons=(Button(label="Next", command="latest", argument="openai-foxconn"),)))
    first = await discord.command("deals", "latest")
    await first.filled()
    desk.reply = Reply(card=Card(title="Page 2"))

    second = await discord.press(first.original, "Next")
    await second.filled()

    assert second.kind == 6
    assert second.text == "Page 2"
    assert not second.public


async def test_double_click(discord, platform, desk):
    """Two clicks at once are two private answers; neither touches the alert."""
    message = await alert(platform, discord)
    before = dict(message)
    both = [await discord.press(message, "Why", user=user) for user in ("7", "8")]
    for interaction in both:
        await interaction.filled()

    assert [call.user for call in desk.calls] == ["7", "8"]
    assert message == before


async def test_foreign_button(discord, platform, desk):
    """A button that is none of ours gets a sentence that helps."""
    message = await alert(platform, discord)
    message["components"][0]["components"][0]["custom_id"] = "from-another-age"

    interaction = await discord.press(message, "Why")
    await interaction.filled()

    assert "/deals help" in interaction.text
    assert desk.calls == []


async def test_why_this_alert(discord, platform, desk):
    """A right click on an alert asks for that alert's event."""
    interaction = await discord.menu("Why this alert?", await alert(platform, discord))
    await interaction.filled()

    assert (desk.calls[0].name, dict(desk.calls[0].arguments)) == ("why", {"event": "s1"})


async def test_not_a_deal(discord, platform, desk):
    """The second entry of the menu gives feedback on the alert's event."""
    interaction = await discord.menu("Not a deal", await alert(platform, discord))
    await interaction.filled()

    assert desk.calls[0].name == "feedback"


async def test_menu_on_somebodys_message(discord, platform, desk):
    """A right click on what is no alert gets a sentence that helps."""
    world = discord.world
    message = world.post(world.channels[CHANNEL], {"content": "hello"}, author="7")

    interaction = await discord.menu("Why this alert?", message)
    await interaction.filled()

    assert "none of my alerts" in interaction.text
    assert desk.calls == []


async def test_shared_answer(discord, platform, desk):
    """What is shared is one public message of its own; the person's private answer says so."""
    desk.reply = Reply(card=Card(title="For all"), private=False)
    interaction = await discord.command("deals", "latest")
    await interaction.filled()

    assert interaction.original["flags"] == 64
    assert [message["content"] for message in interaction.follow_ups] == ["**For all**"]


async def test_share_to_channel(discord, platform, desk):
    """A private answer that may be shared has a button; pressed, even twice at once, the channel sees the same words once."""
    card = Card(title="Newest", body=(line("One event"),), buttons=(Button(label="Why", command="why", argument="s1"),))
    desk.reply = Reply(card=card, shareable=True)
    first = await discord.command("deals", "latest")
    await first.filled()

    presses = [await discord.press(first.original, "Share to channel") for _ in range(2)]
    await presses[0].filled()

    (shown,) = presses[0].follow_ups
    assert presses[1].follow_ups == []
    assert (shown["content"], shown["embeds"][0]["description"], shown["flags"]) == ("**Newest**", "One event", 0)
    assert [part["label"] for part in shown["components"][0]["components"]] == ["Why"]
    assert "Shared with the channel." in presses[0].text
    assert len(desk.calls) == 1


async def test_lost_share_is_not_doubled(discord, platform, desk):
    """A shared message whose answer was lost is not posted again."""
    desk.reply = Reply(card=Card(title="For all"), private=False)
    discord.inject("POST", r"/webhooks/\d+/\w+", "reset after")

    interaction = await discord.command("deals", "latest")
    await interaction.filled(quiet=1.5)

    assert len(interaction.follow_ups) == 1


async def test_picture(discord, platform, desk):
    """An attachment comes with its alternative text."""
    desk.reply = Reply(
        card=Card(title="Timeline"), attachment=b"\x89PNG....", attachment_name="timeline.png", attachment_alt="Three events"
    )
    interaction = await discord.command("deals", "latest")
    await interaction.filled()

    assert interaction.original["attachments"] == [{"id": 0, "filename": "timeline.png", "description": "Three events"}]
    (record,) = [record for record in discord.requests if record.path.endswith("@original")]
    assert record.body["_files"] == {"files[0]": 8}


async def test_sync_registers_once(discord):
    """Registration replaces the global commands once; a known fingerprint saves the request; other kinds of commands stay."""
    entry = {"type": 4, "name": "launch", "handler": 2, "id": "1"}
    discord.world.commands[""] = [entry]

    first = await sync_commands(token=discord.token, commands=COMMANDS, api_base=discord.api_base)
    second = await sync_commands(token=discord.token, commands=COMMANDS, known=first.fingerprint, api_base=discord.api_base)

    assert first.changed
    assert not second.changed
    assert first.fingerprint == fingerprint(COMMANDS)
    assert [c["name"] for c in discord.world.commands[""]] == ["deals", "deals-admin", "Why this alert?", "Not a deal", "launch"]
    assert sum(record.method == "PUT" for record in discord.requests) == 1


async def test_doctor_names_what_is_missing(discord):
    """Each missing permission is named with its cost and where to click; missing commands and channels, too; a whole channel is fine."""
    discord.world.add_channel("5", GUILD, denied={"READ_MESSAGE_HISTORY", "CREATE_PUBLIC_THREADS"})
    discord.world.add_channel("6", GUILD, denied={"VIEW_CHANNEL"})

    findings = await examine(
        token=discord.token, commands=COMMANDS, channels=(CHANNEL, "5", "6", "999", "#deals"), api_base=discord.api_base
    )

    told = [(finding.subject, finding.ok) for finding in findings]
    assert told == [
        ("Discord", True),
        ("Discord commands", False),
        (f"Discord channel {CHANNEL}", True),
        ("Discord channel 5", False),
        ("Discord channel 5", False),
        ("Discord channel 6", False),
        ("Discord channel 999", False),
        ("Discord channel #deals", False),
    ]
    assert "Read Message History" in findings[3].what
    assert "may come twice" in findings[3].what
    assert all(finding.advice for finding in findings if not finding.ok)


async def test_doctor_with_a_wrong_token(discord):
    """A wrong token is a finding that names the variable, not an exception."""
    (finding,) = await examine(token="wrong", commands=COMMANDS, api_base=discord.api_base)

    assert not finding.ok
    assert "DEALWIRE_DISCORD_TOKEN" in finding.what
