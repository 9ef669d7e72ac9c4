"""Direct messages with the bot: whoever writes there decides what comes there, and nothing else."""

from datetime import timedelta

import pytest

from bot.model.feed import Feed
from tests.acceptance.day import NEWSROOM, prepare
from tests.acceptance.stage import staged
from tests.acceptance.test_life import deals, pass_time, poll_extra, reload_with, served
from tests.emulators.discord_world import DM
from tests.emulators.feed_server import FeedServer

READER, OWN = "U7", "DU7"
PERSON, PLACE = "77", "333"


async def ask(stage, line, sub, options=None, root="deals-admin"):
    """Write to the bot on both platforms, as a reader without any rights; return what each answers."""
    slack = await stage.ask_slack(line, user=READER, channel=OWN)
    interaction = await stage.discord.command(root, sub, options, guild="", channel=PLACE, user=PERSON)
    await interaction.filled()
    return slack, interaction.text


async def test_a_reader_has_a_digest_of_ones_own(tmp_path):
    """It is set without any rights, comes once at its time on both platforms, and stays away when nothing changed."""
    async with staged(NEWSROOM, tmp_path, subscribed=False) as stage, FeedServer() as server:
        prepare(stage)
        stage.discord.world.add_channel(PLACE, "", kind=DM, name="")
        for told in await ask(stage, "subscribe all mode=daily", "subscribe", {"storylines": "all", "mode": "daily"}):
            assert "Exactly this holds now" in told
            assert "this direct message follows every storyline" in told
        for told in await ask(stage, "digest 08:00 daily UTC", "digest", {"time": "08:00", "days": "daily", "zone": "UTC"}):
            assert "The digest comes at 08:00 UTC, daily" in told

        await reload_with(stage, Feed(id="extra", url=served(server, []), title="Extra Wire"))
        await poll_extra(stage)
        served(server, deals(2))
        stage.clock.advance(3600)
        await poll_extra(stage)
        before = (stage.slack_roots(OWN), stage.discord_roots(PLACE))
        for _ in range(3):
            stage.clock.set(stage.clock.now().replace(hour=8, minute=1) + timedelta(days=1))
            await pass_time(stage)

        assert before == ([], [])
        for roots in (stage.slack_roots(OWN), stage.discord_roots(PLACE)):
            assert len(roots) == 1
            assert "AMD" in roots[0]
            assert "Nvidia" in roots[0]
        assert stage.slack_roots() == []


@pytest.mark.parametrize("line", ["retract x wrong", "feeds add https://a.example/feed", "sources mute a.example", "ops here", "audit"])
async def test_it_gives_no_rights_over_the_workspace(tmp_path, line):
    """In Slack a workspace's own commands stay its admins'; and another's direct message is none of one's own."""
    async with staged(NEWSROOM, tmp_path, subscribed=False) as stage:
        prepare(stage)

        assert "Only admins can use" in await stage.ask_slack(line, user=READER, channel=OWN)
        assert "Only admins can use" in await stage.ask_slack("subscribe all", user="U8", channel=OWN)
        assert "Only admins can use" in await stage.ask_slack("subscribe all", user=READER)


async def test_what_is_set_there_shows_to_nobody_else(tmp_path):
    """The admins' list of changes leaves out what people set for themselves."""
    async with staged(NEWSROOM, tmp_path, subscribed=False) as stage:
        prepare(stage)
        await stage.ask_slack("subscribe openai-amd", user=READER, channel=OWN)
        await stage.ask_slack("subscribe openai-foxconn", user="U1")

        changes = await stage.ask_slack("audit", user="U1")

        assert "subscribe openai-foxconn" in changes
        assert "openai-amd" not in changes
        assert "openai-amd" in await stage.ask_slack("list", user=READER, channel=OWN)
