"""What is neither a typed command nor an alert's button, with the whole bot behind it: forms, App Home, shortcuts, menus, presses at once."""

import asyncio

from bot.model.alert import Act
from bot.model.ids import SHARED
from tests.acceptance.house import MANAGE
from tests.acceptance.newsroom_maker import make
from tests.acceptance.stage import staged
from tests.emulators.discord import CHANNEL
from tests.emulators.slack_checks import check_view, shown

ADMIN, READER = "U1", "U7"


async def until(condition):
    """Wait for what comes over a socket, five seconds at most."""
    async with asyncio.timeout(5):
        while not (found := condition()):  # noqa: ASYNC110  nobody tells us when
            await asyncio.sleep(0.01)
    return found


def picked(*values):
    """What an external select holds once these were picked."""
    return {"selected_options": [{"value": value} for value in values]}


async def test_forms_home_shortcuts_and_menus(tmp_path):
    """Each surface answers with this run's news, privately, and acts for admins alone."""
    newsroom, _ = make(7, events=2)
    async with staged(newsroom, tmp_path) as stage:
        stage.slack.space.users[ADMIN] = {"is_admin": True, "name": "ann", "real_name": "Ann"}
        await stage.play()
        headline = await newest_headline(stage)
        await slack_form(stage)
        await slack_home(stage, headline)
        await slack_shortcut_and_sharing(stage, headline)
        await posts_a_preview(stage, headline)
        await discord_menus(stage)
        await discord_suggests(stage)
        await at_once(stage)
        assert stage.slack.space.mentions == 0
        assert not stage.discord.problems


async def newest_headline(stage):
    """Return the headline of the newest event."""
    (story,) = await stage.application.store.read(lambda tables: tables.stories.latest([SHARED], storyline=None, limit=1))
    return story.headline


async def slack_form(stage):
    """A line without its arguments offers a form; its select suggests storylines; what is submitted holds, and a reader gets no form."""
    space = stage.slack.space
    asked = await (await stage.slack.command("subscribe", user=ADMIN)).answer()
    await stage.slack.press("C01", "1.2", "Fill in a form", user=ADMIN, blocks=asked.arguments["blocks"])
    view = await until(lambda: space.views and space.views[-1])
    suggested = await stage.slack.type_into(view, "storylines", "foxc", user=ADMIN)
    await stage.slack.submit(view, {"storylines": {"storylines": picked("openai-foxconn", "openai-amd")}}, user=ADMIN)
    told = await until(lambda: "Exactly this holds now" in shown(space.views[-1]) and shown(space.views[-1]))

    assert next(option["value"] for option in suggested) == "openai-foxconn"
    assert "openai-foxconn, openai-amd" in told
    assert "openai-foxconn, openai-amd" in await stage.ask_slack("list")
    lacking = await (await stage.slack.command("subscribe", user=READER)).answer()
    assert "Fill in a form" not in shown(lacking.arguments)
    await stage.ask_slack("subscribe all", user=ADMIN)


async def slack_home(stage, headline):
    """Everybody sees what is followed, the newest events and health; the list of changes and their button only an admin."""
    pages = {}
    for user in (ADMIN, READER):
        await stage.slack.event("app_home_opened", user=user, channel=f"D{user}", tab="home")
        pages[user] = await until(lambda user=user: stage.slack.space.homes.get(user))

    for user, page in pages.items():
        words = shown(page)
        assert check_view(page) is None
        assert headline in words
        assert "follows every storyline" in words
        assert "feeds" in words.lower()
        assert ("subscribe all" in words) is (user == ADMIN)


async def slack_shortcut_and_sharing(stage, headline):
    """*Why this alert?* explains the message it was used on; an answer goes to the channel only where its reader says so."""
    alert = stage.slack.space.channels["C01"].messages[0]
    why = await (await stage.slack.shortcut("why_this_alert", "C01", alert.ts, user=READER)).answer()
    assert why.private
    assert "Alerted in deals" in shown(why.arguments)

    private = await (await stage.slack.command("latest", user=READER)).answer()
    public = await (await stage.slack.press("C01", "1.2", "Share to channel", user=READER, blocks=private.arguments["blocks"])).answer()
    assert (private.private, public.private) == (True, False)
    assert headline in shown(public.arguments)


async def discord_menus(stage):
    """*Why this alert?* explains; *Not a deal* is a vote of a reader's; on a message that is no alert both say what to do."""
    alert = next(iter(stage.discord.world.channels[CHANNEL].messages.values()))
    stranger = dict(alert) | {"id": "5", "components": []}

    async def menu(name, message, **who):
        interaction = await stage.discord.menu(name, message, **who)
        await interaction.filled(quiet=0.05)
        assert not interaction.public
        return interaction.text

    assert "Alerted in deals" in await menu("Why this alert?", alert)
    assert "Noted: not a deal" in await menu("Not a deal", alert)
    assert "none of my alerts" in await menu("Why this alert?", stranger)
    assert "none of my alerts" in await menu("Not a deal", stranger)
    assert "1 vote" in await stage.ask_discord("votes", root="deals-admin", permissions=MANAGE)


async def discord_suggests(stage):
    """Storylines and events are suggested from what this run stored."""
    storylines = await stage.discord.autocomplete("deals", "latest", "storyline", "fox")
    events = await stage.discord.autocomplete("deals", "show", "event", "openai")

    assert "openai-foxconn" in {choice["value"] for choice in storylines}
    assert events
    assert all(len(choice["name"]) <= 100 for choice in events)


async def at_once(stage):
    """Two admins retract one event in the same moment, each twice: every message is struck once, and all of them are answered."""
    event = (await stage.application.store.read(lambda tables: tables.stories.latest([SHARED], storyline=None, limit=1)))[0].id
    stage.slack.space.users["U2"] = {"is_admin": True, "name": "bo", "real_name": "Bo"}
    told = await asyncio.gather(
        *(stage.ask_slack(f"retract {event} it was a mistake", user=user) for user in (ADMIN, "U2") for _ in range(2)),
        *(
            stage.ask_discord("retract", {"event": event, "reason": "it was a mistake"}, root="deals-admin", permissions=MANAGE)
            for _ in range(2)
        ),
    )
    await stage.deliver()

    assert all("etracted" in words for words in told), told
    rows = await stage.application.store.read(
        lambda tables: [row for alert in tables.alerts.of_story(event) for row in tables.deliveries.of_alert(alert.id)]
    )
    assert sorted(row.destination_id for row in rows if row.act is Act.RETRACT) == sorted(
        {row.destination_id for row in rows if row.act is Act.POST}
    )


async def posts_a_preview(stage, headline):
    """`test post <event>` shows the channel a past alert, marked as a test, also where it is typed."""
    event = (await stage.application.store.read(lambda tables: tables.stories.latest([SHARED], storyline=None, limit=1)))[0].id
    answer = await (await stage.slack.command(f"test post {event[:9]}", user=ADMIN)).answer()

    assert not answer.private
    assert headline in shown(answer.arguments)
    assert "test" in shown(answer.arguments).lower()
