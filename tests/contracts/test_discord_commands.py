"""Commands, suggestions, buttons and right clicks on Discord, through the real discord.py and the emulated platform."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.clock import ManualClock
from bot.model.alert import Act, Destination
from bot.model.card import Button, Card, line
from bot.model.command import Access, Command, CommandCall, Completion, Option, OptionKind, Reply
from bot.model.delivery import Order, Sent
from bot.platforms.discord.adapter import DiscordPlatform
from bot.platforms.discord.doctor import examine
from bot.platforms.discord.sync import fingerprint, sync_commands
from tests.contracts.platform_suite import CARD, RecordingDesk
from tests.emulators.discord import CHANNEL, GUILD, Discord, wait_until
from tests.emulators.discord_world import APP, PERMISSIONS

COMMANDS = (
    Command(
        name="latest",
        summary="The newest events",
        options=(
            Option(name="storyline", summary="Which storyline", kind=OptionKind.STORYLINE),
            Option(name="count", summary="How many", kind=OptionKind.NUMBER),
        ),
    ),
    Command(
        name="why",
        summary="Why an alert came",
        options=(Option(name="event", summary="Event or url", kind=OptionKind.EVENT, required=True),),
    ),
    Command(
        name="feedback",
        summary="Say what was wrong",
        options=(Option(name="event", summary="Event", required=True), Option(name="reason", summary="Why")),
    ),
    Command(
        name="feeds add", summary="Add a feed", access=Access.ADMIN, options=(Option(name="url", summary="Its address", required=True),)
    ),
    Command(name="feeds list", summary="All feeds", access=Access.ADMIN),
)
CALLBACK = r"/interactions/\d+/\w+/callback"
ORIGINAL = r"/webhooks/\d+/\w+/messages/@original"


class ManyDesk(RecordingDesk):
    """A desk with a great many suggestions, some of them illegal."""

    async def complete(self, call: CommandCall, option: str, typed: str) -> tuple[Completion, ...]:
        self.calls.append(call)
        odd = (Completion(label="", value=""), Completion(label="x" * 300, value="long"), Completion(label="too long", value="y" * 200))
        return odd + tuple(Completion(label=f"Line {number} @everyone", value=f"{typed}{number}") for number in range(40))


@pytest.fixture
async def discord() -> AsyncIterator[Discord]:
    async with Discord(bucket=(50, 1.0)) as running:
        yield running


@pytest.fixture
async def desk() -> ManyDesk:
    return ManyDesk()


@pytest.fixture
async def platform(discord, desk) -> AsyncIterator[DiscordPlatform]:
    clock = ManualClock(datetime(2026, 8, 3, tzinfo=UTC))
    running = DiscordPlatform(token=discord.token, commands=COMMANDS, api_base=discord.api_base, gateway=discord.gateway_url, clock=clock)
    await running.start(desk)
    yield running
    await running.stop()


async def alert(platform: DiscordPlatform, discord: Discord, card: Card = CARD) -> dict:
    """Post an alert and return its message."""
    place = Destination(id="d1", tenant=f"discord:{GUILD}", platform="discord", workspace=GUILD, channel=CHANNEL)
    result = await platform.send(Order(key="x1", destination=place, act=Act.POST, card=card))
    assert isinstance(result, Sent), result
    return discord.world.channels[CHANNEL].messages[result.ref.partition(":")[2]]


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


async def test_lost_share_is_not_doubled(discord, platform, desk):
    """A shared message whose answer was lost is not posted again."""
    desk.reply = Reply(card=Card(title="For all"), private=False)
    discord.inject("POST", r"/webhooks/\d+/\w+", "reset after")

    interaction = await discord.command("deals", "latest")
    await interaction.filled(quiet=1.5)

    assert len(interaction.follow_ups) == 1


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


async def test_hostile_argument(discord, platform, desk):
    """4,000 characters of anything in an argument come through as they are, and an answer that quotes them pings nobody."""
    words = ("@everyone <@7> \u202e🙂" * 400)[:4000]
    desk.reply = Reply(card=Card(title=words, body=(line(words),)), private=False)
    interaction = await discord.command("deals", "why", {"event": words})
    await interaction.filled()

    assert desk.calls[0].arguments["event"] == words
    assert discord.rest.pings == 0


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
